package bounceledger.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line tells of a text, against what a look at each character tells. */
class LineTest {

    /** One for all texts, so that none may show through the next. */
    private static final Line LINE = new Line();

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> common =
                Arbitraries.of('a', 'Z', '5', '0', ' ', '.', ';', '?', '!', '(', ')', '-', '_', '\'', '@');
        Arbitrary<Character> any = Arbitraries.chars().all();
        return Arbitraries.oneOf(
                common.list().ofMaxSize(200).map(LineTest::text),
                Arbitraries.frequencyOf(Tuple.of(9, common), Tuple.of(1, any))
                        .list()
                        .ofMaxSize(150)
                        .map(LineTest::text));
    }

    private static String text(Iterable<Character> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::append);
        return text.toString();
    }

    @Property(tries = 3000)
    void hasABitForEachCharacterOfAKind(@ForAll("texts") String text) {
        LINE.read(text);
        assertEquals(bits(text, i -> isLetterOrDigit(text.charAt(i))), bits(LINE::alphanumerics));
        assertEquals(bits(text, i -> isDigit(text, i)), bits(LINE::digits));
        assertEquals(bits(text, i -> text.charAt(i) == '('), bits(LINE::openings));
        assertEquals(bits(text, i -> text.charAt(i) == ')'), bits(LINE::closings));
        assertEquals(bits(text, i -> "-_".indexOf(text.charAt(i)) >= 0), bits(LINE::hyphens));
        assertEquals(bits(text, i -> text.charAt(i) == '\''), bits(LINE::apostrophes));
        if (LINE.isAscii()) {
            assertEquals(bits(text, i -> isStop(text, i)), bits(LINE::stops));
        }
    }

    @Property(tries = 3000)
    void tellsWhatTheTextIsMadeOf(@ForAll("texts") String text) {
        LINE.read(text);
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        assertEquals(ascii, LINE.isAscii());
        assertEquals(ascii && text.chars().allMatch(c -> c >= ' ' && c < 0x7f) && !text.contains("  "), LINE.isPlain());
    }

    @Property(tries = 3000)
    void findsDigitsThatStandByThemselves(@ForAll("texts") String text) {
        LINE.read(text);
        for (int from = 0; from < text.length(); from++) {
            int start = from;
            assertEquals(
                    IntStream.range(start, text.length())
                            .filter(i -> stands(text, i, 1))
                            .findFirst()
                            .orElse(text.length()),
                    LINE.single(start));
            assertEquals(
                    IntStream.range(0, start + 1)
                            .filter(i -> stands(text, i, 3))
                            .reduce(-1, (one, other) -> other),
                    LINE.three(start + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 8192})
    void readsTextsOfAnyLength(int length) {
        LINE.read("7".repeat(length));
        assertEquals(
                length,
                IntStream.range(0, LINE.blocks())
                        .map(block -> Long.bitCount(LINE.digits(block)))
                        .sum());
        assertTrue(LINE.isPlain());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 62, 63, 64, 65, 127, 128})
    void aDotEndsASentenceBeforeASpaceWhereverABlockEnds(int at) {
        String words = "a".repeat(at);
        LINE.read(words + ". b");
        assertEquals(bits(LINE.text(), i -> i == at), bits(LINE::stops));
        LINE.read(words + ".. b");
        assertEquals(bits(LINE.text(), i -> false), bits(LINE::stops));
        LINE.read(words + ".b");
        assertEquals(bits(LINE.text(), i -> false), bits(LINE::stops));
    }

    @Test
    void theFirstCharacterBeyondAsciiIsNone() {
        LINE.read("a\u0080");
        assertFalse(LINE.isAscii());
    }

    @Test
    void tellsAQuestionMarkFromWhatBecomesOne() {
        LINE.read("why?");
        assertTrue(LINE.isPlain());
        LINE.read("why\ud800");
        assertFalse(LINE.isPlain());
        assertFalse(LINE.isAscii());
    }

    @Test
    void readsATextAsIfItHadOtherCharacters() {
        LINE.read("été");
        LINE.readAs("ete");
        assertEquals("été", LINE.text());
        assertEquals(0b111, LINE.alphanumerics(0));
    }

    private static boolean isLetterOrDigit(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static boolean isDigit(String text, int i) {
        return i >= 0 && i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }

    private static boolean isStop(String text, int i) {
        return ";!?".indexOf(text.charAt(i)) >= 0 || text.startsWith(". ", i) && i > 0 && text.charAt(i - 1) != '.';
    }

    private static boolean stands(String text, int i, int digits) {
        return IntStream.range(i, i + digits).allMatch(k -> isDigit(text, k))
                && !isDigit(text, i - 1)
                && !isDigit(text, i + digits);
    }

    private static String bits(String text, IntPredicate is) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < (text.length() / Long.SIZE + 1) * Long.SIZE; i++) {
            bits.append(i < text.length() && is.test(i) ? 1 : 0);
        }
        return bits.toString();
    }

    private static String bits(IntToLongFunction blocks) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < LINE.blocks() * Long.SIZE; i++) {
            bits.append(blocks.applyAsLong(i / Long.SIZE) >>> i & 1);
        }
        return bits.toString();
    }
}
