package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.CampaignStatistics;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Whatever the order, the number of copies, the batches and the writers: the table says the same. Histories are random, of
 * a fixed seed; five subscribers' are written at once, so that eight writers meet.
 */
class LedgerLawsTest {

    private static final int ROUNDS = 40;
    private static final int SUBSCRIBERS = 5;
    private static final int WRITERS = 8;
    private static final int MOST_COPIES = 8;
    private static final int MOST_EVENTS = 14;
    private static final int LARGEST_BATCH = 10;

    /** After everything, and late enough for the echoes of some histories to have lapsed and of others not. */
    private static final Instant RECEIVED_AT = day(16);

    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(WRITERS);

    private final String inOrder = EmbeddedTable.create();
    private final String inDisorder = EmbeddedTable.create();

    @AfterAll
    static void stop() {
        EXECUTOR.shutdownNow();
    }

    @Test
    void disorderDuplicatesBatchesAndWritersMakeNoDifference() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            String of = "round " + round;
            Map<EmailAddress, List<Entry>> histories = new LinkedHashMap<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                EmailAddress subscriber = new EmailAddress("s" + i, "round" + round + ".example");
                histories.put(subscriber, history(random, subscriber, "-" + round));
            }
            List<Entry> events =
                    histories.values().stream().flatMap(List::stream).toList();
            events.forEach(event -> ledger(inOrder).record(List.of(event), RECEIVED_AT));
            writeInDisorder(random, events);
            histories.forEach((subscriber, history) -> assertAlike(subscriber, history, of));
            assertCounts(histories, of);
        }
    }

    private static DynamoDbLedger ledger(String table) {
        return new DynamoDbLedger(EmbeddedTable.client(), table, Policy.DEFAULT, Addresses.clear());
    }

    private void writeInDisorder(Random random, List<Entry> events) throws Exception {
        List<Entry> copies = new ArrayList<>();
        for (Entry event : events) {
            copies.add(event);
            IntStream.range(0, random.nextInt(MOST_COPIES))
                    .forEach(i -> copies.add(random.nextBoolean() ? event : Samples.in(null, event)));
        }
        Collections.shuffle(copies, random);
        ConcurrentLinkedQueue<List<Entry>> queue = new ConcurrentLinkedQueue<>();
        for (int from = 0; from < copies.size(); ) {
            int to = Math.min(copies.size(), from + 1 + random.nextInt(LARGEST_BATCH));
            queue.add(copies.subList(from, to));
            from = to;
        }
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(EXECUTOR.submit(() -> work(queue)));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
    }

    /** As SQS does, a writer comes back with what was not recorded. */
    private void work(ConcurrentLinkedQueue<List<Entry>> queue) {
        DynamoDbLedger ledger = ledger(inDisorder);
        for (List<Entry> batch = queue.poll(); batch != null; batch = queue.poll()) {
            List<Entry> open = batch;
            while (!open.isEmpty()) {
                List<Entry> sent = open;
                List<Outcome> outcomes = ledger.record(sent, RECEIVED_AT);
                open = IntStream.range(0, sent.size())
                        .filter(i -> outcomes.get(i) == Outcome.CONTENDED)
                        .mapToObj(sent::get)
                        .toList();
            }
        }
    }

    private void assertAlike(EmailAddress subscriber, List<Entry> history, String of) {
        Facets facets = history.stream().map(Facets::of).reduce(Facets.EMPTY, Facets::join);
        assertEquals(facets, ledger(inOrder).find(subscriber), of);
        assertEquals(facets, ledger(inDisorder).find(subscriber), of);
        assertEquals(shown(inOrder, subscriber), shown(inDisorder, subscriber), of);
        List<String> ids = history.stream()
                .map(entry -> entry.event().id())
                .distinct()
                .sorted()
                .toList();
        assertEquals(ids, historyOf(inOrder, subscriber), of);
        assertEquals(ids, historyOf(inDisorder, subscriber), of);
    }

    private void assertCounts(Map<EmailAddress, List<Entry>> histories, String of) {
        Map<String, Entry> events = new LinkedHashMap<>();
        histories.forEach((subscriber, history) -> history.forEach(
                entry -> events.putIfAbsent(subscriber + entry.event().id(), entry)));
        Map<String, CampaignStatistics> expected = new HashMap<>();
        for (Entry entry : events.values()) {
            String campaign = entry.event().occurrence().campaign();
            if (campaign != null) {
                expected.merge(campaign, CampaignStatistics.of(entry), CampaignStatistics::plus);
            }
        }
        expected.forEach((campaign, counts) -> {
            assertEquals(counts, ledger(inOrder).statistics(campaign), of);
            assertEquals(counts, ledger(inDisorder).statistics(campaign), of);
        });
    }

    /** All of the status item but its version. */
    private static Map<String, AttributeValue> shown(String table, EmailAddress subscriber) {
        Map<String, AttributeValue> item = new HashMap<>(EmbeddedTable.client()
                .getItem(get -> get.tableName(table).key(new Keys(Addresses.clear()).status(subscriber)))
                .item());
        item.remove(StatusItem.VERSION);
        return item;
    }

    private static List<String> historyOf(String table, EmailAddress subscriber) {
        return ledger(table).history(subscriber, Integer.MAX_VALUE, RECEIVED_AT).stream()
                .map(entry -> entry.event().id())
                .sorted()
                .toList();
    }

    /** Few messages and few times, so that many clash; the message tells the campaign, as it does in life. */
    private static List<Entry> history(Random random, EmailAddress subscriber, String round) {
        Map<String, Entry> events = new LinkedHashMap<>();
        int size = 1 + random.nextInt(MOST_EVENTS);
        while (events.size() < size) {
            int message = random.nextInt(6);
            String campaign = message == 0 ? null : "campaign" + message % 3 + round;
            Entry entry = Samples.of(subscriber, Samples.in(campaign, entry(random, "m" + message, time(random))));
            boolean timeless = entry.event() instanceof Event.Complaint;
            events.putIfAbsent(
                    entry.event().id() + (timeless ? entry.event().occurrence().at() : ""), entry);
        }
        return List.copyOf(events.values());
    }

    private static Instant time(Random random) {
        return START.plusMillis(random.nextInt(2)).plusSeconds(6L * 3600 * random.nextInt(60));
    }

    private static Entry entry(Random random, String message, Instant at) {
        return switch (random.nextInt(16)) {
            case 0 -> Samples.complaint(message, at, Weight.COMPLAINT);
            case 1 -> Samples.complaint(message + "g", at, Weight.HISTORY_ONLY);
            case 2 -> Samples.complaint(message + "e", at, Weight.ECHO);
            case 3 -> Samples.optOut(message, at, random.nextBoolean() ? "news" : "*");
            case 4 -> Samples.optIn(message, at, random.nextBoolean() ? "news" : "*");
            case 5 -> Samples.hard(message, at);
            case 6 -> Samples.weak(message + "w", at);
            case 7, 8 -> Samples.soft(message + "s", at);
            case 9 -> Samples.blocked(message + "b", at);
            case 10 ->
                Samples.echo(message + "x", at, random.nextBoolean() ? "Suppressed" : "OnAccountSuppressionList");
            case 11 -> Samples.delay(message, at);
            case 12 -> random.nextInt(4) == 0 ? Samples.reactivation(at) : Samples.notSent(message, at);
            default -> Samples.delivery(message + (random.nextBoolean() ? "" : "s"), at);
        };
    }
}
