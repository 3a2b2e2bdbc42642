package bounceledger.local;

import bounceledger.classify.Verdict;
import bounceledger.lambda.Ingest;
import bounceledger.lambda.Ingest.Handled;
import bounceledger.lambda.Ingest.Recorded;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Subscriber;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Objects;

/** What {@code POST /events} answers: what the ingest function did with an event, and how its subscribers stand now. */
final class EventsAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ingest ingest;
    private final LedgerStore store;
    private final Policy policy;
    private final InstantSource clock;

    EventsAnswer(Ingest ingest, LedgerStore store, Policy policy, InstantSource clock) {
        this.ingest = ingest;
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    byte[] post(byte[] event) throws JsonProcessingException {
        ObjectNode answer = JSON.createObjectNode();
        for (Handled record : ingest.handle(event).records()) {
            ObjectNode node = answer.withArray("records").addObject();
            node.put("id", record.id()).put("failure", record.failure());
            record.recorded().forEach(recorded -> node.withArray("entries").add(entry(recorded)));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(answer);
    }

    private ObjectNode entry(Recorded recorded) {
        EmailAddress recipient = recorded.entry().event().occurrence().recipient();
        ObjectNode node = JSON.createObjectNode();
        node.put("recipient", recipient.toString())
                .put("type", recorded.entry().event().type())
                .put("outcome", recorded.outcome().toString());
        Verdict verdict = recorded.entry().verdict();
        if (verdict != null) {
            node.putObject("verdict")
                    .put("classification", verdict.classification().toString())
                    .put("responseCode", verdict.responseCode())
                    .put("permanence", verdict.permanence().toString())
                    .put("fault", verdict.fault().toString())
                    .put("effect", verdict.effect().toString())
                    .put("rule", verdict.evidence().rule())
                    .put("matched", verdict.evidence().matched());
        }
        Subscriber subscriber = Subscriber.of(recipient, store.find(recipient), policy, clock.instant());
        node.putObject("subscriber")
                .put("status", subscriber.status().toString())
                .put("responseCode", subscriber.responseCode())
                .put("classification", Objects.toString(subscriber.classification(), null))
                .put("sendable", subscriber.sendable())
                .put("because", subscriber.because());
        return node;
    }
}
