package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.codes.CodeCatalogue;
import bounceledger.dynamodb.Addresses;
import bounceledger.local.LocalTable;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.Notification;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in and whatever breaks, what both functions log, and what they throw, has no address and no diagnostic in it. */
class LogTest {

    private static final String ADDRESS = "secret.reader@example.org";
    private static final String WORDS = "mailbox of the secret reader is out to lunch";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder log = new StringBuilder();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.append(line.getMessage()).append(Arrays.toString(line.getParameters()));
            note(line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(handler);
    }

    private void note(@Nullable Throwable thrown) {
        StringWriter trace = new StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(trace, true));
        }
        log.append(trace).append('\n');
    }

    static Stream<Arguments> ledgers() {
        byte[] key = "a key that nobody knows".getBytes(StandardCharsets.UTF_8);
        LocalTable table = LocalTable.inMemory();
        return Stream.of(Addresses.clear(), Addresses.hashed(key))
                .map(addresses -> table.ledger(Policy.DEFAULT, addresses))
                .flatMap(ledger -> Stream.of(Arguments.of(ledger), Arguments.of(breaking(ledger))));
    }

    /** A store that breaks over everything, and says over what. */
    private static LedgerStore breaking(LedgerStore store) {
        return (LedgerStore) Proxy.newProxyInstance(
                LedgerStore.class.getClassLoader(), new Class<?>[] {LedgerStore.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(store, arguments);
                    }
                    throw new IllegalStateException("broken by " + ADDRESS + ": " + WORDS);
                });
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void holdsNoAddressAndNoDiagnostic(LedgerStore store) {
        Classifier classifier = new Classifier(RuleFiles.load());
        InstantSource clock = InstantSource.fixed(Notification.NOW);
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        IngestHandler ingest = new IngestHandler(
                new Ingest(new SesReader(SesReader.CAMPAIGN_TAG), classifier, store, Policy.DEFAULT, clock),
                new Journal(
                        new PrintStream(journal, true, StandardCharsets.UTF_8),
                        Optional.of(new EmbeddedMetrics("ledger", "stack")),
                        clock),
                store);
        Api api = new Api(classifier, CodeCatalogue.load(CodeTableFiles.load()), store, Policy.DEFAULT, clock);
        notifications()
                .forEach(
                        notification -> call((in, out) -> ingest.handle(in, out, ADDRESS, () -> 30_000), notification));
        requests().forEach(request -> call((in, out) -> out.write(api.handle(in.readAllBytes())), request));
        log.append(journal.toString(StandardCharsets.UTF_8));
        String all = log.toString().toLowerCase(Locale.ROOT);
        assertTrue(all.contains("record failed"), all);
        for (String told : List.of("secret", "example.org", "out to lunch", "@")) {
            assertEquals(-1, all.indexOf(told), () -> told + " in " + log);
        }
    }

    private interface Function {
        void handle(ByteArrayInputStream input, ByteArrayOutputStream output) throws IOException;
    }

    private void call(Function function, String input) {
        try {
            function.handle(
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream());
        } catch (IOException | RuntimeException e) {
            note(e);
        }
    }

    /** Well formed, and with the address in each place where it should not be, directly and through a queue. */
    private static Stream<String> notifications() {
        String bounce = """
                {"eventType":"Bounce","mail":{"messageId":"m1","timestamp":"2026-11-20T10:00:00Z","destination":["ADDRESS"],
                 "tags":{"campaign":["ADDRESS"]}},"bounce":{"bounceType":"Transient","bounceSubType":"General",
                 "timestamp":"2026-11-20T10:00:00Z","feedbackId":"ADDRESS","bouncedRecipients":[{"emailAddress":"ADDRESS",
                 "action":"failed","status":"5.0.0","diagnosticCode":"smtp; 550 <ADDRESS>: WORDS"}]}}""".replace("ADDRESS", ADDRESS).replace("WORDS", WORDS);
        Stream<String> events = Stream.concat(
                Stream.of(
                        bounce,
                        bounce.replace("Bounce", ADDRESS),
                        bounce.replace("\"m1\"", "\"" + ADDRESS + "\""),
                        bounce.replace("2026-11-20T10:00:00Z", ADDRESS),
                        bounce.replace("\"emailAddress\":\"" + ADDRESS, "\"emailAddress\":\"no one, " + WORDS),
                        bounce.replace("emailAddress", ADDRESS),
                        bounce.replace("bouncedRecipients", ADDRESS),
                        bounce.substring(0, bounce.length() / 2),
                        bounce + ADDRESS,
                        "\"" + ADDRESS + "\"",
                        ADDRESS,
                        WORDS),
                Stream.of("SubscriptionConfirmation", ADDRESS)
                        .map(type -> JSON.createObjectNode()
                                .put("Type", type)
                                .put("MessageId", ADDRESS)
                                .put("Message", bounce)
                                .toString()));
        return events.flatMap(event -> Stream.of(event, queued("1", event), queued(ADDRESS, event)));
    }

    private static String queued(String id, String body) {
        ObjectNode batch = JSON.createObjectNode();
        batch.putArray("Records")
                .addObject()
                .put("messageId", id)
                .put("eventSource", "aws:sqs")
                .put("body", body);
        return batch.toString();
    }

    private static Stream<String> requests() {
        String email = "/subscribers/" + ADDRESS.replace("@", "%40");
        String body = "{\"reason\":\"" + ADDRESS + ": " + WORDS + "\"}";
        return Stream.of(
                        Gateway.event("GET", email, null),
                        Gateway.event("DELETE", email, null),
                        Gateway.event("POST", email + "/reactivation", body),
                        Gateway.event("POST", email + "/reactivation", ADDRESS),
                        Gateway.event("PUT", email, null),
                        Gateway.event("GET", "/" + ADDRESS, null),
                        Gateway.event("GET", "/subscribers?status=" + ADDRESS, null),
                        Gateway.event("GET", "/subscribers?status=bouncing&cursor=" + ADDRESS, null),
                        Gateway.event("GET", "/subscribers?status=bouncing", null),
                        Gateway.event("GET", "/campaigns/" + ADDRESS + "/statistics", null),
                        Gateway.event("GET", "/unmatched", null),
                        Gateway.event("GET", "/classify?diagnosticCode=" + WORDS.replace(' ', '+'), null),
                        Gateway.event("POST", "/classify", "{\"diagnosticCode\":\"" + WORDS + "\"}"),
                        Gateway.event("POST", "/sendable", "{\"emails\":[\"" + ADDRESS + "\"]}"),
                        Gateway.event("POST", "/sendable", "{\"emails\":[\"" + WORDS + "\"]}"))
                .flatMap(event -> Stream.of(event, withId(event.deepCopy())))
                .map(ObjectNode::toString);
    }

    /** The request's id goes into the log. */
    private static ObjectNode withId(ObjectNode event) {
        ((ObjectNode) event.get("requestContext")).put("requestId", ADDRESS);
        return event;
    }
}
