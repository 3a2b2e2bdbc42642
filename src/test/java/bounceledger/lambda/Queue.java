package bounceledger.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A queue as SQS keeps one, with the template's settings: what is received and not done with comes again, later than what
 * waits; what was received five times in vain lies apart. Now and then it hands a message out twice.
 */
final class Queue {

    private static final int BATCH = 10;
    private static final int MOST_RECEIVES = 5;
    private static final int ONE_TWICE_IN = 50;

    private static final ObjectMapper JSON = new ObjectMapper();

    record Message(String id, String body) {}

    private final Random random;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Deque<Message> dead = new ArrayDeque<>();
    private final Map<Message, Integer> receives = new HashMap<>();
    private int inFlight;
    private int failed;

    Queue(Collection<String> bodies, Random random) {
        this.random = random;
        bodies.forEach(body -> waiting.add(new Message("message-" + waiting.size(), body)));
    }

    /** The next batch; empty when nothing waits now. */
    synchronized List<Message> receive() {
        List<Message> batch = new ArrayList<>();
        List<Message> twice = new ArrayList<>();
        while (batch.size() < BATCH && !waiting.isEmpty()) {
            Message message = waiting.remove();
            if (receives.merge(message, 1, Integer::sum) > MOST_RECEIVES) {
                dead.add(message);
            } else {
                batch.add(message);
                if (random.nextInt(ONE_TWICE_IN) == 0) {
                    twice.add(message);
                }
            }
        }
        twice.forEach(message -> receives.merge(message, -1, Integer::sum));
        waiting.addAll(twice);
        inFlight += batch.size();
        return batch;
    }

    /** Ends a batch. */
    synchronized void done(List<Message> batch, Collection<String> failures) {
        inFlight -= batch.size();
        for (Message message : batch) {
            if (failures.contains(message.id())) {
                failed++;
                waiting.add(message);
            }
        }
    }

    synchronized boolean isDone() {
        return waiting.isEmpty() && inFlight == 0;
    }

    synchronized List<Message> dead() {
        return List.copyOf(dead);
    }

    /** How often a message failed and came again, or became a dead one. */
    synchronized int failed() {
        return failed;
    }

    /** Hands the dead ones out once more. */
    synchronized void redrive() {
        dead.forEach(receives::remove);
        waiting.addAll(dead);
        dead.clear();
    }

    /** What Lambda passes to the function. */
    static byte[] event(List<Message> batch) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (Message message : batch) {
            records.addObject()
                    .put("messageId", message.id())
                    .put("eventSource", "aws:sqs")
                    .put("body", message.body());
        }
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
