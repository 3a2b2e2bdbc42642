package bounceledger.lambda;

import bounceledger.lambda.Queue.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Several instances of the function at work on one queue. */
final class Fleet {

    private static final int INSTANCES = 8;
    private static final Duration IDLE = Duration.ofMillis(20);

    private final String table;
    private final Supplier<DynamoDbClient> clients;
    private final IntFunction<Duration> times;

    /**
     * A fleet that writes to one table.
     *
     * @param clients makes each instance a client of its own
     * @param times what time an instance has for its first, second, … invocation
     */
    Fleet(String table, Supplier<DynamoDbClient> clients, IntFunction<Duration> times) {
        this.table = table;
        this.clients = clients;
        this.times = times;
    }

    /** Works until nothing is in the queue, and says how long the longest invocation took. */
    Duration work(Queue queue) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(INSTANCES);
        try {
            List<Future<Duration>> instances = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                instances.add(executor.submit(() -> run(queue)));
            }
            Duration longest = Duration.ZERO;
            for (Future<Duration> instance : instances) {
                longest = longer(longest, instance.get());
            }
            return longest;
        } finally {
            executor.shutdownNow();
        }
    }

    private Duration run(Queue queue) throws Exception {
        Duration longest = Duration.ZERO;
        try (DynamoDbClient client = clients.get()) {
            Instance instance = Instance.over(client, table);
            for (int invocation = 1; !queue.isDone(); ) {
                List<Message> batch = queue.receive();
                if (batch.isEmpty()) {
                    Thread.sleep(IDLE.toMillis());
                    continue;
                }
                long begin = System.nanoTime();
                queue.done(batch, instance.failures(batch, times.apply(invocation++)));
                longest = longer(longest, Duration.ofNanos(System.nanoTime() - begin));
                instance.log();
            }
        }
        return longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
