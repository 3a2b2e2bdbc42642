package bounceledger.dynamodb;

import bounceledger.classify.BounceType;
import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.classify.Evidence;
import bounceledger.classify.Failure;
import bounceledger.classify.Fault;
import bounceledger.classify.Permanence;
import bounceledger.classify.ResponseCode;
import bounceledger.classify.Verdict;
import bounceledger.smtp.DiagnosticCode;
import bounceledger.smtp.EmailAddress;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Occurrence;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An entry as an item. That the item is there is the claim that makes a redelivery harmless. Whose it is, its key alone says. */
final class HistoryItem {

    static final String CAMPAIGN = "campaign";
    static final String AT = "at";

    /** Which erasure the item came after: an erasure deletes what came before it, and nothing that was written since. */
    static final String SINCE_ERASURE = "sinceErasure";

    private static final String TYPE = "type";
    private static final String MESSAGE_ID = "messageId";
    private static final String FEEDBACK_ID = "feedbackId";
    private static final String HISTORY_ONLY = "historyOnly";
    private static final String FEEDBACK_TYPE = "feedbackType";
    private static final String SUB_TYPE = "subType";
    private static final String WEIGHT = "weight";
    private static final String TOPIC = "topic";
    private static final String OPTED_IN = "optedIn";
    private static final String KIND = "kind";
    private static final String REASON = "reason";
    private static final String BY = "by";
    private static final String DIAGNOSTIC_CODE = "diagnosticCode";
    private static final String VERDICT = "verdict";

    private HistoryItem() {}

    /** @param erasedAt the recipient's last erasure before this was written, or null */
    static Map<String, AttributeValue> of(Entry entry, Keys keys, Instant expiresAt, @Nullable Instant erasedAt) {
        Event event = entry.event();
        Occurrence of = event.occurrence();
        Attributes item = new Attributes()
                .put(TYPE, event.type())
                .put(MESSAGE_ID, of.messageId())
                .put(AT, of.at())
                .put(CAMPAIGN, of.campaign())
                .put(FEEDBACK_ID, of.feedbackId())
                .put(SINCE_ERASURE, erasedAt)
                .put(TableDefinition.EXPIRES_AT, expiresAt.getEpochSecond());
        put(item, event);
        Verdict verdict = entry.verdict();
        if (verdict != null) {
            item.put(VERDICT, AttributeValue.fromM(verdict(verdict)));
        }
        return keys.put(item, of.recipient(), Keys.historySk(event));
    }

    private static void put(Attributes item, Event event) {
        if (event instanceof Event.Bounce bounce) {
            failure(item, bounce.failure()).put(HISTORY_ONLY, bounce.historyOnly());
        } else if (event instanceof Event.DeliveryDelay delay) {
            failure(item, delay.failure());
        } else if (event instanceof Event.Complaint complaint) {
            item.put(FEEDBACK_TYPE, complaint.feedbackType())
                    .put(SUB_TYPE, complaint.subType())
                    .put(WEIGHT, complaint.weight());
        } else if (event instanceof Event.Subscription choice) {
            item.put(TOPIC, choice.topic()).put(OPTED_IN, choice.optedIn());
        } else if (event instanceof Event.NotSent notSent) {
            item.put(KIND, notSent.kind()).put(REASON, notSent.reason());
        } else if (event instanceof Event.Reactivation reactivation) {
            item.put(BY, reactivation.by()).put(REASON, reactivation.reason());
        }
    }

    private static Attributes failure(Attributes item, Failure failure) {
        EnhancedStatusCode status = failure.status();
        return item.put(DIAGNOSTIC_CODE, failure.diagnosticCode())
                .put("status", status == null ? null : status.toString())
                .put("bounceType", failure.bounceType())
                .put("bounceSubType", failure.bounceSubType())
                .put("forwarded", failure.forwarded());
    }

    private static Map<String, AttributeValue> verdict(Verdict verdict) {
        Evidence evidence = verdict.evidence();
        return new Attributes()
                .put("responseCode", verdict.responseCode())
                .put("from", verdict.responseCodeFrom())
                .put("permanence", verdict.permanence())
                .put("classification", verdict.classification())
                .put("fault", verdict.fault())
                .put("effect", verdict.effect())
                .put("tier", evidence.tier())
                .put("rule", evidence.rule())
                .put("matched", evidence.matched())
                .put("reply", evidence.reply())
                .put("start", evidence.start())
                .put("end", evidence.end())
                .put("codesAlone", evidence.codesAlone())
                .put("blocklist", verdict.blocklist())
                .put("retryAfterSeconds", verdict.retryAfterSeconds())
                .put("provider", verdict.provider())
                .put("fingerprint", verdict.fingerprint())
                .put("ruleSet", verdict.ruleSet())
                .build();
    }

    /** Whether DynamoDB may have deleted it by then; the seconds of a millisecond's end are cut. */
    static boolean expired(Map<String, AttributeValue> item, Instant now) {
        return now.getEpochSecond()
                >= Long.parseLong(Attributes.present(item.get(TableDefinition.EXPIRES_AT), "expiresAt")
                        .n());
    }

    static Entry read(Map<String, AttributeValue> item, EmailAddress recipient) {
        Occurrence of = new Occurrence(
                string(item, MESSAGE_ID),
                recipient,
                Attributes.present(Attributes.time(item, AT), AT),
                Attributes.string(item, CAMPAIGN),
                Attributes.string(item, FEEDBACK_ID));
        Event event = event(item, of);
        AttributeValue verdict = item.get(VERDICT);
        return new Entry(
                event, verdict == null ? null : readVerdict(verdict.m(), Attributes.string(item, DIAGNOSTIC_CODE)));
    }

    private static Event event(Map<String, AttributeValue> item, Occurrence of) {
        String type = string(item, TYPE);
        return switch (type) {
            case "bounce" -> new Event.Bounce(of, readFailure(item), Attributes.flag(item, HISTORY_ONLY));
            case "delivery-delay" -> new Event.DeliveryDelay(of, readFailure(item));
            case "complaint" ->
                new Event.Complaint(
                        of,
                        Attributes.string(item, FEEDBACK_TYPE),
                        Attributes.string(item, SUB_TYPE),
                        word(item, WEIGHT, Event.Complaint.Weight.class));
            case "delivery" -> new Event.Delivery(of);
            case "subscription" -> new Event.Subscription(of, string(item, TOPIC), Attributes.flag(item, OPTED_IN));
            case "reject", "rendering-failure" ->
                new Event.NotSent(of, word(item, KIND, Event.NotSent.Kind.class), Attributes.string(item, REASON));
            case "reactivation" -> new Event.Reactivation(of, string(item, BY), string(item, REASON));
            default -> throw new IllegalStateException("the table holds an event of a later version: " + type);
        };
    }

    private static Failure readFailure(Map<String, AttributeValue> item) {
        String status = Attributes.string(item, "status");
        return new Failure(
                Attributes.string(item, DIAGNOSTIC_CODE),
                status == null ? null : EnhancedStatusCode.parse(status).orElse(null),
                Attributes.word(item, "bounceType", BounceType.class),
                Attributes.string(item, "bounceSubType"),
                Attributes.flag(item, "forwarded"));
    }

    /** The normal form is a function of the text, and is not written down beside it. */
    private static Verdict readVerdict(Map<String, AttributeValue> verdict, @Nullable String diagnosticCode) {
        return new Verdict(
                diagnosticCode,
                DiagnosticCode.parse(diagnosticCode == null ? "" : diagnosticCode),
                number(verdict, "responseCode"),
                word(verdict, "from", ResponseCode.Source.class),
                word(verdict, "permanence", Permanence.class),
                word(verdict, "classification", Classification.class),
                word(verdict, "fault", Fault.class),
                word(verdict, "effect", Effect.class),
                new Evidence(
                        word(verdict, "tier", Evidence.Tier.class),
                        Attributes.string(verdict, "rule"),
                        Attributes.string(verdict, "matched"),
                        word(verdict, "reply", Evidence.Reply.class),
                        number(verdict, "start"),
                        number(verdict, "end"),
                        Attributes.word(verdict, "codesAlone", Classification.class)),
                Attributes.string(verdict, "blocklist"),
                Attributes.integer(verdict, "retryAfterSeconds"),
                Attributes.string(verdict, "provider"),
                Attributes.string(verdict, "fingerprint"),
                string(verdict, "ruleSet"));
    }

    private static String string(Map<String, AttributeValue> item, String name) {
        return Attributes.present(Attributes.string(item, name), name);
    }

    private static int number(Map<String, AttributeValue> item, String name) {
        return Attributes.present(Attributes.integer(item, name), name);
    }

    private static <E extends Enum<E>> E word(Map<String, AttributeValue> item, String name, Class<E> type) {
        return Attributes.present(Attributes.word(item, name, type), name);
    }
}
