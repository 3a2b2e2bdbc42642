package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.blocked;
import static bounceledger.subscriber.Samples.complaint;
import static bounceledger.subscriber.Samples.day;
import static bounceledger.subscriber.Samples.delivery;
import static bounceledger.subscriber.Samples.echo;
import static bounceledger.subscriber.Samples.facets;
import static bounceledger.subscriber.Samples.hard;
import static bounceledger.subscriber.Samples.optIn;
import static bounceledger.subscriber.Samples.optOut;
import static bounceledger.subscriber.Samples.reactivation;
import static bounceledger.subscriber.Samples.soft;
import static bounceledger.subscriber.Samples.weak;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Fact.Bounced;
import bounceledger.subscriber.Fact.Choice;
import bounceledger.subscriber.Fact.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FacetsTest {

    static Stream<Entry> forTheHistoryOnly() {
        return Stream.of(
                Samples.vacation("m", START),
                Samples.delay("m", START),
                Samples.notSent("m", START),
                complaint("m", START, Weight.HISTORY_ONLY));
    }

    @ParameterizedTest
    @MethodSource("forTheHistoryOnly")
    void whatIsForTheHistoryOnlyLeavesNoTrace(Entry entry) {
        assertEquals(Facets.EMPTY, Facets.of(entry));
        assertNull(Facets.EMPTY.updatedAt());
    }

    @Test
    void eachEffectHasItsFacet() {
        Facets facets = facets(
                hard("h", START),
                weak("w", day(1)),
                soft("s", day(2)),
                blocked("b", day(3)),
                echo("e", day(4), "Suppressed"));
        assertEquals(
                new Bounced(START, "h", 511, Classification.MAILBOX_UNKNOWN, Effect.HARD, "Gmail", null),
                facets.hardBounce());
        assertEquals(List.of("s", "w"), messages(facets.countableBounces()));
        assertEquals(
                new Bounced(day(3), "b", 571, Classification.BLOCKED, Effect.NONE, null, null), facets.otherBounce());
        assertEquals(
                new Bounced(day(4), "e", 500, Classification.BLOCKED, Effect.ECHO, null, "Suppressed"), facets.echo());
        assertEquals(day(4), facets.updatedAt());
    }

    static Stream<Entry> ofOneFact() {
        return Stream.of(
                complaint("m", START, Weight.COMPLAINT),
                optOut("m", START, "news"),
                optIn("m", START, "news"),
                hard("m", START),
                weak("m", START),
                blocked("m", START),
                echo("m", START, "Suppressed"),
                delivery("m", START),
                reactivation(START));
    }

    @ParameterizedTest
    @MethodSource("ofOneFact")
    void eachFactAloneTellsWhenSomethingWasHeard(Entry entry) {
        assertEquals(START, Facets.of(entry).updatedAt());
    }

    @Test
    void aComplaintThatSesForesawIsAnEcho() {
        Facets facets = facets(complaint("m", START, Weight.ECHO));
        assertNull(facets.complaint());
        assertEquals(
                new Bounced(START, "m", 500, Classification.BLOCKED, Effect.ECHO, null, "OnAccountSuppressionList"),
                facets.echo());
    }

    @Test
    void theLatestStays() {
        Facets facets = facets(
                complaint("c2", day(2), Weight.COMPLAINT),
                complaint("c1", day(1), Weight.COMPLAINT),
                hard("h2", day(2)),
                hard("h1", day(1)),
                reactivation(day(9)),
                reactivation(day(8)));
        assertEquals(new Mark(day(2), "c2"), facets.complaint());
        assertEquals(facets(hard("h2", day(2))).hardBounce(), facets.hardBounce());
        assertEquals(day(9), facets.reactivation());
    }

    @Test
    void oneMoreEntryIsJoinedToWhatWasThere() {
        Facets before = facets(hard("h", START), soft("s", day(1)));
        assertEquals(
                facets(hard("h", START), soft("s", day(1)), delivery("d", day(2))), before.with(delivery("d", day(2))));
    }

    @Test
    void onEqualTimesTheGreaterMessageIdIsTheLatest() {
        assertEquals(facets(hard("b", START)), facets(hard("b", START), hard("a", START)));
    }

    @Test
    void eachTopicHasItsOwnLatest() {
        Facets facets =
                facets(optOut("m1", day(1), "news"), optOut("m2", day(1), "offers"), optIn("m3", day(2), "news"));
        assertEquals(
                Map.of("news", new Choice(day(2), "m3", true), "offers", new Choice(day(1), "m2", false)),
                facets.topics());
    }

    @Test
    void onEqualTimesTheOptOutStaysWhateverItsId() {
        Choice out = new Choice(START, "a", false);
        assertEquals(
                Map.of("news", out),
                facets(optOut("a", START, "news"), optIn("b", START, "news")).topics());
        assertEquals(
                Map.of("news", out),
                facets(optIn("b", START, "news"), optOut("a", START, "news")).topics());
    }

    @Test
    void aUtcDayCountsOnceByItsFirstBounce() {
        Instant midnight = Instant.parse("2026-11-21T00:00:00Z");
        Facets facets = facets(
                soft("d", midnight),
                soft("c", midnight.minusMillis(1)),
                weak("b", midnight.minus(Duration.ofHours(9))),
                soft("e", midnight.plus(Duration.ofHours(23))));
        assertEquals(List.of("d", "b"), messages(facets.countableBounces()));
    }

    @Test
    void thirtyTwoDaysOfBouncesAreKept() {
        Facets facets = facets(
                IntStream.range(0, 33).mapToObj(d -> soft("m" + d, day(d))).toArray(Entry[]::new));
        assertEquals(32, facets.countableBounces().size());
        assertEquals("m32", facets.countableBounces().get(0).messageId());
        assertEquals("m1", facets.countableBounces().get(31).messageId());
    }

    @Test
    void eightDeliveriesAreKeptAndTheOthersAsRuns() {
        Facets facets = facets(IntStream.range(0, 12)
                .mapToObj(i -> delivery("m" + i, i < 2 ? day(i) : day(40 + i)))
                .toArray(Entry[]::new));
        assertEquals(8, facets.deliveries().size());
        assertEquals(new Mark(day(51), "m11"), facets.deliveries().get(0));
        assertEquals(new Mark(day(44), "m4"), facets.deliveries().get(7));
        assertEquals(List.of(new Run(day(42), day(43)), new Run(day(0), day(1))), facets.earlierDeliveries());
    }

    private static List<String> messages(List<Bounced> bounces) {
        return bounces.stream().map(Bounced::messageId).toList();
    }
}
