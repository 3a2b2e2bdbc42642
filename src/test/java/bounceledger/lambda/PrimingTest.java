package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.codes.CodeCatalogue;
import bounceledger.dynamodb.Addresses;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.dynamodb.EmbeddedTable;
import bounceledger.dynamodb.WatchedClient;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** What happens before the snapshot, and what must not. */
class PrimingTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Gateway.NOW);
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final CodeCatalogue CODES = CodeCatalogue.load(CodeTableFiles.load());

    private final String table = EmbeddedTable.create();
    private final List<DynamoDbRequest> requests = new ArrayList<>();
    private final List<LogRecord> log = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(handler);
    }

    private DynamoDbLedger ledger(Addresses addresses, Function<DynamoDbRequest, @Nullable Object> instead) {
        DynamoDbClient client = WatchedClient.of(EmbeddedTable.client(), (request, send) -> {
            requests.add(request);
            Object answer = instead.apply(request);
            return answer == null ? send.apply(request) : answer;
        });
        return new DynamoDbLedger(client, table, Policy.DEFAULT, addresses);
    }

    private DynamoDbLedger ledger() {
        return ledger(Addresses.clear(), request -> null);
    }

    private static Ingest ingest(LedgerStore store) {
        return new Ingest(new SesReader(SesReader.CAMPAIGN_TAG), CLASSIFIER, store, Policy.DEFAULT, CLOCK);
    }

    private static Api api(LedgerStore store) {
        return new Api(CLASSIFIER, CODES, store, Policy.DEFAULT, CLOCK);
    }

    private static Priming priming(DynamoDbLedger ledger) {
        LedgerStore rehearsal = ledger.rehearsal();
        return new Priming(ledger, ingest(rehearsal), api(rehearsal), CLOCK);
    }

    private List<Object> table() {
        return List.copyOf(
                EmbeddedTable.client().scan(scan -> scan.tableName(table)).items());
    }

    @Test
    void writesNothingAndReadsOneItem() {
        priming(ledger()).run(2);
        assertEquals(List.of(), table());
        assertEquals(1, requests.size());
        assertTrue(requests.get(0) instanceof GetItemRequest, requests::toString);
    }

    @Test
    void logsNothing() {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            priming(ledger()).run(2);
        } finally {
            System.setOut(out);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
        assertEquals(List.of(), log.stream().map(LogRecord::getMessage).toList());
    }

    /** In each shape, and to each there is an outcome as there would be in the table. */
    @Test
    void ingestsEveryKindOfEventInEveryShape() {
        LedgerStore rehearsal = ledger().rehearsal();
        Set<Class<?>> kinds = new TreeSet<>(Comparator.comparing(Class::getName));
        Set<Outcome> outcomes = new TreeSet<>();
        List<JsonNode> events = priming(ledger()).events();
        events.stream()
                .map(event -> ingest(rehearsal).handle(event.toString().getBytes(StandardCharsets.UTF_8)))
                .peek(report -> assertEquals(List.of(), report.failures()))
                .flatMap(report -> report.records().stream())
                .peek(record -> assertTrue(!record.recorded().isEmpty(), record::toString))
                .flatMap(record -> record.recorded().stream())
                .forEach(recorded -> {
                    kinds.add(recorded.entry().event().getClass());
                    outcomes.add(recorded.outcome());
                });
        assertEquals(4 * 6, events.size());
        assertEquals(
                Set.of(Event.Bounce.class, Event.Complaint.class, Event.Delivery.class, Event.DeliveryDelay.class),
                kinds);
        assertEquals(Set.of(Outcome.RECORDED, Outcome.DUPLICATE), outcomes);
        assertEquals(List.of(), requests);
    }

    @Test
    void asksEveryRoute() {
        Priming priming = priming(ledger());
        List<String> answers = priming.ask().stream()
                .map(answer -> new String(answer, StandardCharsets.UTF_8))
                .filter(answer ->
                        Gateway.answer(answer.getBytes(StandardCharsets.UTF_8)).status() != 200)
                .toList();
        assertEquals(List.of(), answers);
        List<Route> routes = api(ledger()).routes();
        Set<String> asked = priming.requests().stream()
                .map(request -> HttpRequest.read(request.toString().getBytes(StandardCharsets.UTF_8)))
                .map(request -> request.method() + " "
                        + routes.stream()
                                .filter(route -> route.leadsTo(request.path()))
                                .findFirst()
                                .orElseThrow()
                                .template())
                .collect(Collectors.toSet());
        assertEquals(
                routes.stream()
                        .map(route -> route.method() + " " + route.template())
                        .collect(Collectors.toSet()),
                asked);
    }

    @Test
    void doesWithoutATableThatDoesNotAnswer() {
        DynamoDbLedger ledger = ledger(Addresses.clear(), request -> {
            throw SdkClientException.create("nobody is there");
        });
        priming(ledger).run(1);
        assertEquals(1, log.size());
        String line = log.get(0).getMessage() + Arrays.toString(log.get(0).getParameters());
        assertTrue(line.contains("did not answer") && line.contains("nobody is there"), line);
        assertEquals(
                "nobody is there",
                assertThrows(SdkClientException.class, ledger::open).getMessage());
    }

    /** The first event begins the table; a snapshot of a function that finds it begun asks no more. */
    @Test
    void opensATableOnlyOnceThatWasBegun() {
        DynamoDbLedger first = ledger();
        priming(first).run(1);
        first.open();
        assertEquals(1, table().size());
        requests.clear();
        DynamoDbLedger second = ledger();
        priming(second).run(1);
        second.open();
        first.open();
        assertEquals(1, requests.size());
    }

    @Test
    void refusesASnapshotWithAnotherKey() {
        ledger().open();
        DynamoDbLedger other =
                ledger(Addresses.hashed("a key that nobody knows".getBytes(StandardCharsets.UTF_8)), request -> null);
        assertThrows(IllegalStateException.class, () -> priming(other).run(1));
        assertThrows(IllegalStateException.class, other::open);
    }
}
