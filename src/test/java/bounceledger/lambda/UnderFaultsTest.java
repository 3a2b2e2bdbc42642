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
import bounceledger.smtp.EmailAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB fails in every way that it can, and the queue hands events out again: in the end the table holds, item for item,
 * what it holds when nothing fails, and what it lacks on the way lies in the queue or among the dead letters.
 */
@Tag("fire")
@ExtendWith(QuietIngest.class)
final class UnderFaultsTest {

    private static final int EVENTS = Fire.times(300, 10_000);
    private static final int SUBSCRIBERS = 60;

    /** As in the template. */
    private static final Duration TIME = Duration.ofSeconds(30);

    /** Sometimes there is less, so that an invocation is stopped before it answers, or leaves records. */
    private static final Duration SHORT_TIME = Duration.ofMillis(400);

    @Test
    void everyEventIsInTheLedgerOnceOrInTheQueue() throws Exception {
        List<String> events = Traffic.events(Fire.SEED, EVENTS, SUBSCRIBERS, 3);
        SortedMap<String, Map<String, String>> expected = withoutFaults(events);
        Queue queue = new Queue(events, new Random(Fire.SEED));
        Weather weather = new Weather(Fire.SEED, lastOf(events));
        try (LoopbackDynamoDb dynamoDb = LoopbackDynamoDb.start();
                FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb, weather);
                DynamoDbClient client = dynamoDb.client()) {
            Fleet fleet =
                    new Fleet(dynamoDb.table(), faulty::client, invocation -> invocation % 10 == 0 ? SHORT_TIME : TIME);
            fleet.work(queue);
            weather.calm();
            Set<String> missing = new HashSet<>(expected.keySet());
            missing.removeAll(Contents.of(client, dynamoDb.table()).keySet());
            int dead = queue.dead().size();
            Set<String> mayMiss = new HashSet<>(
                    withoutFaults(queue.dead().stream().map(Queue.Message::body).toList())
                            .keySet());
            assertTrue(dead > 0, Fire.withSeed("no dead letters"));
            assertTrue(mayMiss.containsAll(missing), () -> Fire.withSeed("lost: " + missing));
            queue.redrive();
            fleet.work(queue);
            assertEquals(List.of(), queue.dead(), Fire.withSeed("dead in calm weather"));
            assertSame(expected, Contents.of(client, dynamoDb.table()));
            System.out.printf(
                    "UnderFaultsTest: %d events, %s, %d failures of messages, %d dead letters of which %d items were missing%n",
                    EVENTS, weather.happened(), queue.failed(), dead, missing.size());
        }
        for (Fault fault : Weather.faults()) {
            assertTrue(weather.happened().containsKey(fault), () -> Fire.withSeed(fault + " did not happen"));
        }
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

    /** Whose items are refused as long as there is weather. */
    private static EmailAddress lastOf(List<String> events) {
        return Traffic.subscribers(SUBSCRIBERS).stream()
                .filter(subscriber -> events.stream()
                        .anyMatch(event -> event.toLowerCase(Locale.ROOT).contains(subscriber.toString())))
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    private static void assertSame(
            SortedMap<String, Map<String, String>> expected, SortedMap<String, Map<String, String>> actual) {
        assertEquals(expected.keySet(), actual.keySet(), Fire.withSeed("the items"));
        expected.forEach((key, item) -> assertEquals(item, actual.get(key), Fire.withSeed(key)));
    }
}
