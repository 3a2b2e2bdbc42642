package bounceledger.classify;

import static bounceledger.classify.Samples.NO_CODES;
import static bounceledger.classify.Samples.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {

    @Test
    void joinsTheWordsOfTwo() {
        Lexicon one = new Lexicon(List.of("the"), Map.of("not", List.of("never")), Map.of("box", List.of("mailbox")));
        Lexicon other = new Lexicon(
                List.of("is"),
                Map.of("not", List.of("cannot"), "full", List.of("stuffed")),
                Map.of("box", List.of("inbox"), "person", List.of("user")));

        assertEquals(
                new Lexicon(
                        List.of("the", "is"),
                        Map.of("not", List.of("never", "cannot"), "full", List.of("stuffed")),
                        Map.of("box", List.of("mailbox", "inbox"), "person", List.of("user"))),
                one.with(other));
    }

    @Test
    void refusesAWordThatItHasTwice() {
        assertRefused("\"the\" is skipped or spelled twice", new Lexicon(List.of("the", "the"), Map.of(), Map.of()));
        assertRefused(
                "\"the\" is skipped or spelled twice",
                new Lexicon(List.of("the"), Map.of("not", List.of("the")), Map.of()));
        assertRefused(
                "\"not\" is skipped or spelled twice",
                new Lexicon(List.of("not"), Map.of("not", List.of("never")), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "4711", "", "end.", " begin", "ann@example.org"})
    void refusesWhatIsNoWord(String text) {
        assertRefused("\"" + text + "\" is not a word", new Lexicon(List.of(text), Map.of(), Map.of()));
    }

    private static void assertRefused(String message, Lexicon lexicon) {
        RuleSet rules =
                new RuleSet(lexicon, List.of(rule("r", Classification.EXPIRED, "zebra")), List.of(), NO_CODES, "");
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> CompiledRules.of(rules))
                        .getMessage());
    }
}
