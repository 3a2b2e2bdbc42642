package bounceledger.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {

    @ParameterizedTest
    @CsvSource({"1, PT0S, P30D", "32, P31D, P4000D"})
    void takesTheBounds(int limit, Duration span, Duration retention) {
        assertEquals(limit, new Policy(limit, span, Set.of(), retention, true).softLimit());
    }

    @ParameterizedTest
    @CsvSource({
        "0,  P30D,         P400D, 'the soft limit is 1 to 32 bounces, not 0'",
        "33, P30D,         P400D, 'the soft limit is 1 to 32 bounces, not 33'",
        "5,  PT-0.001S,    P400D, 'the span of the soft limit is 0 to 31 days, not PT-0.001S'",
        "5,  P31DT0.001S,  P400D, 'the span of the soft limit is 0 to 31 days, not PT744H0.001S'",
        "5,  P30D, P29DT23H59M59S, 'the history is kept for at least 30 days, not PT719H59M59S'"
    })
    void saysWhatItRefuses(int limit, Duration span, Duration retention, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new Policy(limit, span, Set.of(), retention, true))
                        .getMessage());
    }

    @Test
    void defaultsToFiveBouncesOverThirtyDays() {
        assertEquals(new Policy(5, Duration.ofDays(30), Set.of(), Duration.ofDays(400), true), Policy.DEFAULT);
    }
}
