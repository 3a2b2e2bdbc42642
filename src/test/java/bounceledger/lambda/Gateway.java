package bounceledger.lambda;

import bounceledger.classify.Classifier;
import bounceledger.codes.CodeCatalogue;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Asks an {@link Api} over a ledger of its own, in events as API Gateway makes them. */
final class Gateway {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final CodeCatalogue CODES = CodeCatalogue.load(CodeTableFiles.load());

    final InMemoryLedgerStore store = new InMemoryLedgerStore(Policy.DEFAULT);
    final Api api = new Api(CLASSIFIER, CODES, store, Policy.DEFAULT, InstantSource.fixed(NOW));

    /** What the function answered. */
    record Answer(int status, Map<String, String> headers, String body) {

        JsonNode json() {
            return parse(body);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
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
        JsonNode answer = parse(new String(api.handle(event), StandardCharsets.UTF_8));
        return new Answer(
                answer.required("statusCode").intValue(),
                MAPPER.convertValue(
                        answer.required("headers"),
                        MAPPER.getTypeFactory().constructMapType(Map.class, String.class, String.class)),
                answer.required("body").textValue());
    }

    /** An event of payload format 2.0. */
    static ObjectNode event(String method, String target, @org.jspecify.annotations.Nullable String body) {
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
