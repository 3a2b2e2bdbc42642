package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.Fire;
import bounceledger.dynamodb.Addresses;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.dynamodb.LoopbackDynamoDb;
import bounceledger.dynamodb.Traffic;
import bounceledger.dynamodb.WatchedClient;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Many instances write at once, every other event about one of three subscribers: the ledger counts each event once. */
@Tag("fire")
final class LoadTest {

    private static final int EVENTS = Fire.times(1_000, 50_000);
    private static final int SUBSCRIBERS = 500;
    private static final int HOT = 3;
    private static final Duration TIME = Duration.ofSeconds(30);

    @Test
    void everyEventCountsOnce() throws Exception {
        List<String> events = Traffic.events(Fire.SEED, EVENTS, SUBSCRIBERS, HOT);
        LedgerStore expected = new InMemoryLedgerStore(Policy.DEFAULT);
        Instance alone = new Instance(expected);
        Queue once = new Queue(events, new Random(0));
        for (List<Queue.Message> batch = once.receive(); !batch.isEmpty(); batch = once.receive()) {
            assertEquals(Set.of(), alone.failures(batch, TIME));
            alone.log();
        }
        Queue queue = new Queue(events, new Random(Fire.SEED));
        try (LoopbackDynamoDb dynamoDb = LoopbackDynamoDb.start();
                DynamoDbClient client = dynamoDb.client()) {
            AtomicInteger lost = new AtomicInteger();
            long begin = System.nanoTime();
            Duration longest = new Fleet(
                            dynamoDb.table(),
                            () -> WatchedClient.of(dynamoDb.client(), (request, send) -> counted(request, send, lost)),
                            invocation -> TIME)
                    .work(queue);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "LoadTest: %d events, %.1f s, the longest batch %.1f s; %d transactions tried again, %d failures of messages,"
                            + " %d dead letters%n",
                    EVENTS,
                    seconds,
                    longest.toMillis() / 1e3,
                    lost.get(),
                    queue.failed(),
                    queue.dead().size());
            assertEquals(List.of(), queue.dead(), Fire.withSeed("dead letters"));
            assertSame(expected, new DynamoDbLedger(client, dynamoDb.table(), Policy.DEFAULT, Addresses.clear()));
        }
    }

    /** Counts the transactions over which another writer was faster, but not those whose event was there. */
    private static Object counted(DynamoDbRequest request, Function<DynamoDbRequest, Object> send, AtomicInteger lost) {
        try {
            return send.apply(request);
        } catch (TransactionCanceledException e) {
            boolean isThere = e.cancellationReasons().get(0).code().equals("ConditionalCheckFailed");
            lost.addAndGet(isThere ? 0 : 1);
            throw e;
        }
    }

    private static void assertSame(LedgerStore expected, LedgerStore actual) {
        for (EmailAddress subscriber : Traffic.subscribers(SUBSCRIBERS)) {
            assertEquals(expected.find(subscriber), actual.find(subscriber), Fire.withSeed(subscriber.toString()));
            assertEquals(
                    ids(expected.history(subscriber, Integer.MAX_VALUE, Instance.NOW)),
                    ids(actual.history(subscriber, Integer.MAX_VALUE, Instance.NOW)),
                    Fire.withSeed(subscriber.toString()));
        }
        for (String campaign : Traffic.campaigns()) {
            assertEquals(expected.statistics(campaign), actual.statistics(campaign), Fire.withSeed(campaign));
        }
        assertTrue(Traffic.campaigns().stream()
                .anyMatch(campaign -> expected.statistics(campaign).delivered() > 0));
    }

    private static List<String> ids(List<Entry> history) {
        return history.stream().map(Entry::event).map(Event::id).toList();
    }
}
