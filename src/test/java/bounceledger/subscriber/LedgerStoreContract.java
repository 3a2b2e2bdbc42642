package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.ANN;
import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static bounceledger.subscriber.Samples.delivery;
import static bounceledger.subscriber.Samples.facets;
import static bounceledger.subscriber.Samples.soft;
import static bounceledger.subscriber.SubscriberStatus.BOUNCING;
import static bounceledger.subscriber.SubscriberStatus.COMPLAINED;
import static bounceledger.subscriber.SubscriberStatus.SUPPRESSED;
import static bounceledger.subscriber.SubscriberStatus.UNDELIVERABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.SubscriberPage.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void saysWhenSomethingThatHappenedLaterWasKnown() {
        assertEquals(List.of(Outcome.RECORDED), store.record(List.of(delivery("m2", day(1))), day(2)));
        List<Entry> late = List.of(soft("m1", START), Samples.delay("m0", START), delivery("m3", day(2)));
        assertEquals(List.of(Outcome.OUT_OF_ORDER, Outcome.OUT_OF_ORDER, Outcome.RECORDED), store.record(late, day(2)));
        assertEquals(facets(soft("m1", START), delivery("m2", day(1)), delivery("m3", day(2))), store.find(ANN));
        assertEquals(List.of(Outcome.DUPLICATE), store.record(List.of(soft("m1", START)), day(2)));
    }

    @Test
    void takesNothingMoreWhenTheTimeIsOver() {
        Entry first = soft("m1", START);
        Entry second = soft("m2", day(1));
        List<Entry> entries = List.of(first, second);
        assertEquals(List.of(Outcome.UNTAKEN, Outcome.UNTAKEN), store.record(entries, day(1), () -> false));
        assertEquals(Facets.EMPTY, store.find(ANN));
        assertEquals(
                List.of(Outcome.RECORDED, Outcome.UNTAKEN),
                store.record(entries, day(1), () -> store.find(ANN).equals(Facets.EMPTY)));
        assertEquals(facets(first), store.find(ANN));
        assertEquals(List.of(first), store.history(ANN, ALL, day(1)));
        assertEquals(List.of(Outcome.DUPLICATE, Outcome.RECORDED), store.record(entries, day(1), () -> true));
        assertEquals(facets(first, second), store.find(ANN));
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

    @Test
    void countsACampaignsEventsOnce() {
        List<Entry> entries = List.of(
                Samples.in("spring", soft("m1", START)),
                Samples.in("spring", Samples.hard("m2", START)),
                Samples.in("spring", delivery("m3", START)),
                Samples.in("spring", Samples.complaint("m3", day(1), Weight.COMPLAINT)),
                Samples.in("spring", Samples.optOut("m3", day(1), "news")),
                Samples.in("spring", Samples.optIn("m3", day(2), "news")),
                Samples.in("spring", Samples.delay("m4", START)),
                Samples.in("spring", Samples.notSent("m5", START)),
                Samples.in("autumn", delivery("m6", START)),
                delivery("m7", START));
        store.record(entries, START);
        store.record(entries, day(1));
        CampaignStatistics expected = new CampaignStatistics(
                Map.of(
                        Classification.MAILBOX_FULL, 1L,
                        Classification.MAILBOX_UNKNOWN, 1L,
                        Classification.BAD_CONTENT, 1L),
                Map.of(422, 1L, 511, 1L),
                1,
                1,
                1);
        assertEquals(expected, store.statistics("spring"));
        assertEquals(1, store.statistics("autumn").delivered());
        assertEquals(CampaignStatistics.NONE, store.statistics("winter"));
    }

    @Test
    void countsTheCampaignThatALaterCopyBrings() {
        Entry without = soft("m", START);
        Entry with = Samples.in("spring", without);
        assertEquals(List.of(Outcome.RECORDED), store.record(List.of(without), START));
        assertEquals(CampaignStatistics.NONE, store.statistics("spring"));
        assertEquals(List.of(Outcome.DUPLICATE), store.record(List.of(with), START));
        assertEquals(List.of(Outcome.DUPLICATE, Outcome.DUPLICATE), store.record(List.of(with, without), START));
        assertEquals(CampaignStatistics.of(without), store.statistics("spring"));
    }

    @Test
    void staysWithTheCampaignThatCameFirst() {
        Entry entry = delivery("m", START);
        store.record(List.of(Samples.in("spring", entry), Samples.in("autumn", entry)), START);
        assertEquals(CampaignStatistics.of(entry), store.statistics("spring"));
        assertEquals(CampaignStatistics.NONE, store.statistics("autumn"));
    }

    @Test
    void listsTheSubscribersOfAStatusTheLatestFirst() {
        store.record(
                List.of(
                        Samples.of(address("a"), Samples.hard("m", day(1))),
                        Samples.of(address("b"), Samples.hard("m", day(3))),
                        Samples.of(address("c"), Samples.hard("m", day(2))),
                        Samples.of(address("d"), soft("m", day(4))),
                        Samples.of(address("e"), delivery("m", day(5)))),
                day(5));
        assertEquals(
                List.of(
                        new Listed(address("b"), UNDELIVERABLE, 511, Classification.MAILBOX_UNKNOWN, day(3)),
                        new Listed(address("c"), UNDELIVERABLE, 511, Classification.MAILBOX_UNKNOWN, day(2)),
                        new Listed(address("a"), UNDELIVERABLE, 511, Classification.MAILBOX_UNKNOWN, day(1))),
                store.list(UNDELIVERABLE, 10, null, day(5)).subscribers());
        assertEquals(List.of(address("d")), listed(BOUNCING, 10, day(5)));
        assertEquals(List.of(), listed(COMPLAINED, 10, day(5)));
    }

    @Test
    void movesASubscriberFromListToList() {
        store.record(List.of(soft("m1", START)), START);
        assertEquals(List.of(ANN), listed(BOUNCING, 10, START));
        store.record(List.of(Samples.hard("m2", day(1))), day(1));
        assertEquals(List.of(), listed(BOUNCING, 10, day(1)));
        assertEquals(List.of(ANN), listed(UNDELIVERABLE, 10, day(1)));
        store.record(List.of(delivery("m3", day(2))), day(2));
        assertEquals(List.of(), listed(UNDELIVERABLE, 10, day(2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40, 41, 1000})
    void listsEachSubscriberOnOnePage(int limit) {
        List<Entry> entries = IntStream.range(0, 41)
                .mapToObj(i -> Samples.of(address("s" + i), Samples.hard("m", day(i % 4))))
                .toList();
        store.record(entries, day(5));
        List<EmailAddress> listed = listed(UNDELIVERABLE, limit, day(5));
        assertEquals(41, listed.size());
        assertEquals(
                entries.stream().map(e -> e.event().occurrence().recipient()).collect(Collectors.toSet()),
                Set.copyOf(listed));
    }

    @Test
    void listsWhoseSuppressionLapsedUnderWhatTheyAreThen() {
        EmailAddress bouncing = address("bouncing");
        EmailAddress active = address("active");
        store.record(
                List.of(
                        Samples.of(bouncing, soft("m1", START)),
                        Samples.of(bouncing, Samples.echo("m2", day(1), "Suppressed")),
                        Samples.of(active, Samples.echo("m3", day(2), "Suppressed"))),
                day(2));
        assertEquals(List.of(active, bouncing), listed(SUPPRESSED, 1, day(14.9)));
        assertEquals(List.of(), listed(BOUNCING, 1, day(14.9)));
        assertEquals(List.of(active), listed(SUPPRESSED, 1, day(15)));
        assertEquals(
                List.of(new Listed(bouncing, BOUNCING, 422, Classification.MAILBOX_FULL, day(1))),
                store.list(BOUNCING, 1, null, day(15)).subscribers());
        assertEquals(List.of(), listed(SUPPRESSED, 1, day(16)));
        assertEquals(List.of(bouncing), listed(BOUNCING, 1, day(16)));
    }

    @Test
    void refusesTheCursorOfAnotherStatusOrOfNone() {
        for (String name : List.of("a", "b", "c")) {
            store.record(List.of(Samples.of(address(name), Samples.hard("m", START))), START);
        }
        String cursor =
                Objects.requireNonNull(store.list(UNDELIVERABLE, 1, null, START).cursor());
        for (EmailAddress listed : listed(UNDELIVERABLE, 10, START)) {
            assertFalse(cursor.contains(listed.localPart() + "@"));
        }
        assertThrows(InvalidCursorException.class, () -> store.list(BOUNCING, 1, cursor, START));
        for (String malformed : List.of("", "x", "%", "AAAA", cursor + "A", cursor.substring(1), "\u0000", "é")) {
            assertThrows(InvalidCursorException.class, () -> store.list(UNDELIVERABLE, 1, malformed, START), malformed);
        }
    }

    @Test
    void doesNotListTheActive() {
        assertThrows(IllegalArgumentException.class, () -> store.list(SubscriberStatus.ACTIVE, 1, null, START));
    }

    @Test
    void countsTheTextsThatNoRuleKnew() {
        store.record(
                List.of(
                        Samples.unmatched("m1", START, "550 go away <n>", "550 go away 1"),
                        Samples.unmatched("m2", START, "450 not now", "450 not now"),
                        Samples.unmatched("m3", START, "550 go away <n>", "550 go away 1"),
                        Samples.unmatched("m4", START, "450 I am on holiday", "450 I am on holiday", true)),
                START);
        store.record(List.of(Samples.unmatched("m3", START, "550 go away <n>", "550 go away 1")), day(1));
        store.record(List.of(Samples.unmatched("m5", day(1), "450 not now", "450 not now")), day(1));
        store.record(List.of(Samples.unmatched("m6", day(1), "450 not now", "450 not now")), day(2));
        UnmatchedText notNow = new UnmatchedText("450 not now", 3, "450 not now", day(2));
        UnmatchedText goAway = new UnmatchedText("550 go away <n>", 2, "550 go away 1", START);
        assertEquals(List.of(notNow, goAway), store.unmatched(10, day(3)));
        assertEquals(List.of(notNow), store.unmatched(1, day(3)));
        assertEquals(List.of(notNow), store.unmatched(10, day(30)));
        assertEquals(List.of(), store.unmatched(10, day(32)));
    }

    @Test
    void erasesASubscriberForGood() {
        Entry bounce = Samples.in("spring", Samples.hard("m1", START));
        Entry delivery = Samples.in("spring", delivery("m2", day(1)));
        store.record(List.of(bounce, delivery), day(1));
        CampaignStatistics counted = store.statistics("spring");
        assertEquals(Outcome.ERASED, store.erase(ANN, false, day(2)));
        assertErased(Facets.EMPTY);
        assertEquals(Outcome.ERASED, store.erase(ANN, false, day(3)));
        assertEquals(
                List.of(Outcome.ERASED, Outcome.ERASED, Outcome.ERASED),
                store.record(List.of(bounce, delivery, Samples.hard("m3", day(3))), day(4)));
        assertErased(Facets.EMPTY);
        assertEquals(counted, store.statistics("spring"));
    }

    @Test
    void beginsAnewAfterAnErasure() {
        store.record(List.of(Samples.hard("m1", START)), START);
        store.erase(ANN, false, day(2));
        Entry later = soft("m2", day(2).plusMillis(1));
        assertEquals(List.of(Outcome.RECORDED), store.record(List.of(later), day(3)));
        assertEquals(facets(later), store.find(ANN));
        assertEquals(List.of(later), store.history(ANN, ALL, day(3)));
        assertEquals(List.of(ANN), listed(BOUNCING, 10, day(3)));
    }

    @Test
    void remembersWhatAnErasureLeavesForbidden() {
        Entry complaint = Samples.complaint("m1", START, Weight.COMPLAINT);
        Entry optOut = Samples.optOut("m2", day(1), "news");
        store.record(List.of(complaint, delivery("m2", day(1)), optOut), day(1));
        store.erase(ANN, false, day(2));
        Facets prohibition = facets(complaint, optOut).prohibition();
        assertErased(prohibition);
        assertEquals(COMPLAINED, status(day(2)));
        store.erase(ANN, false, day(3));
        assertErased(prohibition);
        store.record(List.of(delivery("m3", day(4))), day(4));
        assertEquals(COMPLAINED, status(day(4)));
        store.erase(ANN, true, day(5));
        assertErased(Facets.EMPTY);
        assertEquals(List.of(Outcome.ERASED), store.record(List.of(complaint), day(6)));
        assertErased(Facets.EMPTY);
    }

    @Test
    void erasesWhomItNeverHeardOf() {
        assertEquals(Outcome.ERASED, store.erase(ANN, false, day(1)));
        assertErased(Facets.EMPTY);
        assertEquals(List.of(Outcome.ERASED), store.record(List.of(Samples.hard("m", START)), day(2)));
        assertErased(Facets.EMPTY);
    }

    @Test
    void writesAReactivationDown() {
        Entry complaint = Samples.complaint("m1", START, Weight.COMPLAINT);
        Entry reactivation = Samples.reactivation(day(1));
        store.record(List.of(complaint), START);
        assertEquals(List.of(Outcome.RECORDED), store.record(List.of(reactivation), day(1)));
        assertEquals(SubscriberStatus.ACTIVE, status(day(1)));
        assertEquals(List.of(reactivation, complaint), store.history(ANN, ALL, day(1)));
        assertEquals(List.of(), listed(COMPLAINED, 10, day(1)));
        store.record(List.of(Samples.hard("m2", START.plusSeconds(1))), day(2));
        assertEquals(SubscriberStatus.ACTIVE, status(day(2)));
        store.record(List.of(Samples.hard("m3", day(2))), day(2));
        assertEquals(UNDELIVERABLE, status(day(2)));
    }

    private SubscriberStatus status(Instant now) {
        return Subscriber.of(ANN, store.find(ANN), Policy.DEFAULT, now).status();
    }

    private void assertErased(Facets left) {
        assertEquals(left, store.find(ANN));
        assertEquals(List.of(), store.history(ANN, ALL, day(2)));
        for (SubscriberStatus status : SubscriberStatus.values()) {
            if (status != SubscriberStatus.ACTIVE) {
                assertEquals(List.of(), listed(status, 10, day(2)));
            }
        }
    }

    private List<EmailAddress> listed(SubscriberStatus status, int limit, Instant now) {
        List<EmailAddress> listed = new ArrayList<>();
        SubscriberPage page = store.list(status, limit, null, now);
        page.subscribers().forEach(s -> listed.add(Objects.requireNonNull(s.email())));
        while (page.cursor() != null) {
            assertTrue(page.subscribers().size() <= limit);
            page = store.list(status, limit, page.cursor(), now);
            page.subscribers().forEach(s -> listed.add(Objects.requireNonNull(s.email())));
        }
        return listed;
    }

    private static EmailAddress address(String localPart) {
        return new EmailAddress(localPart, "example.org");
    }
}
