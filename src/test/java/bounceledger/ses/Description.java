package bounceledger.ses;

import bounceledger.classify.Failure;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Occurrence;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was read, in the form of the files that say what is expected; what is null or false is left out. */
final class Description {

    private Description() {}

    static JsonNode of(Batch batch) {
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        batch.records().forEach(record -> records.add(of(record)));
        return records;
    }

    private static JsonNode of(Received received) {
        ObjectNode record = JsonNodeFactory.instance.objectNode().put("id", received.id());
        record.put("outcome", outcome(received));
        if (received instanceof Received.Acknowledged acknowledged) {
            record.put("kind", word(acknowledged.kind()));
        }
        received.refusal().ifPresent(refusal -> record.put("reason", refusal.toString()));
        if (received instanceof Received.Read || received instanceof Received.PartlyRead) {
            record.set("events", of(received.events()));
        }
        return record;
    }

    private static String outcome(Received received) {
        if (received instanceof Received.Read) {
            return "events";
        }
        if (received instanceof Received.PartlyRead) {
            return "partly";
        }
        return received instanceof Received.Acknowledged ? "acknowledged" : "failed";
    }

    private static JsonNode of(List<Event> events) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        events.forEach(event -> all.add(of(event)));
        return all;
    }

    private static ObjectNode of(Event event) {
        if (event instanceof Event.Bounce bounce) {
            ObjectNode text = failure("bounce", bounce.occurrence(), bounce.failure());
            flag(text, "historyOnly", bounce.historyOnly());
            flag(text, "forwarded", bounce.failure().forwarded());
            return text;
        }
        if (event instanceof Event.DeliveryDelay delay) {
            return failure("delivery-delay", delay.occurrence(), delay.failure());
        }
        if (event instanceof Event.Complaint complaint) {
            ObjectNode text = occurrence("complaint", complaint.occurrence());
            word(text, "feedbackType", complaint.feedbackType());
            word(text, "subType", complaint.subType());
            return text.put("weight", word(complaint.weight()));
        }
        if (event instanceof Event.Subscription subscription) {
            return occurrence("subscription", subscription.occurrence())
                    .put("topic", subscription.topic())
                    .put("preference", subscription.optedIn() ? "opt-in" : "opt-out");
        }
        if (event instanceof Event.NotSent notSent) {
            ObjectNode text = occurrence(word(notSent.kind()), notSent.occurrence());
            word(text, "reason", notSent.reason());
            return text;
        }
        return occurrence("delivery", event.occurrence());
    }

    private static ObjectNode failure(String type, Occurrence occurrence, Failure failure) {
        ObjectNode text = occurrence(type, occurrence);
        word(text, "bounceType", failure.bounceType() == null ? null : word(failure.bounceType()));
        word(text, "bounceSubType", failure.bounceSubType());
        word(text, "status", failure.status() == null ? null : failure.status().toString());
        word(text, "diagnosticCode", failure.diagnosticCode());
        return text;
    }

    private static ObjectNode occurrence(String type, Occurrence occurrence) {
        ObjectNode text = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("recipient", occurrence.recipient().toString())
                .put("at", occurrence.at().toString())
                .put("messageId", occurrence.messageId());
        word(text, "campaign", occurrence.campaign());
        word(text, "feedbackId", occurrence.feedbackId());
        return text;
    }

    private static void word(ObjectNode text, String field, @Nullable String value) {
        if (value != null) {
            text.put(field, value);
        }
    }

    private static void flag(ObjectNode text, String field, boolean value) {
        if (value) {
            text.put(field, true);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
