package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.Fire;
import bounceledger.ProcessorTime;
import bounceledger.lambda.IngestHandler.FailedRecordsException;
import bounceledger.lambda.Queue.Message;
import bounceledger.ses.Mutation;
import bounceledger.ses.Notification;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Spoiled notifications, each in a batch beside a good one: the function never breaks and never hangs, the good one is written
 * down, and the log stays one JSON object a line.
 */
@Tag("fire")
final class PoisonTest {

    private static final int BATCHES = Fire.times(10_000, 100_000);

    /** So many batches go into one ledger, which is in memory. */
    private static final int OF_ONE_LEDGER = 500;

    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMillis(100);

    /** Stands where octets come that are no UTF-8. */
    private static final char BROKEN = '\uE000';

    private static final List<int[]> NO_UTF_8 = List.of(
            new int[] {0xFF},
            new int[] {0xC3},
            new int[] {0xC0, 0x80},
            new int[] {0xED, 0xA0, 0x80},
            new int[] {0xF0, 0x9F},
            new int[] {0xF5, 0x80, 0x80, 0x80},
            new int[] {0x80, 0xBF});

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Notification> notifications = Notification.all().toList();
    private Duration slowest = Duration.ZERO;

    @Test
    void aSpoiledRecordNeitherBreaksTheFunctionNorTakesAGoodOneAlong() throws IOException {
        LedgerStore store = new InMemoryLedgerStore(Policy.DEFAULT);
        for (int i = 0; i < BATCHES; i++) {
            if (i % OF_ONE_LEDGER == 0) {
                store = new InMemoryLedgerStore(Policy.DEFAULT);
            }
            long seed = Fire.SEED * 1_000_000_000 + i;
            EmailAddress good = new EmailAddress("good" + i, "example.org");
            byte[] event = event(new Random(seed), new Mutation(seed), good);
            String which = Fire.withSeed("batch " + i);
            Instance instance = new Instance(store);
            JsonNode answer = handle(instance, event, which);
            for (JsonNode failure : answer.path("batchItemFailures")) {
                assertEquals("spoiled", failure.path("itemIdentifier").asText(), which);
            }
            assertNotEquals(Facets.EMPTY, store.find(good), which + " lost the good record");
            assertLinesOfJson(instance.log(), which);
        }
        System.out.printf("PoisonTest: %d batches, the slowest took %d ms%n", BATCHES, slowest.toMillis());
    }

    /** Events that are spoiled as a whole: there is an answer, or a failure that says so. */
    @Test
    void noOctetsBreakTheFunction() throws IOException {
        LedgerStore store = new InMemoryLedgerStore(Policy.DEFAULT);
        for (int i = 0; i < BATCHES; i++) {
            if (i % OF_ONE_LEDGER == 0) {
                store = new InMemoryLedgerStore(Policy.DEFAULT);
            }
            long seed = Fire.SEED * 1_000_000_000 + i;
            Random random = new Random(seed);
            Mutation mutation = new Mutation(seed);
            byte[] octets;
            if (random.nextInt(4) == 0) {
                octets = new byte[random.nextInt(2000)];
                random.nextBytes(octets);
            } else {
                String text = any(random).text();
                octets = mutation.octets(
                        random.nextBoolean()
                                ? text
                                : new String(Queue.event(List.of(new Message("m", text))), StandardCharsets.UTF_8));
            }
            String which = Fire.withSeed("octets " + i);
            Instance instance = new Instance(store);
            try {
                handle(instance, octets, which);
            } catch (FailedRecordsException refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("record "), which);
            }
            String log = instance.log();
            assertFalse(log.isEmpty(), which);
            assertLinesOfJson(log, which);
        }
        System.out.printf("PoisonTest: %d times octets, the slowest took %d ms%n", BATCHES, slowest.toMillis());
    }

    private JsonNode handle(Instance instance, byte[] event, String which) throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        Duration taken = ProcessorTime.least(LONGEST, () -> answers.add(instance.handle(event, TIME)));
        slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
        assertTrue(taken.compareTo(LONGEST) < 0, () -> which + " took " + taken);
        return answers.get(0);
    }

    private Notification any(Random random) {
        return notifications.get(random.nextInt(notifications.size()));
    }

    /** The spoiled record and the good one, in any order. */
    private byte[] event(Random random, Mutation mutation, EmailAddress good) {
        String body = mutation.structure(any(random).text());
        if (random.nextInt(4) == 0) {
            StringBuilder broken = new StringBuilder(body);
            for (int i = random.nextInt(3); i >= 0; i--) {
                broken.insert(random.nextInt(broken.length() + 1), BROKEN);
            }
            body = broken.toString();
        }
        Message spoiled = new Message("spoiled", body);
        Message whole = new Message("good", delivery(good));
        byte[] event = Queue.event(random.nextBoolean() ? List.of(spoiled, whole) : List.of(whole, spoiled));
        return breakUp(event, random);
    }

    private static String delivery(EmailAddress recipient) {
        return """
                {"eventType":"Delivery","mail":{"messageId":"good","timestamp":"2026-11-20T10:00:00Z","destination":["%1$s"]},
                 "delivery":{"timestamp":"2026-11-20T10:00:01Z","recipients":["%1$s"]}}""".formatted(recipient);
    }

    /** Within a string of JSON, so that no quotation mark is lost. */
    private static byte[] breakUp(byte[] event, Random random) {
        byte[] mark = String.valueOf(BROKEN).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream broken = new ByteArrayOutputStream(event.length);
        for (int i = 0; i < event.length; i++) {
            boolean here =
                    i + 2 < event.length && event[i] == mark[0] && event[i + 1] == mark[1] && event[i + 2] == mark[2];
            if (here) {
                for (int octet : NO_UTF_8.get(random.nextInt(NO_UTF_8.size()))) {
                    broken.write(octet);
                }
                i += 2;
            } else {
                broken.write(event[i]);
            }
        }
        return broken.toByteArray();
    }

    private static void assertLinesOfJson(String log, String which) {
        for (String line : log.split("\n", 0)) {
            try {
                assertTrue(JSON.readTree(line).isObject(), which);
            } catch (IOException e) {
                throw new AssertionError(which + " logged " + line, e);
            }
        }
    }
}
