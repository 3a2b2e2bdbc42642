package bounceledger.ses;

import org.jspecify.annotations.Nullable;

/**
 * Why a record, or a part of it, could not be read. It holds nothing of the record's content, which has addresses.
 *
 * @param problem what is wrong
 * @param field where, in SES's own names ({@code bounce.bouncedRecipients[0].status}), or null for the record as a whole
 */
public record Refusal(Problem problem, @Nullable String field) {

    /** Kinds of faults. */
    public enum Problem {
        NOT_JSON("not JSON"),
        BEYOND_LIMITS("JSON that is nested too deeply or holds too long a value"),
        NOT_SES("not an event of SES"),
        MISSING("missing"),
        WRONG_TYPE("of the wrong JSON type"),
        UNREADABLE_VALUE("unreadable value"),
        NO_RECIPIENT("without a recipient"),
        UNREADABLE_ADDRESS("unreadable address"),
        UNREADABLE_TIME("unreadable time"),
        FUTURE_TIME("a time more than 24 hours ahead");

        private final String words;

        Problem(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static Refusal of(Problem problem) {
        return new Refusal(problem, null);
    }

    /** The reason in words: {@code unreadable time: bounce.timestamp}. */
    @Override
    public String toString() {
        return field == null ? problem.toString() : problem + ": " + field;
    }
}
