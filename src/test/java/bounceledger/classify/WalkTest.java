package bounceledger.classify;

import static bounceledger.classify.Samples.LEXICON;
import static bounceledger.classify.Samples.NO_CODES;
import static bounceledger.classify.Samples.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WalkTest {

    private static final int WORDS = 300;

    private final Walk walk = new Walk(CompiledRules.of(new RuleSet(
                    LEXICON,
                    IntStream.range(0, WORDS)
                            .mapToObj(i -> rule("r" + i, Classification.EXPIRED, "w" + "x".repeat(i)))
                            .toList(),
                    List.of(),
                    NO_CODES,
                    ""))
            .phrases());

    /** Else they would be full in the end, however little there is to find. */
    @Test
    void theTablesDoNotGrowByWhatTheyHold() {
        Walk.Tables tables = walk.begin();
        int[] states = IntStream.rangeClosed(3, WORDS)
                .map(word -> tables.next(0, word))
                .toArray();
        for (int i = 0; i < 200; i++) {
            int[] again = IntStream.rangeClosed(3, WORDS)
                    .map(word -> tables.next(0, word))
                    .toArray();
            assertEquals(
                    IntStream.of(states).boxed().toList(),
                    IntStream.of(again).boxed().toList());
        }
        assertSame(tables, walk.begin());
    }

    @Test
    void fullTablesAreBegunAnew() {
        Walk.Tables tables = walk.begin();
        int word = 3;
        int state = 0;
        for (int i = 0; state != Walk.NONE && i < WORDS * WORDS; i++) {
            state = tables.next(tables.next(0, 3 + i / WORDS % WORDS), word + i % WORDS);
        }
        assertEquals(Walk.NONE, state);
        assertNotSame(tables, walk.begin());
        assertNotEquals(Walk.NONE, walk.begin().next(0, word));
    }
}
