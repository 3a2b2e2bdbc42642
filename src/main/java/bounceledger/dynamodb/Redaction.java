package bounceledger.dynamodb;

import bounceledger.classify.Evidence;
import bounceledger.classify.Failure;
import bounceledger.classify.Verdict;
import bounceledger.smtp.DiagnosticCode;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Occurrence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of an entry is written down: nothing longer than its place, and no address in a text where none is kept. Ids that
 * are too long keep a beginning and a digest, so they stay as different as they were. Doing it twice changes nothing more.
 */
final class Redaction {

    /** Octets. SES's own message ids have 60, its tag values 256, its topics 64. */
    private static final int MESSAGE_ID = 100;

    /** Years of four digits. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final int CAMPAIGN = 256;
    private static final int TOPIC = 64;
    private static final int DIAGNOSTIC = 2048;
    private static final int FINGERPRINT = 512;
    private static final int WORDS = 512;
    private static final int TOKEN = 128;

    private final Addresses addresses;

    Redaction(Addresses addresses) {
        this.addresses = addresses;
    }

    static String campaign(String campaign) {
        return Texts.identity(campaign, CAMPAIGN);
    }

    Entry of(Entry entry) {
        EmailAddress recipient = entry.event().occurrence().recipient();
        Verdict verdict = entry.verdict();
        return new Entry(event(entry.event(), recipient), verdict == null ? null : verdict(verdict, recipient));
    }

    private Event event(Event event, EmailAddress recipient) {
        Occurrence of = occurrence(event.occurrence());
        if (event instanceof Event.Bounce bounce) {
            return new Event.Bounce(of, failure(bounce.failure(), recipient), bounce.historyOnly());
        }
        if (event instanceof Event.DeliveryDelay delay) {
            return new Event.DeliveryDelay(of, failure(delay.failure(), recipient));
        }
        if (event instanceof Event.Complaint complaint) {
            return new Event.Complaint(
                    of, cut(complaint.feedbackType(), TOKEN), cut(complaint.subType(), TOKEN), complaint.weight());
        }
        if (event instanceof Event.Subscription choice) {
            return new Event.Subscription(of, Texts.identity(choice.topic(), TOPIC), choice.optedIn());
        }
        if (event instanceof Event.NotSent notSent) {
            return new Event.NotSent(of, notSent.kind(), text(notSent.reason(), WORDS, recipient));
        }
        if (event instanceof Event.Reactivation reactivation) {
            return new Event.Reactivation(
                    of, Texts.cut(reactivation.by(), WORDS), words(reactivation.reason(), WORDS, recipient));
        }
        return new Event.Delivery(of);
    }

    private static Occurrence occurrence(Occurrence of) {
        String campaign = of.campaign();
        return new Occurrence(
                Texts.identity(of.messageId(), MESSAGE_ID),
                of.recipient(),
                of.at().isAfter(LATEST) ? LATEST : of.at().isBefore(EARLIEST) ? EARLIEST : of.at(),
                campaign == null ? null : campaign(campaign),
                cut(of.feedbackId(), TOKEN));
    }

    private Failure failure(Failure failure, EmailAddress recipient) {
        return new Failure(
                text(failure.diagnosticCode(), DIAGNOSTIC, recipient),
                failure.status(),
                failure.bounceType(),
                cut(failure.bounceSubType(), TOKEN),
                failure.forwarded());
    }

    private Verdict verdict(Verdict verdict, EmailAddress recipient) {
        String diagnostic = text(verdict.diagnosticCode(), DIAGNOSTIC, recipient);
        DiagnosticCode normalForm = diagnostic == null || diagnostic.equals(verdict.diagnosticCode())
                ? verdict.normalForm()
                : DiagnosticCode.parse(diagnostic);
        return new Verdict(
                diagnostic,
                normalForm,
                verdict.responseCode(),
                verdict.responseCodeFrom(),
                verdict.permanence(),
                verdict.classification(),
                verdict.fault(),
                verdict.effect(),
                evidence(verdict.evidence(), normalForm, recipient),
                cut(verdict.blocklist(), TOKEN),
                verdict.retryAfterSeconds(),
                verdict.provider(),
                text(verdict.fingerprint(), FINGERPRINT, recipient),
                verdict.ruleSet());
    }

    /** The matched words may stand elsewhere after masking, or be cut off. */
    private Evidence evidence(Evidence evidence, DiagnosticCode normalForm, EmailAddress recipient) {
        String matched = text(evidence.matched(), WORDS, recipient);
        if (matched == null) {
            return evidence;
        }
        DiagnosticCode cause = normalForm.cause();
        String reply = evidence.reply() == Evidence.Reply.CAUSE && cause != null ? cause.text() : normalForm.text();
        int start = reply.startsWith(matched, evidence.start()) ? evidence.start() : reply.indexOf(matched);
        return new Evidence(
                evidence.tier(),
                evidence.rule(),
                matched,
                evidence.reply(),
                start,
                start < 0 ? -1 : start + matched.length(),
                evidence.codesAlone());
    }

    private @Nullable String text(@Nullable String text, int octets, EmailAddress recipient) {
        return text == null ? null : words(text, octets, recipient);
    }

    private String words(String text, int octets, EmailAddress recipient) {
        return Texts.cut(addresses.kept() ? text : Texts.mask(text, recipient), octets);
    }

    private static @Nullable String cut(@Nullable String text, int octets) {
        return text == null ? null : Texts.cut(text, octets);
    }
}
