package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.ANN;
import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static bounceledger.subscriber.Samples.delivery;
import static bounceledger.subscriber.Samples.facets;
import static bounceledger.subscriber.Samples.soft;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.LedgerStore.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger does, wherever it keeps things. A subclass says how to open one that is empty. */
public abstract class LedgerStoreContract {

    private static final EmailAddress BOB = new EmailAddress("bob", "example.org");
    private static final int ALL = 1000;

    /** A ledger in which nothing is recorded yet. */
    protected abstract LedgerStore open(Policy policy);

    private LedgerStore store;

    @BeforeEach
    void openEmpty() {
        store = open(Policy.DEFAULT);
    }

    @Test
    void knowsNothingOfAnAddressNeverHeardOf() {
        assertEquals(Facets.EMPTY, store.find(BOB));
        assertEquals(Map.of(ANN, Facets.EMPTY, BOB, Facets.EMPTY), store.find(List.of(ANN, BOB, ANN)));
        assertEquals(List.of(), store.history(BOB, ALL, START));
    }

    @Test
    void joinsTheEntriesOfABatch() {
        List<Entry> entries = List.of(soft("m1", START), delivery("m2", day(1)), Samples.delay("m3", day(2)));
        assertEquals(List.of(Outcome.RECORDED, Outcome.RECORDED, Outcome.RECORDED), store.record(entries, day(2)));
        assertEquals(facets(entries.toArray(Entry[]::new)), store.find(ANN));
    }

    @Test
    void keepsRecipientsApart() {
        Entry annsEntry = delivery("m", START);
        Entry bobsEntry = Entry.of(new Event.Delivery(new Occurrence("m", BOB, START, null, null)));
        assertEquals(List.of(Outcome.RECORDED, Outcome.RECORDED), store.record(List.of(annsEntry, bobsEntry), START));
        assertEquals(List.of(annsEntry), store.history(ANN, ALL, START));
        assertEquals(List.of(bobsEntry), store.history(BOB, ALL, START));
    }

    @Test
    void recordsAnEntryOnce() {
        Entry entry = soft("m", START);
        assertEquals(List.of(Outcome.RECORDED, Outcome.DUPLICATE), store.record(List.of(entry, entry), START));
        assertEquals(List.of(Outcome.DUPLICATE), store.record(List.of(entry), day(1)));
        assertEquals(List.of(entry), store.history(ANN, ALL, day(1)));
    }

    @Test
    void staysWithTheVerdictThatCameFirst() {
        Entry first = soft("m", START);
        Entry underNewRules = Samples.bounce("m", START, Effect.HARD, Classification.MAILBOX_UNKNOWN, 511, null);
        store.record(List.of(first), START);
        assertEquals(List.of(Outcome.DUPLICATE), store.record(List.of(underNewRules), START));
        assertEquals(facets(first), store.find(ANN));
        assertEquals(List.of(first), store.history(ANN, ALL, START));
    }

    @Test
    void joinsTheTimesAtWhichOneComplaintWasReported() {
        Entry earlier = Samples.complaint("m", START, Weight.COMPLAINT);
        Entry later = Samples.complaint("m", START.plusSeconds(1), Weight.COMPLAINT);
        assertEquals(List.of(Outcome.RECORDED, Outcome.DUPLICATE), store.record(List.of(later, earlier), START));
        assertEquals(facets(later), store.find(ANN));
        LedgerStore other = open(Policy.DEFAULT);
        other.record(List.of(earlier), START);
        other.record(List.of(later), START);
        assertEquals(facets(later), other.find(ANN));
    }

    @Test
    void tellsTheHistoryTheLatestFirst() {
        Entry first = delivery("m1", START);
        Entry second = soft("m2", day(1));
        Entry third = Samples.optOut("m3", day(2), "news");
        store.record(List.of(second, third, first), day(2));
        assertEquals(List.of(third, second, first), store.history(ANN, ALL, day(2)));
        assertEquals(List.of(third, second), store.history(ANN, 2, day(2)));
    }

    @Test
    void leavesOutOfTheHistoryWhatWasReceivedTooLongAgo() {
        Entry entry = delivery("m", START);
        Instant receivedAt = day(3);
        store.record(List.of(entry), receivedAt);
        Instant end = receivedAt.plus(Policy.DEFAULT.historyRetention());
        assertEquals(List.of(entry), store.history(ANN, ALL, end.minus(Duration.ofSeconds(1))));
        assertEquals(List.of(), store.history(ANN, ALL, end));
        assertEquals(facets(entry), store.find(ANN));
    }
}
