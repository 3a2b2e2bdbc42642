package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.occurrence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bounceledger.subscriber.Event.Complaint.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventTest {

    static Stream<Arguments> ids() {
        Instant at = Instant.ofEpochMilli(1_700_000_000_123L);
        return Stream.of(
                Arguments.of(Samples.soft("m", at), "m#bounce#1700000000123"),
                Arguments.of(Samples.delay("m", at), "m#delivery-delay#1700000000123"),
                Arguments.of(Samples.delivery("m", at), "m#delivery#1700000000123"),
                Arguments.of(Samples.complaint("m", at, Weight.COMPLAINT), "m#complaint"),
                Arguments.of(Samples.optOut("m", at, "*"), "m#subscription#1700000000123#out#*"),
                Arguments.of(Samples.optIn("m", at, "news"), "m#subscription#1700000000123#in#news"),
                Arguments.of(Samples.notSent("m", at), "m#reject#1700000000123"),
                Arguments.of(
                        Entry.of(new Event.NotSent(occurrence("m", at), Event.NotSent.Kind.RENDERING_FAILURE, null)),
                        "m#rendering-failure#1700000000123"),
                Arguments.of(
                        Entry.of(new Event.Reactivation(occurrence("request", at), "support", "asked")),
                        "request#reactivation#1700000000123"));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void isIdentifiedByMessageTypeAndTime(Entry entry, String id) {
        assertEquals(id, entry.event().id());
    }

    @Test
    void complaintsOfOneMessageAreOneEvent() {
        assertEquals(
                Samples.complaint("m", START, Weight.COMPLAINT).event().id(),
                Samples.complaint("m", START.plusSeconds(7), Weight.COMPLAINT)
                        .event()
                        .id());
    }

    @Test
    void timesWithinOneMillisecondAreOneTime() {
        Instant finer = START.plusNanos(999_999);
        assertEquals(Samples.delivery("m", START), Samples.delivery("m", finer));
        assertNotEquals(Samples.delivery("m", START), Samples.delivery("m", START.plus(Duration.ofMillis(1))));
    }

    @Test
    void idsAreOrderedAsMessageIds() {
        Stream<String> messageIds = Stream.of("0100-a", "01", "0100", "0100a");
        assertEquals(
                messageIds.sorted().toList(),
                Stream.of("0100-a", "01", "0100", "0100a")
                        .sorted(Comparator.comparing(
                                id -> Samples.delivery(id, START).event().id()))
                        .toList());
    }

    @Test
    void onlyBouncesAndDelaysAreJudged() {
        Event bounce = Samples.soft("m", START).event();
        Event delivery = Samples.delivery("m", START).event();
        assertThrows(IllegalArgumentException.class, () -> Entry.of(bounce));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Entry(delivery, Samples.soft("m", START).verdict()));
    }
}
