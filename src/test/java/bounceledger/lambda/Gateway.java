package bounceledger.lambda;

import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.codes.CodeCatalogue;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Occurrence;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks an {@link Api} over a ledger of its own, in events as API Gateway makes them. */
final class Gateway {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final CodeCatalogue CODES = CodeCatalogue.load(CodeTableFiles.load());

    final InMemoryLedgerStore store = new InMemoryLedgerStore(Policy.DEFAULT);
    final Api api = api(store, InstantSource.fixed(NOW));

    Api api(LedgerStore ledger, InstantSource clock) {
        return new Api(CLASSIFIER, CODES, ledger, Policy.DEFAULT, clock);
    }

    /** What the function answered. */
    record Answer(int status, Map<String, String> headers, String body) {

        JsonNode json() {
            return parse(body);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Over a ledger in which a few things happened. */
    static Gateway withSamples() {
        Gateway gateway = new Gateway();
        Instant spring = Instant.parse("2026-11-20T10:00:00Z");
        EmailAddress ann = new EmailAddress("ann", "example.org");
        EmailAddress bob = new EmailAddress("bob", "example.org");
        EmailAddress eve = new EmailAddress("eve", "example.org");
        gateway.store.record(
                List.of(
                        Entry.of(new Event.Delivery(occurrence("winter-1", ann, spring.minus(Duration.ofDays(90))))),
                        bounce(
                                occurrence("spring-1", ann, spring),
                                "smtp; 550 5.1.1 <ann@example.org>... User unknown"),
                        Entry.of(new Event.Delivery(occurrence("spring-2", bob, spring))),
                        Entry.of(new Event.Complaint(
                                occurrence("spring-2", bob, spring.plusSeconds(3600)),
                                "abuse",
                                null,
                                Event.Complaint.Weight.COMPLAINT)),
                        bounce(occurrence("spring-3", eve, spring), "smtp; 452 4.2.2 Mailbox full"),
                        bounce(occurrence("winter-2", eve, spring.minusSeconds(9)), "smtp; 550 Zebras 17 ate the post"),
                        bounce(occurrence("winter-3", eve, spring.minusSeconds(8)), "smtp; 550 Zebras 18 ate the post"),
                        bounce(
                                occurrence("winter-4", eve, spring.minusSeconds(7)),
                                "smtp; 550 Lions took the postman")),
                spring);
        return gateway;
    }

    private static Occurrence occurrence(String messageId, EmailAddress recipient, Instant at) {
        String campaign = messageId.startsWith("spring") ? "spring-sale" : null;
        return new Occurrence(messageId, recipient, at, campaign, null);
    }

    private static Entry bounce(Occurrence occurrence, String diagnosticCode) {
        Failure failure = Failure.of(diagnosticCode);
        return new Entry(new Event.Bounce(occurrence, failure, false), CLASSIFIER.classify(failure));
    }

    Answer get(String target) {
        return ask(event("GET", target, null));
    }

    Answer post(String target, String body) {
        return ask(event("POST", target, body));
    }

    Answer ask(JsonNode event) {
        return ask(event.toString().getBytes(StandardCharsets.UTF_8));
    }

    Answer ask(byte[] event) {
        return answer(api.handle(event));
    }

    static Answer answer(byte[] octets) {
        JsonNode answer = parse(new String(octets, StandardCharsets.UTF_8));
        return new Answer(
                answer.required("statusCode").intValue(),
                MAPPER.convertValue(
                        answer.required("headers"),
                        MAPPER.getTypeFactory().constructMapType(Map.class, String.class, String.class)),
                answer.required("body").textValue());
    }

    /** An event of payload format 2.0. */
    static ObjectNode event(String method, String target, @Nullable String body) {
        String[] parts = target.split("\\?", 2);
        ObjectNode event = MAPPER.createObjectNode();
        event.put("version", "2.0");
        event.put("routeKey", "$default");
        event.put("rawPath", parts[0]);
        event.put("rawQueryString", parts.length > 1 ? parts[1] : "");
        event.putObject("headers").put("content-type", "application/json").put("accept", "*/*");
        ObjectNode context = event.putObject("requestContext");
        context.put("requestId", "JKJaXmPLvHcESHA=");
        context.put("stage", "$default");
        context.putObject("http").put("method", method).put("path", parts[0]);
        if (body != null) {
            event.put("body", body);
        }
        event.put("isBase64Encoded", false);
        return event;
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }
}
