package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A failed delivery to one recipient as SES reports it; what the classifier judges.
 *
 * @param diagnosticCode the remote server's reply, or null when SES has none
 * @param status the DSN's status field, which may say more or less than the reply
 * @param bounceType SES's own judgement, or null outside a bounce
 * @param bounceSubType SES's own reason, such as {@code MailboxFull}, or null
 * @param forwarded whether the failing address is not the one that was written to
 */
public record Failure(
        @Nullable String diagnosticCode,
        @Nullable EnhancedStatusCode status,
        @Nullable BounceType bounceType,
        @Nullable String bounceSubType,
        boolean forwarded) {

    /** A reply of which nothing else is known. */
    public static Failure of(String diagnosticCode) {
        return new Failure(diagnosticCode, null, null, null, false);
    }
}
