package bounceledger.classify;

import bounceledger.smtp.DiagnosticCode;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of one failed delivery.
 *
 * @param diagnosticCode the reply as it came, or null
 * @param normalForm the reply taken apart
 * @param responseCode three digits; see {@link ResponseCode}
 * @param responseCodeFrom which reading of the digits applies
 * @param permanence whether trying again later could help
 * @param classification what went wrong
 * @param fault whose problem it is
 * @param effect what it does to the subscriber
 * @param evidence why
 * @param blocklist the blocklist that the reply names, or null
 * @param retryAfterSeconds the wait that the reply asks for, in seconds, or null
 * @param provider the mailbox provider or filter that the reply's words give away, or null
 * @param fingerprint the masked text, where no rule knew the words; else null
 * @param ruleSet the digest of the rules that judged
 */
public record Verdict(
        @Nullable String diagnosticCode,
        DiagnosticCode normalForm,
        int responseCode,
        ResponseCode.Source responseCodeFrom,
        Permanence permanence,
        Classification classification,
        Fault fault,
        Effect effect,
        Evidence evidence,
        @Nullable String blocklist,
        @Nullable Integer retryAfterSeconds,
        @Nullable String provider,
        @Nullable String fingerprint,
        String ruleSet) {

    /** The same judgement with another effect, as the circumstances of an event may ask. */
    public Verdict withEffect(Effect effect) {
        return new Verdict(
                diagnosticCode,
                normalForm,
                responseCode,
                responseCodeFrom,
                permanence,
                classification,
                fault,
                effect,
                evidence,
                blocklist,
                retryAfterSeconds,
                provider,
                fingerprint,
                ruleSet);
    }
}
