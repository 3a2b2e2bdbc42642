package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.Fire;
import bounceledger.dynamodb.Contents;
import bounceledger.dynamodb.Fault;
import bounceledger.dynamodb.FaultyDynamoDb;
import bounceledger.dynamodb.LoopbackDynamoDb;
import bounceledger.dynamodb.TableDefinition;
import bounceledger.dynamodb.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Answers that are too slow for the function's time: it ends before its time does, and says which records it has not done. */
@Tag("fire")
@ExtendWith(QuietIngest.class)
final class DeadlineTest {

    private static final List<String> EVENTS = Traffic.events(Fire.SEED, 10, 10, 0);

    /** A plan that is the same until it is set. */
    private static final class Switch implements Function<String, Fault> {

        private volatile Fault fault = Fault.NONE;

        @Override
        public Fault apply(String request) {
            return fault;
        }
    }

    @Test
    void whatThereIsNoTimeForIsLeftAndComesAgain() throws Exception {
        Switch plan = new Switch();
        try (LoopbackDynamoDb dynamoDb = LoopbackDynamoDb.start();
                FaultyDynamoDb slow = FaultyDynamoDb.before(dynamoDb, plan);
                DynamoDbClient client = slow.client()) {
            Instance instance = Instance.over(client, dynamoDb.table());
            Queue queue = new Queue(EVENTS, new Random(0));
            List<Queue.Message> batch = queue.receive();
            assertEquals(EVENTS.size(), batch.size());
            plan.fault = Fault.SLOW;
            Set<String> left = failuresInTime(instance, batch, Duration.ofMillis(2400));
            assertTrue(left.size() > 1 && left.size() < EVENTS.size(), () -> "left: " + left);
            assertTrue(instance.log().contains("record failed: the time was over"));
            // In the order in which they came: the first ones are done.
            assertEquals(
                    batch.subList(EVENTS.size() - left.size(), EVENTS.size()).stream()
                            .map(Queue.Message::id)
                            .toList(),
                    batch.stream().map(Queue.Message::id).filter(left::contains).toList());
            queue.done(batch, left);
            int written = Contents.of(client, dynamoDb.table()).size();
            plan.fault = Fault.NONE;
            assertEquals(Set.of(), failuresInTime(instance, queue.receive(), Duration.ofSeconds(30)));
            assertTrue(Contents.of(client, dynamoDb.table()).size() > written);
            assertAllDone(instance);
        }
    }

    /** An answer that never ends would keep a request alive where each octet of it counted as a sign of life. */
    @Test
    void endsInTimeWhenNothingIsAnswered() throws Exception {
        List<Fault> outages = List.of(Fault.LATE, Fault.TRICKLING, Fault.BROKEN);
        ExecutorService executor = Executors.newFixedThreadPool(outages.size());
        try (LoopbackDynamoDb dynamoDb = LoopbackDynamoDb.start()) {
            List<Future<?>> ends = new ArrayList<>();
            for (Fault outage : outages) {
                ends.add(executor.submit(() -> {
                    endsInTime(dynamoDb, outage);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static void endsInTime(LoopbackDynamoDb dynamoDb, Fault outage) throws Exception {
        Switch plan = new Switch();
        // The last call begins before half of it and takes at most five seconds.
        Duration time = Duration.ofSeconds(Fire.times(12, 30));
        String table = outage.name();
        TableDefinition.createIfAbsent(dynamoDb.endpoint().toString(), table);
        try (FaultyDynamoDb slow = FaultyDynamoDb.before(dynamoDb, plan);
                DynamoDbClient client = slow.client()) {
            Instance instance = Instance.over(client, table);
            Queue queue = new Queue(EVENTS, new Random(0));
            List<Queue.Message> batch = queue.receive();
            plan.fault = outage;
            assertEquals(EVENTS.size(), failuresInTime(instance, batch, time).size());
            plan.fault = Fault.NONE;
            assertEquals(Set.of(), failuresInTime(instance, batch, time));
            assertAllDone(instance);
        }
    }

    private static void assertAllDone(Instance instance) throws Exception {
        instance.log();
        assertEquals(
                Set.of(), failuresInTime(instance, new Queue(EVENTS, new Random(0)).receive(), Duration.ofSeconds(30)));
        String log = instance.log();
        assertTrue(!log.contains("\"outcome\":\"recorded\"") && log.contains("\"outcome\":\"duplicate\""), log);
    }

    private static Set<String> failuresInTime(Instance instance, List<Queue.Message> batch, Duration time)
            throws Exception {
        long begin = System.nanoTime();
        Set<String> failures = instance.failures(batch, time);
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(taken.compareTo(time) < 0, () -> "it took " + taken + " of " + time);
        return failures;
    }
}
