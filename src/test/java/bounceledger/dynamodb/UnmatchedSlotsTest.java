package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import bounceledger.subscriber.UnmatchedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The texts that no rule knew, when they are many. */
class UnmatchedSlotsTest {

    private static final int SLOTS = 10_000;
    private static final int TEXTS = 12_000;
    private static final int BATCH = 25;

    private final String table = EmbeddedTable.create();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final DynamoDbClient client = WatchedClient.of(EmbeddedTable.client(), (request, send) -> {
        requests.add(request.getClass().getSimpleName());
        return send.apply(request);
    });
    private final DynamoDbLedger ledger = new DynamoDbLedger(client, table, Policy.DEFAULT, Addresses.clear());

    private int round;

    private static Entry unmatched(int i, String text) {
        return Samples.of(new EmailAddress("reader" + i, "example.org"), Samples.unmatched("m" + i, START, text, text));
    }

    private static List<Entry> batch(int from, int to, IntFunction<String> text) {
        return IntStream.range(from, to)
                .mapToObj(i -> unmatched(i, text.apply(i)))
                .toList();
    }

    private static String rivalOf(String text) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "text " + i)
                .filter(other -> UnmatchedSlots.slot(other).equals(UnmatchedSlots.slot(text)))
                .findFirst()
                .orElseThrow();
    }

    private int items() {
        return EmbeddedTable.client().scanPaginator(scan -> scan.tableName(table)).items().stream()
                .mapToInt(item -> 1)
                .sum();
    }

    /** Straight into the slots, without the entries, which would be as many items again. */
    @Test
    void aFloodOfTextsSharesTenThousandPlaces() {
        UnmatchedSlots slots = new UnmatchedSlots(EmbeddedTable.client(), new Table(EmbeddedTable.client(), table));
        Table items = new Table(EmbeddedTable.client(), table);
        for (int from = 0; from < TEXTS; from += BATCH) {
            List<Entry> batch = batch(from, from + BATCH, i -> "flood " + i);
            slots.note(batch, items.batchGet(slots.places(batch, START), null), START);
        }
        int places = items();
        double expected = SLOTS * (1 - Math.exp(-TEXTS / (double) SLOTS));
        assertTrue(Math.abs(places - expected) < 0.05 * expected, places + " places instead of about " + expected);
        assertEquals(
                0,
                EmbeddedTable.client().scanPaginator(scan -> scan.tableName(table)).items().stream()
                        .filter(item -> !item.containsKey(TableDefinition.EXPIRES_AT))
                        .count());
        assertEquals(List.of(), slots.list(SLOTS, day(30)));
    }

    @Test
    void isOneRequestForABatchWhetherThePlacesAreFreeOrTaken() {
        List<String> rivals =
                IntStream.range(0, 10).mapToObj(i -> rivalOf("flood " + i)).toList();
        for (IntFunction<String> texts :
                List.<IntFunction<String>>of(i -> "flood " + i, rivals::get, i -> "flood " + i)) {
            requests.clear();
            int from = 10 * round++;
            ledger.record(batch(from, from + 10, i -> texts.apply(i - from)), START);
            assertEquals(1, Collections.frequency(requests, "BatchGetItemRequest"));
            assertTrue(Collections.frequency(requests, "TransactWriteItemsRequest") <= 11, requests::toString);
            assertTrue(requests.size() <= 12, requests::toString);
        }
    }

    @Test
    void givesTheSlotOfATextToOneThatIsHeardMoreOften() {
        String frequent = "frequent";
        IntStream.range(0, 8)
                .forEach(i -> ledger.record(List.of(Samples.unmatched("f" + i, START, frequent, frequent)), START));
        String rival = rivalOf(frequent);
        IntStream.range(0, 200)
                .forEach(i -> ledger.record(List.of(Samples.unmatched("r" + i, START, rival, rival)), START));
        assertEquals(1, ledger.unmatched(10, START).size());
        assertEquals(rival, ledger.unmatched(10, START).get(0).fingerprint());
    }

    @Test
    void ofTwoTextsOfABatchThatHaveOnePlaceTheMoreFrequentIsNoted() {
        String rival = rivalOf("frequent");
        List<Entry> batch = batch(0, 3, i -> i == 1 ? rival : "frequent");
        assertEquals(Collections.nCopies(3, Outcome.RECORDED), ledger.record(batch, START));
        assertEquals(List.of(new UnmatchedText("frequent", 2, "frequent", START)), ledger.unmatched(10, START));
    }

    @Test
    void countsWhatIsRecordedAndNotItsCopies() {
        Entry first = unmatched(1, "text");
        ledger.record(List.of(first), START);
        ledger.record(List.of(first, unmatched(2, "text"), unmatched(2, "text")), START);
        assertEquals(List.of(new UnmatchedText("text", 2, "text", START)), ledger.unmatched(10, START));
    }
}
