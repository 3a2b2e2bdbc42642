package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.Fire;
import bounceledger.dynamodb.Contents;
import bounceledger.dynamodb.EmbeddedTable;
import bounceledger.dynamodb.Fault;
import bounceledger.dynamodb.FaultyDynamoDb;
import bounceledger.dynamodb.LoopbackDynamoDb;
import bounceledger.dynamodb.Traffic;
import bounceledger.dynamodb.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB fails in every way that it can, and the queue hands events out again: in the end the table holds, item for item,
 * what it holds when nothing fails, and what it lacks on the way lies in the queue or among the dead letters.
 */
@Tag("fire")
final class UnderFaultsTest {

    private static final int EVENTS = Fire.times(600, 10_000);
    private static final int INSTANCES = 6;
    private static final int SUBSCRIBERS = 60;

    /** As in the template. */
    private static final Duration TIME = Duration.ofSeconds(30);

    /** Sometimes there is less, so that an invocation is stopped before it answers, or leaves records. */
    private static final Duration SHORT_TIME = Duration.ofMillis(400);

    /** It tells of each batch that broke. */
    private final Logger log = Logger.getLogger(Ingest.class.getName());

    @BeforeEach
    void silence() {
        log.setLevel(Level.SEVERE);
    }

    @AfterEach
    void speak() {
        log.setLevel(null);
    }

    @Test
    void everyEventIsInTheLedgerOnceOrInTheQueue() throws Exception {
        List<String> events = Traffic.events(Fire.SEED, EVENTS, SUBSCRIBERS, 3);
        SortedMap<String, Map<String, String>> expected = withoutFaults(events);
        Queue queue = new Queue(events, new Random(Fire.SEED));
        Weather weather = new Weather(Fire.SEED);
        try (LoopbackDynamoDb dynamoDb = LoopbackDynamoDb.start();
                FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb, weather);
                DynamoDbClient client = dynamoDb.client()) {
            work(queue, faulty);
            weather.calm();
            Set<String> missing = new HashSet<>(expected.keySet());
            missing.removeAll(Contents.of(client, dynamoDb.table()).keySet());
            int dead = queue.dead().size();
            Set<String> mayMiss = new HashSet<>(
                    withoutFaults(queue.dead().stream().map(Queue.Message::body).toList())
                            .keySet());
            assertTrue(mayMiss.containsAll(missing), () -> Fire.withSeed("lost: " + missing));
            queue.redrive();
            work(queue, faulty);
            assertEquals(List.of(), queue.dead(), Fire.withSeed("dead in calm weather"));
            assertSame(expected, Contents.of(client, dynamoDb.table()));
            System.out.printf(
                    "UnderFaultsTest: %d events, %s, %d failures of messages, %d dead letters of which %d items were missing%n",
                    EVENTS, weather.happened(), queue.failed(), dead, missing.size());
        }
        for (Fault fault : Weather.faults()) {
            assertTrue(weather.happened().containsKey(fault), () -> Fire.withSeed(fault + " did not happen"));
        }
        assertTrue(queue.failed() > 0, Fire.withSeed("no message failed"));
    }

    private static SortedMap<String, Map<String, String>> withoutFaults(List<String> events) throws Exception {
        String table = EmbeddedTable.create();
        Instance instance = Instance.over(EmbeddedTable.client(), table);
        Queue queue = new Queue(events, new Random(0));
        for (List<Queue.Message> batch = queue.receive(); !batch.isEmpty(); batch = queue.receive()) {
            assertEquals(Set.of(), instance.failures(batch, TIME));
            queue.done(batch, Set.of());
        }
        return Contents.of(EmbeddedTable.client(), table);
    }

    /** Several instances, until nothing is in the queue. */
    private static void work(Queue queue, FaultyDynamoDb faulty) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(INSTANCES);
        try {
            List<Future<?>> instances = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                instances.add(executor.submit(() -> {
                    run(queue, faulty);
                    return null;
                }));
            }
            for (Future<?> instance : instances) {
                instance.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static void run(Queue queue, FaultyDynamoDb faulty) throws Exception {
        int invocations = 0;
        try (DynamoDbClient client = faulty.client()) {
            Instance instance = Instance.over(client, "ledger");
            while (!queue.isDone()) {
                List<Queue.Message> batch = queue.receive();
                if (batch.isEmpty()) {
                    Thread.sleep(20);
                    continue;
                }
                boolean isShort = ++invocations % 10 == 0;
                queue.done(batch, instance.failures(batch, isShort ? SHORT_TIME : TIME));
            }
        }
    }

    private static void assertSame(
            SortedMap<String, Map<String, String>> expected, SortedMap<String, Map<String, String>> actual) {
        assertEquals(expected.keySet(), actual.keySet(), Fire.withSeed("the items"));
        expected.forEach((key, item) -> assertEquals(item, actual.get(key), Fire.withSeed(key)));
    }
}
