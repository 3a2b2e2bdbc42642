package bounceledger.lambda;

import bounceledger.dynamodb.DynamoDbLedger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Calls all that both functions do, before there is an event, so that the first one meets loaded classes and compiled
 * methods. Whatever an event could do it does to a ledger that is let go of; of the real table it only reads one item.
 */
final class Priming {

    private static final Logger LOG = Logger.getLogger(Priming.class);

    private static final String FILE = "/priming.json";

    private final DynamoDbLedger ledger;
    private final Ingest ingest;
    private final Api api;
    private final InstantSource clock;
    private final JsonNode samples = samples();

    /**
     * Primes these.
     *
     * @param ledger in the real table
     * @param ingest over a {@linkplain DynamoDbLedger#rehearsal() rehearsal} of it
     * @param api over the same rehearsal
     */
    Priming(DynamoDbLedger ledger, Ingest ingest, Api api, InstantSource clock) {
        this.ledger = ledger;
        this.ingest = ingest;
        this.api = api;
        this.clock = clock;
    }

    private static JsonNode samples() {
        try (InputStream in = Priming.class.getResourceAsStream(FILE)) {
            return JsonFormat.mapper().readTree(Objects.requireNonNull(in, FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** Calls everything so often, then the table once. That the table does not answer is logged and does no harm. */
    void run(int rounds) {
        for (int i = 0; i < rounds; i++) {
            ingest();
            ask();
        }
        ledger.prime().ifPresent(reason -> LOG.warnf("the table did not answer before the snapshot: %s", reason));
    }

    private void ingest() {
        Journal journal = new Journal(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Optional.of(new EmbeddedMetrics("priming", "priming")),
                clock);
        IngestHandler handler = new IngestHandler(ingest, journal, ledger);
        for (JsonNode event : events()) {
            try {
                handler.handle(
                        new ByteArrayInputStream(bytes(event)),
                        OutputStream.nullOutputStream(),
                        "priming",
                        () -> Integer.MAX_VALUE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The answers to a request to each route. */
    List<byte[]> ask() {
        return requests().stream().map(request -> api.handle(bytes(request))).toList();
    }

    /** Each event in each shape in which one comes. */
    List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode event : samples.path("events")) {
            JsonNode bus = object().put("detail-type", "Email Event")
                    .put("source", "aws.ses")
                    .put("id", "priming")
                    .set("detail", event);
            ObjectNode topic = object().put("Type", "Notification")
                    .put("MessageId", "priming")
                    .put("Message", event.toString());
            events.add(event);
            events.add(bus);
            events.add(records(object().put("EventSource", "aws:sns").set("Sns", topic)));
            Stream.of(event, bus, topic)
                    .map(body -> object().put("eventSource", "aws:sqs")
                            .put("messageId", "priming")
                            .put("body", body.toString()))
                    .map(Priming::records)
                    .forEach(events::add);
        }
        return events;
    }

    private static ObjectNode records(JsonNode record) {
        ObjectNode input = object();
        input.putArray("Records").add(record);
        return input;
    }

    /** A request to each route, as API Gateway hands it on. */
    List<JsonNode> requests() {
        List<JsonNode> requests = new ArrayList<>();
        for (JsonNode request : samples.path("requests")) {
            ObjectNode event = object().put("rawPath", request.path("path").textValue())
                    .put("rawQueryString", request.path("query").asText());
            event.putObject("headers").put("content-type", "application/json").put("accept", "*/*");
            event.putObject("requestContext")
                    .put("requestId", "priming")
                    .putObject("http")
                    .put("method", request.path("method").textValue());
            requests.add(event.put("body", request.path("body").toString()));
        }
        return requests;
    }

    private static ObjectNode object() {
        return JsonFormat.mapper().createObjectNode();
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
