package bounceledger.ses;

import org.jspecify.annotations.Nullable;

/** Carries a refusal up to the record that it belongs to. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    RefusedException(Refusal.Problem problem, @Nullable String field) {
        this(new Refusal(problem, field));
    }

    Refusal refusal() {
        return refusal;
    }
}
