package bounceledger.ses;

import bounceledger.ses.Received.Acknowledged;
import bounceledger.ses.Received.Acknowledged.Kind;
import bounceledger.ses.Refusal.Problem;
import bounceledger.subscriber.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a Lambda function is invoked with, in every shape in which SES events reach one: from SNS, from SQS (with the
 * envelope of SNS, with that of EventBridge, or raw), from EventBridge, and directly. Shapes are told apart by their
 * fields alone. Both dialects are read, {@code notificationType} and {@code eventType}.
 */
public final class SesReader {

    /** The name of the message tag that holds a campaign where nothing else is configured. */
    public static final String CAMPAIGN_TAG = "campaign";

    /** What SES publishes, as it stands, when a configuration set is connected to a topic. */
    private static final String TOPIC_VALIDATED = "Successfully validated SNS topic";

    private static final Set<String> SNS_CONFIRMATIONS = Set.of("SubscriptionConfirmation", "UnsubscribeConfirmation");

    /** Envelopes in one another: EventBridge in SNS in SQS, and one to spare. */
    private static final int MOST_ENVELOPES = 4;

    /** What a direct invocation without a usable id of its own is called. */
    private static final String DIRECT = "event";

    private final String campaignTag;

    /** A reader that takes a message's campaign from the SES message tag of this name. */
    public SesReader(String campaignTag) {
        this.campaignTag = campaignTag;
    }

    /**
     * Reads one invocation. Never throws on account of the input: what cannot be read is a {@link Received.Failed}.
     *
     * @param input the JSON that Lambda passes; octets that are no UTF-8 spoil only the text in which they stand
     * @param now the time of reading, to tell a time that lies ahead
     */
    public Batch read(byte[] input, Instant now) {
        String text = new String(input, StandardCharsets.UTF_8);
        Json root;
        try {
            root = Json.parse(text);
        } catch (RefusedException e) {
            return new Batch(false, List.of(isChatter(text) ? setUp(DIRECT) : failed(DIRECT, e)));
        }
        if (!root.node().path("Records").isArray()
                || root.node().path("Records").isEmpty()) {
            return new Batch(false, List.of(direct(root, now)));
        }
        List<Received> records = new ArrayList<>();
        boolean fromQueue = false;
        int index = 0;
        for (var node : root.node().path("Records")) {
            Json record = new Json(node, "Records[" + index++ + "]");
            fromQueue |= isFromQueue(record);
            records.add(record(record, now));
        }
        return new Batch(fromQueue, records);
    }

    private static boolean isFromQueue(Json record) {
        return record.says("eventSource", "aws:sqs") || (record.has("body") && record.has("messageId"));
    }

    private Received record(Json record, Instant now) {
        String id = record.path();
        try {
            if (record.has("Sns")) {
                Json sns = record.object("Sns");
                id = idOr(sns.idOrNull("MessageId"), id);
                return fromSns(id, sns, now, MOST_ENVELOPES);
            }
            id = idOr(record.node().path("messageId").textValue(), id);
            if (!isFromQueue(record)) {
                throw new RefusedException(Problem.NOT_SES, record.path());
            }
            return fromText(id, record.required("body"), now, MOST_ENVELOPES);
        } catch (RefusedException e) {
            return failed(id, e);
        }
    }

    private Received direct(Json root, Instant now) {
        String ofEnvelope = idOr(root.idOrNull("id"), idOr(root.idOrNull("MessageId"), DIRECT));
        String id = idOr(new Json(root.node().path("mail"), "mail").idOrNull("messageId"), ofEnvelope);
        try {
            return fromJson(id, root, now, MOST_ENVELOPES);
        } catch (RefusedException e) {
            return failed(id, e);
        }
    }

    private Received fromText(String id, String text, Instant now, int envelopes) throws RefusedException {
        return isChatter(text) ? setUp(id) : fromJson(id, Json.parse(text), now, envelopes);
    }

    private Received fromJson(String id, Json json, Instant now, int envelopes) throws RefusedException {
        if (envelopes == 0 || !json.node().isObject()) {
            throw new RefusedException(Refusal.of(Problem.NOT_SES));
        }
        if (json.has("Message")) {
            return fromSns(id, json, now, envelopes - 1);
        }
        if (json.has("detail-type")) {
            return fromEventBridge(id, json, now);
        }
        return fromSes(id, json, now);
    }

    private Received fromSns(String id, Json sns, Instant now, int envelopes) throws RefusedException {
        String type = sns.text("Type");
        return type != null && SNS_CONFIRMATIONS.contains(type)
                ? setUp(id)
                : fromText(id, sns.required("Message"), now, envelopes);
    }

    /** SES tells EventBridge also about accounts and advice; its events about mail are called {@code Email …}. */
    private Received fromEventBridge(String id, Json event, Instant now) throws RefusedException {
        if (!event.says("source", "aws.ses")) {
            throw new RefusedException(Problem.NOT_SES, "source");
        }
        Json detail = event.object("detail");
        return event.required("detail-type").startsWith("Email ") || kind(detail) != null
                ? fromSes(id, detail, now)
                : new Acknowledged(id, Kind.OTHER);
    }

    private Received fromSes(String id, Json ses, Instant now) throws RefusedException {
        String kind = kind(ses);
        if (kind == null) {
            throw new RefusedException(Refusal.of(Problem.NOT_SES));
        }
        if (kind.equals("AmazonSnsSubscriptionSucceeded")) {
            return setUp(id);
        }
        SesEvent event = stored(kind, ses, now);
        if (event == null) {
            Mail.messageId(ses.object("mail"));
            return new Acknowledged(id, acknowledged(kind));
        }
        List<Event> events = event.events();
        Refusal unread = event.unread();
        if (unread == null) {
            return new Received.Read(id, events);
        }
        return events.isEmpty() ? new Received.Failed(id, unread) : new Received.PartlyRead(id, events, unread);
    }

    /** What the event says it is, in either dialect, or null. */
    private static @Nullable String kind(Json ses) throws RefusedException {
        String notificationType = ses.text("notificationType");
        String eventType = ses.text("eventType");
        if (notificationType != null && eventType != null && !notificationType.equals(eventType)) {
            throw ses.refused(Problem.UNREADABLE_VALUE, "eventType");
        }
        return eventType == null ? notificationType : eventType;
    }

    private @Nullable SesEvent stored(String kind, Json ses, Instant now) throws RefusedException {
        return switch (kind) {
            case "Bounce" -> SesEvent.Bounce.read(ses.object("bounce"), mail(ses, now));
            case "Complaint" -> SesEvent.Complaint.read(ses.object("complaint"), mail(ses, now));
            case "Delivery" -> SesEvent.Delivery.read(ses.object("delivery"), mail(ses, now));
            case "DeliveryDelay" -> SesEvent.DeliveryDelay.read(ses.object("deliveryDelay"), mail(ses, now));
            case "Subscription" -> SesEvent.Subscription.read(ses.object("subscription"), mail(ses, now));
            case "Reject" -> SesEvent.Reject.read(ses.object("reject"), mail(ses, now));
            case "Rendering Failure" -> SesEvent.RenderingFailure.read(ses.object("failure"), mail(ses, now));
            default -> null;
        };
    }

    private Mail mail(Json ses, Instant now) throws RefusedException {
        return Mail.read(ses, campaignTag, now);
    }

    private static Kind acknowledged(String kind) {
        return switch (kind) {
            case "Send" -> Kind.SEND;
            case "Open" -> Kind.OPEN;
            case "Click" -> Kind.CLICK;
            default -> Kind.OTHER;
        };
    }

    private static boolean isChatter(String text) {
        return text.stripLeading().startsWith(TOPIC_VALIDATED);
    }

    private static Received setUp(String id) {
        return new Acknowledged(id, Kind.SET_UP);
    }

    private static Received failed(String id, RefusedException e) {
        return new Received.Failed(id, e.refusal());
    }

    private static String idOr(@Nullable String id, String otherwise) {
        return id == null || id.isBlank() ? otherwise : id;
    }
}
