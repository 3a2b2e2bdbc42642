package bounceledger.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnhancedStatusCodeTest {

    @Property
    void readsWhatItPrints(@ForAll @IntRange(max = 999) int subject, @ForAll @IntRange(max = 999) int detail) {
        for (int statusClass : new int[] {2, 4, 5}) {
            EnhancedStatusCode code = new EnhancedStatusCode(statusClass, subject, detail);
            assertEquals(Optional.of(code), EnhancedStatusCode.parse(code.toString()));
            assertEquals(Optional.of(code), EnhancedStatusCode.parse(" " + code + "\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.1, 5, 1, 1",
        "' 4.7.26\t', 4, 7, 26",
        "2.0.0, 2, 0, 0",
        "5.999.100, 5, 999, 100",
        "4.10.9, 4, 10, 9"
    })
    void readsClassSubjectAndDetail(String text, int statusClass, int subject, int detail) {
        assertEquals(Optional.of(new EnhancedStatusCode(statusClass, subject, detail)), EnhancedStatusCode.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5.1",
                "5.1.",
                "5.111",
                "5.1.1.",
                "5.1.1.1",
                "3.1.1",
                "6.0.0",
                "5.1.1000",
                "5.01.1",
                "5.1.01",
                "5.1.1x",
                "x",
                "5..1",
                "-5.1.1"
            })
    void refusesWhatIsNoCode(String text) {
        assertEquals(Optional.empty(), EnhancedStatusCode.parse(text));
    }

    @Test
    void rejectsClassThree() {
        assertThrows(IllegalArgumentException.class, () -> new EnhancedStatusCode(3, 0, 0));
    }

    @Test
    void rejectsNumbersOfFourDigits() {
        assertThrows(IllegalArgumentException.class, () -> new EnhancedStatusCode(5, 1000, 0));
        assertThrows(IllegalArgumentException.class, () -> new EnhancedStatusCode(5, 0, 1000));
        assertThrows(IllegalArgumentException.class, () -> new EnhancedStatusCode(5, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new EnhancedStatusCode(5, 0, -1));
    }

    @Test
    void condensesWhereEachPartHasOneDigit() {
        assertEquals(OptionalInt.of(511), new EnhancedStatusCode(5, 1, 1).condensed());
        assertEquals(OptionalInt.of(422), new EnhancedStatusCode(4, 2, 2).condensed());
        assertEquals(OptionalInt.empty(), new EnhancedStatusCode(5, 7, 26).condensed());
        assertEquals(OptionalInt.of(599), new EnhancedStatusCode(5, 9, 9).condensed());
        assertEquals(OptionalInt.empty(), new EnhancedStatusCode(5, 10, 1).condensed());
        assertEquals(OptionalInt.empty(), new EnhancedStatusCode(5, 1, 10).condensed());
    }

    @Test
    void equalsItsLikeAndFindsItAmongMany() {
        EnhancedStatusCode code = new EnhancedStatusCode(5, 1, 1);
        assertEquals(code, new EnhancedStatusCode(5, 1, 1));
        assertEquals(code.hashCode(), new EnhancedStatusCode(5, 1, 1).hashCode());
        for (EnhancedStatusCode other : new EnhancedStatusCode[] {
            new EnhancedStatusCode(4, 1, 1), new EnhancedStatusCode(5, 2, 1), new EnhancedStatusCode(5, 1, 2)
        }) {
            assertNotEquals(code, other);
            assertNotEquals(code.hashCode(), other.hashCode());
        }
    }
}
