package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.dynamodb.Happening.Kind;
import bounceledger.lambda.Ingest;
import bounceledger.lambda.Ingest.Recorded;
import bounceledger.lambda.Ingest.Report;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.SesReader;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.CampaignStatistics;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import bounceledger.subscriber.Subscriber;
import bounceledger.subscriber.SubscriberPage;
import bounceledger.subscriber.SubscriberStatus;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Whatever the order, the dialect, the number of copies, the batches and the writers: the table says the same. What SES tells
 * of some subscribers goes into one table once, in order and by one writer, and into another shuffled, one to eight times,
 * in random batches and by eight writers at once. Histories are random, of a fixed seed each; {@code -Drounds=1000} tries
 * more of them.
 */
class LedgerLawsTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 8);
    private static final int SUBSCRIBERS = 26;
    private static final int WRITERS = 8;
    private static final int MOST_COPIES = 8;
    private static final int MOST_EVENTS = 8;
    private static final int LARGEST_BATCH = 10;

    /** After everything, and late enough for the echoes of some histories to have lapsed and of others not. */
    private static final Instant NOW = day(16);

    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(WRITERS);

    private static final List<Kind> KINDS = List.of(Kind.values());

    private final String inOrder = EmbeddedTable.create();
    private final String inDisorder = EmbeddedTable.create();
    private final Set<Kind> tried = EnumSet.noneOf(Kind.class);
    private final Set<SubscriberStatus> shown = EnumSet.noneOf(SubscriberStatus.class);

    @AfterAll
    static void stop() {
        EXECUTOR.shutdownNow();
    }

    /** What goes into a queue: the body of an SQS message, or a reactivation, which comes through the API. */
    private record Letter(String body, @Nullable Entry reactivation) {}

    @Test
    void disorderDialectsDuplicatesBatchesAndWritersMakeNoDifference() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            String of = "round " + round;
            List<EmailAddress> subscribers = subscribers(round);
            List<Happening> happenings = happenings(random, subscribers, "-" + round);
            List<Entry> reactivations = reactivations(random, subscribers);
            List<Entry> entries = writeInOrder(random, happenings, reactivations);
            writeInDisorder(random, happenings, reactivations);
            assertAlike(subscribers, entries, of);
            assertCounts(entries, of);
        }
        for (SubscriberStatus status : SubscriberStatus.values()) {
            if (status != SubscriberStatus.ACTIVE) {
                assertEquals(listed(inOrder, status), listed(inDisorder, status));
            }
        }
        assertEquals(EnumSet.allOf(Kind.class), tried);
        assertEquals(EnumSet.allOf(SubscriberStatus.class), shown);
    }

    private static DynamoDbLedger ledger(String table) {
        return new DynamoDbLedger(EmbeddedTable.client(), table, Policy.DEFAULT, Addresses.clear());
    }

    private static Ingest ingest(String table) {
        return new Ingest(
                new SesReader(SesReader.CAMPAIGN_TAG),
                CLASSIFIER,
                ledger(table),
                Policy.DEFAULT,
                InstantSource.fixed(NOW));
    }

    private static byte[] batch(List<Letter> letters) {
        ObjectNode batch = JSON.createObjectNode();
        ArrayNode records = batch.putArray("Records");
        for (Letter letter : letters) {
            records.addObject()
                    .put("messageId", Integer.toString(records.size()))
                    .put("eventSource", "aws:sqs")
                    .put("body", letter.body());
        }
        return batch.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The entries that SES's events made, each once, and the reactivations. */
    private List<Entry> writeInOrder(Random random, List<Happening> happenings, List<Entry> reactivations) {
        Ingest ingest = ingest(inOrder);
        List<Entry> entries = new ArrayList<>();
        happenings.stream().sorted(Comparator.comparing(Happening::at)).forEach(happening -> {
            Report report = ingest.handle(batch(List.of(new Letter(happening.event(random), null))));
            assertEquals(List.of(), report.failures());
            report.records().get(0).recorded().stream().map(Recorded::entry).forEach(entries::add);
        });
        ledger(inOrder).record(reactivations, NOW);
        entries.addAll(reactivations);
        return entries;
    }

    private void writeInDisorder(Random random, List<Happening> happenings, List<Entry> reactivations)
            throws Exception {
        List<Letter> letters = new ArrayList<>();
        for (Happening happening : happenings) {
            letters.add(new Letter(happening.event(random), null));
            int fewer = Math.min(random.nextInt(MOST_COPIES), random.nextInt(MOST_COPIES));
            for (int copies = fewer; copies > 0; copies--) {
                boolean notified = happening.kind().isNotified() && random.nextBoolean();
                letters.add(new Letter(notified ? happening.notification(random) : happening.event(random), null));
            }
        }
        for (Entry reactivation : reactivations) {
            letters.addAll(Collections.nCopies(1 + random.nextInt(2), new Letter("", reactivation)));
        }
        Collections.shuffle(letters, random);
        ConcurrentLinkedQueue<List<Letter>> queue = new ConcurrentLinkedQueue<>();
        for (int from = 0; from < letters.size(); ) {
            int to = Math.min(letters.size(), from + 1 + random.nextInt(LARGEST_BATCH));
            queue.add(letters.subList(from, to));
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
    private void work(ConcurrentLinkedQueue<List<Letter>> queue) {
        Ingest ingest = ingest(inDisorder);
        DynamoDbLedger ledger = ledger(inDisorder);
        for (List<Letter> batch = queue.poll(); batch != null; batch = queue.poll()) {
            for (Letter letter : batch) {
                List<Entry> reactivation =
                        Stream.ofNullable(letter.reactivation()).toList();
                while (ledger.record(reactivation, NOW).contains(Outcome.CONTENDED)) {}
            }
            List<Letter> open = batch.stream()
                    .filter(letter -> letter.reactivation() == null)
                    .toList();
            while (!open.isEmpty()) {
                List<Letter> sent = open;
                open = ingest.handle(batch(sent)).failures().stream()
                        .map(failed -> sent.get(Integer.parseInt(failed.id()) - 1))
                        .toList();
            }
        }
    }

    private void assertAlike(List<EmailAddress> subscribers, List<Entry> entries, String of) {
        Map<EmailAddress, List<Entry>> histories = entries.stream()
                .collect(Collectors.groupingBy(e -> e.event().occurrence().recipient()));
        assertTrue(subscribers.containsAll(histories.keySet()), of);
        for (EmailAddress subscriber : subscribers) {
            List<Entry> history = histories.getOrDefault(subscriber, List.of());
            Facets facets = history.stream().map(Facets::of).reduce(Facets.EMPTY, Facets::join);
            assertEquals(facets, ledger(inOrder).find(subscriber), of);
            assertEquals(facets, ledger(inDisorder).find(subscriber), of);
            assertEquals(item(inOrder, subscriber), item(inDisorder, subscriber), of);
            shown.add(Subscriber.of(subscriber, facets, Policy.DEFAULT, NOW).status());
            List<String> once = history.stream()
                    .map(LedgerLawsTest::line)
                    .distinct()
                    .sorted()
                    .toList();
            assertEquals(once, lines(inOrder, subscriber), of);
            assertEquals(once, lines(inDisorder, subscriber), of);
        }
    }

    /** What makes an entry what it is; the times of a complaint, and the ids of feedback, differ from copy to copy. */
    private static String line(Entry entry) {
        return entry.event().id() + " " + entry.event().occurrence().campaign() + " " + entry.verdict();
    }

    private static List<String> lines(String table, EmailAddress subscriber) {
        return ledger(table).history(subscriber, Integer.MAX_VALUE, NOW).stream()
                .map(LedgerLawsTest::line)
                .sorted()
                .toList();
    }

    private void assertCounts(List<Entry> entries, String of) {
        Map<String, Entry> events = new LinkedHashMap<>();
        entries.forEach(entry -> events.putIfAbsent(
                entry.event().occurrence().recipient() + entry.event().id(), entry));
        Map<String, CampaignStatistics> expected = new HashMap<>();
        for (Entry entry : events.values()) {
            String campaign = entry.event().occurrence().campaign();
            if (campaign != null) {
                expected.merge(campaign, CampaignStatistics.of(entry), CampaignStatistics::plus);
            }
        }
        assertEquals(3, expected.size(), of);
        expected.forEach((campaign, counts) -> {
            assertEquals(counts, ledger(inOrder).statistics(campaign), of);
            assertEquals(counts, ledger(inDisorder).statistics(campaign), of);
        });
    }

    /** All of the status item but its version. */
    private static Map<String, AttributeValue> item(String table, EmailAddress subscriber) {
        Map<String, AttributeValue> item = new HashMap<>(EmbeddedTable.client()
                .getItem(get -> get.tableName(table).key(new Keys(Addresses.clear()).status(subscriber)))
                .item());
        item.remove(StatusItem.VERSION);
        return item;
    }

    private static List<SubscriberPage.Listed> listed(String table, SubscriberStatus status) {
        List<SubscriberPage.Listed> listed = new ArrayList<>();
        String cursor = null;
        do {
            SubscriberPage page = ledger(table).list(status, 100, cursor, NOW);
            listed.addAll(page.subscribers());
            cursor = page.cursor();
        } while (cursor != null);
        return listed;
    }

    private static List<EmailAddress> subscribers(int round) {
        return IntStream.range(0, SUBSCRIBERS)
                .mapToObj(i -> new EmailAddress("s" + i, "round" + round + ".example"))
                .toList();
    }

    /** Few messages and few times, so that many clash; the message tells the campaign, as it does in life. */
    private List<Happening> happenings(Random random, List<EmailAddress> subscribers, String round) {
        Map<String, Happening> happenings = new LinkedHashMap<>();
        for (EmailAddress subscriber : subscribers) {
            for (int events = random.nextInt(MOST_EVENTS); events >= 0; events--) {
                // Every third is a delivery.
                Kind kind = random.nextInt(3) == 0 ? Kind.DELIVERY : KINDS.get(random.nextInt(KINDS.size()));
                tried.add(kind);
                EmailAddress other = subscribers.get(random.nextInt(subscribers.size()));
                boolean alone = kind == Kind.COMPLAINT || other.equals(subscriber) || random.nextInt(8) > 0;
                List<EmailAddress> recipients = alone ? List.of(subscriber) : List.of(subscriber, other);
                int message = random.nextInt(6);
                Happening happening = new Happening(
                        kind,
                        messageId(kind, message, recipients),
                        time(random),
                        recipients,
                        random.nextBoolean() ? "news" : "*",
                        message == 0 ? null : "campaign" + message % 3 + round);
                happenings.putIfAbsent(kind.object() + happening.messageId() + happening.at(), happening);
            }
        }
        return List.copyOf(happenings.values());
    }

    /**
     * One message of one subscriber, but deliveries and bounces share theirs. Two bounces of one message at one time would
     * be one event in different words, of which the first stays; and the copies of a complaint are all of one kind.
     */
    private static String messageId(Kind kind, int message, List<EmailAddress> recipients) {
        String shared = kind == Kind.DELIVERY || kind == Kind.HARD || kind == Kind.SOFT ? "" : "-" + kind;
        return "m" + message + shared + "-" + recipients.get(0).localPart()
                + (recipients.size() > 1 ? "-and-other" : "");
    }

    private static Instant time(Random random) {
        return START.plusMillis(random.nextInt(2)).plusSeconds(6L * 3600 * random.nextInt(60));
    }

    private static List<Entry> reactivations(Random random, List<EmailAddress> subscribers) {
        return subscribers.stream()
                .filter(subscriber -> random.nextInt(6) == 0)
                .map(subscriber -> Samples.of(subscriber, Samples.reactivation(time(random))))
                .toList();
    }
}
