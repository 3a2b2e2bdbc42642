package bounceledger.ses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00.000Z, 2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00.123456789Z, 2026-11-20T10:00:00.123Z",
        "2018-10-08T14:05:45 +0000, 2018-10-08T14:05:45Z",
        "2018-10-08T14:05:45+0000, 2018-10-08T14:05:45Z",
        "2018-10-08T14:05:45+00:00, 2018-10-08T14:05:45Z",
        "2018-10-08T14:05:45.5-01:30, 2018-10-08T15:35:45.500Z",
        "2018-10-08T14:05:45+02, 2018-10-08T12:05:45Z",
        "2018-10-08t14:05:45z, 2018-10-08T14:05:45Z",
        "'  2018-10-08T14:05:45Z\n', 2018-10-08T14:05:45Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    })
    void readsTheSpellingsOfSes(String text, Instant time) {
        assertEquals(Optional.of(time), Timestamp.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-20",
                "2026-11-20T10:00:00",
                "2026-11-20T10:00:00ZZ",
                "2026-11-20T10:00:00  +0000",
                "2026-02-30T10:00:00Z",
                "2026-11-20T24:00:00Z",
                "2026-13-20T10:00:00Z",
                "2026-11-20T10:00:00+99:00",
                "1969-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z",
                "+1000000001-01-01T00:00:00Z",
                "1795168800000",
                "Fri, 20 Nov 2026 10:00:00 +0000",
            })
    void refusesEverythingElse(String text) {
        assertEquals(Optional.empty(), Timestamp.parse(text));
    }
}
