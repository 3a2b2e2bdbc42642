package bounceledger.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {

    /** The last four rows are published: Newcombe 1998, Statistics in Medicine 17, table I, method 3. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.0000, 0.2775",
        "5, 10, 0.2366, 0.7634",
        "10, 10, 0.7225, 1.0000",
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        "0, 20, 0.0000, 0.1611",
        "1, 29, 0.0061, 0.1718"
    })
    void hasWilsonsInterval(int cases, int of, double low, double high) {
        Proportion proportion = new Proportion(cases, of);

        assertEquals(low, proportion.low(), 0.00005);
        assertEquals(high, proportion.high(), 0.00005);
    }

    @Property
    void intervalHoldsTheShareAndMirrorsThatOfTheOthers(
            @ForAll @IntRange(max = 2000) int cases, @ForAll @IntRange(max = 2000) int others) {
        int of = cases + others + 1;
        Proportion proportion = new Proportion(cases, of);
        Proportion rest = new Proportion(of - cases, of);

        assertTrue(0 <= proportion.low() && proportion.low() <= proportion.share());
        assertTrue(proportion.share() < proportion.high() && proportion.high() <= 1);
        assertEquals(1 - proportion.low(), rest.high(), 1e-12);
    }

    @Test
    void refusesMoreCasesThanThereAre() {
        assertThrows(IllegalArgumentException.class, () -> new Proportion(3, 2));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(-1, 2));
    }

    @Test
    void ofNothingIsNoShare() {
        assertEquals(Double.NaN, new Proportion(0, 0).share());
    }
}
