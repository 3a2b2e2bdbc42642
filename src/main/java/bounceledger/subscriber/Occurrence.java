package bounceledger.subscriber;

import bounceledger.smtp.EmailAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which mail an event is about, and when it happened.
 *
 * @param messageId SES's id of the message, never the SNS or SQS message id, which change with each redelivery; for a
 *     reactivation the id of the request that asked for it
 * @param recipient whom the event is about
 * @param at the event's own time, else the message's; to the millisecond, the rest is cut
 * @param campaign the campaign that the message was tagged with, or null
 * @param feedbackId SES's id of the feedback, kept but not trusted, or null
 */
public record Occurrence(
        String messageId,
        EmailAddress recipient,
        Instant at,
        @Nullable String campaign,
        @Nullable String feedbackId) {

    public Occurrence {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
