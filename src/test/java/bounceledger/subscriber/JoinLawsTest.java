package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.ANN;
import static bounceledger.subscriber.Samples.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Fact.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The same events in any order, any number of times, by any number of writers give the same facets and the same status. */
class JoinLawsTest {

    private static final int KINDS = 14;

    @Property
    void joiningIsCommutative(@ForAll("facets") Facets a, @ForAll("facets") Facets b) {
        assertEquals(a.join(b), b.join(a));
    }

    @Property
    void joiningIsAssociative(@ForAll("facets") Facets a, @ForAll("facets") Facets b, @ForAll("facets") Facets c) {
        assertEquals(a.join(b).join(c), a.join(b.join(c)));
    }

    @Property
    void joiningIsIdempotent(@ForAll("facets") Facets a, @ForAll("facets") Facets b) {
        assertEquals(a, a.join(a));
        assertEquals(a.join(b), a.join(b).join(a));
        assertEquals(a, a.join(Facets.EMPTY));
    }

    @Property
    void orderCopiesAndWritersMakeNoDifference(
            @ForAll("histories") List<Entry> history,
            @ForAll @IntRange(min = 1, max = 8) int writers,
            @ForAll long seed) {
        Facets inOrder = join(history);
        Facets otherwise = byManyWriters(history, writers, new Random(seed));
        assertEquals(inOrder, otherwise);
        Instant now = START.plus(Duration.ofDays(30));
        Subscriber shown = Subscriber.of(ANN, inOrder, Policy.DEFAULT, now);
        assertEquals(shown, Subscriber.of(ANN, otherwise, Policy.DEFAULT, now));
    }

    private static Facets byManyWriters(List<Entry> history, int writers, Random random) {
        List<Entry> copies = new ArrayList<>();
        for (Entry entry : history) {
            copies.addAll(Collections.nCopies(1 + random.nextInt(8), entry));
        }
        Collections.shuffle(copies, random);
        List<Facets> parts = new ArrayList<>(Collections.nCopies(writers, Facets.EMPTY));
        for (Entry entry : copies) {
            int writer = random.nextInt(writers);
            parts.set(writer, parts.get(writer).with(entry));
            if (random.nextInt(4) == 0) {
                int reader = random.nextInt(writers);
                parts.set(reader, parts.get(reader).join(parts.get(random.nextInt(writers))));
            }
        }
        return parts.stream().reduce(Facets.EMPTY, Facets::join);
    }

    @Property
    void listsAreBounded(@ForAll("histories") List<Entry> history) {
        Facets facets = join(history);
        assertTrue(facets.countableBounces().size() <= 32);
        assertTrue(facets.deliveries().size() <= 8);
        assertTrue(facets.earlierDeliveries().size() <= 26);
    }

    @Property
    void keepsTheTopicsLastSpokenOf(@ForAll("choices") List<Entry> choices) {
        Facets facets = join(choices);
        assertTrue(facets.topics().size() <= 24);
        assertEquals(facets, byManyWriters(choices, 4, new Random(1)));
    }

    @Property
    void runsAnswerAsTheDeliveriesThemselvesWould(
            @ForAll("timesThirtyDaysApart") List<Instant> dropped,
            @ForAll("timesThirtyDaysApart") List<Instant> bounces) {
        Stream<Entry> latest = IntStream.range(0, 8)
                .mapToObj(i -> Samples.delivery("latest" + i, START.plus(Duration.ofDays(200 + i))));
        Stream<Entry> earlier = dropped.stream().map(at -> Samples.delivery("m", at));
        List<Run> runs = join(Stream.concat(earlier, latest).toList()).earlierDeliveries();
        for (Instant bounce : bounces) {
            Instant from = bounce.plus(Duration.ofHours(1));
            Instant to = bounce.plus(Duration.ofDays(30));
            assertEquals(
                    dropped.stream().anyMatch(at -> at.isAfter(from) && !at.isAfter(to)),
                    runs.stream().anyMatch(run -> run.follows(bounce)));
        }
    }

    @Property
    void runsOfManyYearsForgetGapsAlone(@ForAll("deliveriesOfManyYears") List<Entry> deliveries) {
        Facets facets = join(deliveries);
        assertTrue(facets.earlierDeliveries().size() <= 26);
        for (Entry entry : deliveries) {
            Instant at = entry.event().occurrence().at();
            boolean kept = facets.deliveries().contains(Mark.of(entry.event()));
            assertTrue(kept
                    || facets.earlierDeliveries().stream()
                            .anyMatch(run -> !at.isBefore(run.first()) && !at.isAfter(run.last())));
        }
    }

    @Property
    void deliveriesOfManyYearsJoinAlike(
            @ForAll("deliveriesOfManyYears") List<Entry> a,
            @ForAll("deliveriesOfManyYears") List<Entry> b,
            @ForAll("deliveriesOfManyYears") List<Entry> c,
            @ForAll long seed) {
        Facets left = join(a).join(join(b)).join(join(c));
        assertEquals(left, join(a).join(join(b).join(join(c))));
        List<Entry> all = Stream.of(a, b, c).flatMap(List::stream).toList();
        assertEquals(left, byManyWriters(all, 4, new Random(seed)));
    }

    private static Facets join(List<Entry> entries) {
        return entries.stream().map(Facets::of).reduce(Facets.EMPTY, Facets::join);
    }

    @Provide
    Arbitrary<Facets> facets() {
        return Arbitraries.oneOf(histories(), deliveries(), deliveriesOfManyYears())
                .map(JoinLawsTest::join);
    }

    @Provide
    Arbitrary<List<Entry>> histories() {
        return Combinators.combine(Arbitraries.integers().between(0, KINDS), messages(), times(400))
                .as(JoinLawsTest::entry)
                .list()
                .ofMaxSize(80);
    }

    @Provide
    Arbitrary<List<Entry>> deliveries() {
        return Combinators.combine(messages(), times(400))
                .as(Samples::delivery)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Entry>> deliveriesOfManyYears() {
        return Combinators.combine(messages(), times(3000))
                .as(Samples::delivery)
                .list()
                .ofMaxSize(60);
    }

    /** Of more topics than are kept. */
    @Provide
    Arbitrary<List<Entry>> choices() {
        Arbitrary<String> topics = Arbitraries.integers().between(0, 40).map(number -> "t" + number);
        return Combinators.combine(topics, times(20), Arbitraries.of(true, false))
                .as((topic, at, in) -> in ? Samples.optIn("m", at, topic) : Samples.optOut("m", at, topic))
                .list()
                .ofMinSize(40)
                .ofMaxSize(100);
    }

    /** Few enough that messages clash. */
    private static Arbitrary<String> messages() {
        return Arbitraries.integers().between(0, 30).map(number -> "m" + number);
    }

    @Provide
    Arbitrary<List<Instant>> timesThirtyDaysApart() {
        return times(Arbitraries.of(0, 1, 29, 30, 31, 60, 61)).list().ofMaxSize(6);
    }

    private static Arbitrary<Instant> times(int days) {
        return times(Arbitraries.integers().between(0, days));
    }

    /** Few enough in a day that times clash, and both ends of a UTC day among them. */
    private static Arbitrary<Instant> times(Arbitrary<Integer> days) {
        Instant midnight = Instant.parse("2026-11-20T00:00:00Z");
        Arbitrary<Long> ofDay = Arbitraries.of(0L, 1L, 36_000_000L, 36_000_001L, 39_600_000L, 39_600_001L, 86_399_999L);
        return Combinators.combine(days, ofDay)
                .as((day, millis) -> midnight.plus(Duration.ofDays(day)).plusMillis(millis));
    }

    private static Entry entry(int kind, String message, Instant at) {
        return switch (kind) {
            case 0 -> Samples.complaint(message, at, Weight.COMPLAINT);
            case 1 -> Samples.complaint(message, at, Weight.ECHO);
            case 2 -> Samples.optOut(message, at, "*");
            case 3 -> Samples.optOut(message, at, "news");
            case 4 -> Samples.optIn(message, at, "news");
            case 5 -> Samples.optIn(message, at, "*");
            case 6 -> Samples.hard(message, at);
            case 7 -> Samples.bounce(message, at, Effect.HARD, Classification.MAILBOX_DISABLED, 521, null);
            case 8 -> Samples.weak(message, at);
            case 9 -> Samples.soft(message, at);
            case 10 -> Samples.blocked(message, at);
            case 11 -> Samples.echo(message, at, "Suppressed");
            case 12 -> Samples.reactivation(at);
            case 13 -> Samples.delay(message, at);
            default -> Samples.delivery(message, at);
        };
    }
}
