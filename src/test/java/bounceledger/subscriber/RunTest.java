package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.subscriber.Fact.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunTest {

    private static final Duration TICK = Duration.ofMillis(1);

    @Test
    void neighboursAnHourShortOfThirtyDaysApartAreOneRun() {
        Instant reached = START.plus(Duration.ofDays(30)).minus(Duration.ofHours(1));
        assertEquals(List.of(new Run(START, reached)), runs(reached, START, reached));
        assertEquals(2, runs(reached, START, reached.plus(TICK)).size());
    }

    @Test
    void gapsOfMoreThanTwoYearsAgoAreForgotten() {
        Instant secondRun = day(100);
        Instant twoYearsLater = secondRun.plus(Duration.ofDays(730));
        assertEquals(2, runs(twoYearsLater, START, secondRun).size());
        assertEquals(List.of(new Run(START, secondRun)), runs(twoYearsLater.plus(TICK), START, secondRun));
    }

    @Test
    void neverMakesMoreThanTwentySixOfALife() {
        Duration apart = Duration.ofDays(30).minus(Duration.ofHours(1)).plus(TICK);
        Instant[] deliveries =
                Stream.iterate(START, at -> at.plus(apart)).limit(300).toArray(Instant[]::new);
        assertEquals(26, runs(deliveries[299], deliveries).size());
    }

    @Test
    void followsABounceAfterAnHour() {
        Run run = new Run(START, START);
        assertTrue(run.follows(START.minus(Duration.ofHours(1)).minus(TICK)));
        assertFalse(run.follows(START.minus(Duration.ofHours(1))));
    }

    @Test
    void followsABounceOfThirtyDaysBefore() {
        Run run = new Run(START, day(500));
        assertTrue(run.follows(day(-30)));
        assertFalse(run.follows(day(-30).minus(TICK)));
    }

    @Test
    void refusesAnEndBeforeTheBeginning() {
        assertThrows(IllegalArgumentException.class, () -> new Run(START, START.minus(TICK)));
    }

    private static List<Run> runs(Instant latestDelivery, Instant... deliveries) {
        List<Mark> marks =
                Arrays.stream(deliveries).map(at -> new Mark(at, "m")).toList();
        return Run.merge(List.of(), marks, latestDelivery);
    }
}
