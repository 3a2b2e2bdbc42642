package bounceledger.subscriber;

import bounceledger.classify.Classification;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Fact.Bounced;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a subscriber.
 *
 * @param email whose mail it is
 * @param status where they stand
 * @param responseCode the three digits of the bounce that counts; 1001 opted out, 1002 complained, 200 delivered, 0 never heard of
 * @param classification that of the bounce whose code is shown, or null where it is no bounce's
 * @param sendable whether mail may be sent
 * @param because why it is so, and what would change it
 * @param updatedAt the time of the latest event that is remembered, or null
 * @param facets what all this was made from
 */
public record Subscriber(
        EmailAddress email,
        SubscriberStatus status,
        int responseCode,
        @Nullable Classification classification,
        boolean sendable,
        String because,
        @Nullable Instant updatedAt,
        Facets facets) {

    /**
     * What these facets show at that time. Nothing but {@link #lapsesAt() one kind of echo} makes a difference between one
     * time and another.
     */
    public static Subscriber of(EmailAddress email, Facets facets, Policy policy, Instant now) {
        StatusTable.Row row = new StatusTable(facets, policy, now).row();
        return new Subscriber(
                email,
                row.status(),
                row.responseCode(),
                row.classification(),
                row.status().sendable(),
                row.because(),
                facets.updatedAt(),
                facets);
    }

    /** When {@code suppressed} ends by itself; empty for every other status and every other kind of suppression. */
    public Optional<Instant> lapsesAt() {
        return status == SubscriberStatus.SUPPRESSED
                ? Optional.ofNullable(facets.echo()).flatMap(Bounced::lapsesAt)
                : Optional.empty();
    }
}
