package bounceledger.subscriber;

import bounceledger.classify.BounceType;
import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.classify.Evidence;
import bounceledger.classify.Failure;
import bounceledger.classify.Permanence;
import bounceledger.classify.ResponseCode;
import bounceledger.classify.Verdict;
import bounceledger.smtp.DiagnosticCode;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Event.Complaint.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entries of one subscriber, short enough to read a history as a list. */
public final class Samples {

    public static final EmailAddress ANN = new EmailAddress("ann", "example.org");

    /** The day on which the samples begin. */
    public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private Samples() {}

    public static Instant day(double days) {
        return START.plus(Duration.ofMinutes(Math.round(days * 24 * 60)));
    }

    public static Entry hard(String messageId, Instant at) {
        return bounce(messageId, at, Effect.HARD, Classification.MAILBOX_UNKNOWN, 511, "Gmail");
    }

    public static Entry weak(String messageId, Instant at) {
        return bounce(messageId, at, Effect.WEAK, Classification.MAILBOX_UNKNOWN, 550, null);
    }

    public static Entry soft(String messageId, Instant at) {
        return bounce(messageId, at, Effect.SOFT, Classification.MAILBOX_FULL, 422, "Gmail");
    }

    public static Entry blocked(String messageId, Instant at) {
        return bounce(messageId, at, Effect.NONE, Classification.BLOCKED, 571, null);
    }

    public static Entry bounce(
            String messageId,
            Instant at,
            Effect effect,
            Classification classification,
            int code,
            @Nullable String provider) {
        return bounce(messageId, at, verdict(effect, classification, code, provider), "General", false);
    }

    public static Entry echo(String messageId, Instant at, @Nullable String subType) {
        return bounce(messageId, at, verdict(Effect.ECHO, Classification.BLOCKED, 500, null), subType, false);
    }

    public static Entry vacation(String messageId, Instant at) {
        return bounce(messageId, at, verdict(Effect.NONE, Classification.UNKNOWN, 400, null), "General", true);
    }

    private static Entry bounce(
            String messageId, Instant at, Verdict verdict, @Nullable String subType, boolean historyOnly) {
        Failure failure = new Failure(null, null, BounceType.PERMANENT, subType, false);
        return new Entry(new Event.Bounce(occurrence(messageId, at), failure, historyOnly), verdict);
    }

    public static Entry delay(String messageId, Instant at) {
        Failure failure = new Failure(null, null, null, null, false);
        return new Entry(
                new Event.DeliveryDelay(occurrence(messageId, at), failure),
                verdict(Effect.NONE, Classification.BAD_RELAY, 441, null));
    }

    public static Entry delivery(String messageId, Instant at) {
        return Entry.of(new Event.Delivery(occurrence(messageId, at)));
    }

    public static Entry complaint(String messageId, Instant at, Weight weight) {
        String subType = weight == Weight.ECHO ? "OnAccountSuppressionList" : null;
        return Entry.of(new Event.Complaint(occurrence(messageId, at), "abuse", subType, weight));
    }

    public static Entry optOut(String messageId, Instant at, String topic) {
        return Entry.of(new Event.Subscription(occurrence(messageId, at), topic, false));
    }

    public static Entry optIn(String messageId, Instant at, String topic) {
        return Entry.of(new Event.Subscription(occurrence(messageId, at), topic, true));
    }

    public static Entry notSent(String messageId, Instant at) {
        return Entry.of(new Event.NotSent(occurrence(messageId, at), Event.NotSent.Kind.REJECT, "Bad content"));
    }

    public static Entry reactivation(Instant at) {
        return Entry.of(new Event.Reactivation(occurrence("request-" + at, at), "support", "wrote to us"));
    }

    /** A soft bounce with words that no rule knew. */
    public static Entry unmatched(String messageId, Instant at, String fingerprint, String diagnostic) {
        return unmatched(messageId, at, fingerprint, diagnostic, false);
    }

    public static Entry unmatched(
            String messageId, Instant at, String fingerprint, String diagnostic, boolean historyOnly) {
        Verdict known = verdict(historyOnly ? Effect.NONE : Effect.SOFT, Classification.UNKNOWN, 400, null);
        Verdict verdict = new Verdict(
                diagnostic,
                DiagnosticCode.parse(diagnostic),
                known.responseCode(),
                known.responseCodeFrom(),
                known.permanence(),
                known.classification(),
                known.fault(),
                known.effect(),
                known.evidence(),
                null,
                null,
                null,
                fingerprint,
                "");
        Failure failure = new Failure(diagnostic, null, BounceType.TRANSIENT, "General", false);
        return new Entry(new Event.Bounce(occurrence(messageId, at), failure, historyOnly), verdict);
    }

    /** The same entry, tagged with a campaign. */
    public static Entry in(@Nullable String campaign, Entry entry) {
        Occurrence of = entry.event().occurrence();
        return at(new Occurrence(of.messageId(), of.recipient(), of.at(), campaign, of.feedbackId()), entry);
    }

    /** The same entry of another recipient. */
    public static Entry of(EmailAddress recipient, Entry entry) {
        Occurrence of = entry.event().occurrence();
        return at(new Occurrence(of.messageId(), recipient, of.at(), of.campaign(), of.feedbackId()), entry);
    }

    private static Entry at(Occurrence of, Entry entry) {
        return new Entry(at(of, entry.event()), entry.verdict());
    }

    private static Event at(Occurrence of, Event event) {
        if (event instanceof Event.Bounce bounce) {
            return new Event.Bounce(of, bounce.failure(), bounce.historyOnly());
        }
        if (event instanceof Event.DeliveryDelay delay) {
            return new Event.DeliveryDelay(of, delay.failure());
        }
        if (event instanceof Event.Complaint complaint) {
            return new Event.Complaint(of, complaint.feedbackType(), complaint.subType(), complaint.weight());
        }
        if (event instanceof Event.Subscription choice) {
            return new Event.Subscription(of, choice.topic(), choice.optedIn());
        }
        if (event instanceof Event.NotSent notSent) {
            return new Event.NotSent(of, notSent.kind(), notSent.reason());
        }
        if (event instanceof Event.Reactivation reactivation) {
            return new Event.Reactivation(of, reactivation.by(), reactivation.reason());
        }
        return new Event.Delivery(of);
    }

    public static Facets facets(Entry... entries) {
        return Arrays.stream(entries).map(Facets::of).reduce(Facets.EMPTY, Facets::join);
    }

    public static Occurrence occurrence(String messageId, Instant at) {
        return new Occurrence(messageId, ANN, at, null, null);
    }

    public static Verdict verdict(Effect effect, Classification classification, int code, @Nullable String provider) {
        Evidence evidence = new Evidence(Evidence.Tier.NONE, null, null, Evidence.Reply.OUTER, -1, -1, null);
        return new Verdict(
                null,
                DiagnosticCode.parse(""),
                code,
                ResponseCode.Source.PERMANENCE,
                code >= 500 ? Permanence.PERMANENT : Permanence.TEMPORARY,
                classification,
                classification.fault(),
                effect,
                evidence,
                null,
                null,
                provider,
                null,
                "");
    }
}
