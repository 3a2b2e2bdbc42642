package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.Fire;
import bounceledger.ProcessorTime;
import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts made of what a rule is for, to be slow: four times as long a text takes about four times as long. Below the length
 * at which a text is cut for matching, and far beyond it.
 */
@Tag("fire")
final class HostileTextTest {

    private static final int SHORT = 2 * 1024;
    private static final int BEYOND = 64 * 1024;
    private static final int TIMES = 4;

    /** Four, and what the measurement may be wrong by. */
    private static final double MOST_GROWTH = 6;

    /** Nanoseconds for each character that are fast enough whatever the growth is. */
    private static final long FAST_ENOUGH = 100;

    private static final int ATTEMPTS = 3;
    private static final int RUNS = 5;
    private static final int HITS = Fire.times(1, Integer.MAX_VALUE);

    private static final List<RuleFile> FILES = RuleFiles.own();
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.ruleSet(List.of(), FILES));

    /** What a hit is repeated as. */
    private static final List<UnaryOperator<String>> PIECES = List.of(
            hit -> hit,
            hit -> String.join(" qx ", words(hit)),
            HostileTextTest::reversed,
            HostileTextTest::begun,
            hit -> "<" + hit + " (",
            hit -> hit.replace(' ', '\n'));

    private static final List<Growth> measured = new ArrayList<>();

    /** Compiles what a longer text may do and its beginning does not: otherwise only the longer one would wait for that. */
    @BeforeAll
    static void compile() {
        Failure all = Failure.of(allHits());
        for (int i = 0; i < 300; i++) {
            CLASSIFIER.classify(all);
        }
    }

    @AfterAll
    static void tell() {
        List<Double> times = measured.stream().map(Growth::times).sorted().toList();
        double slowest = measured.stream().mapToDouble(Growth::nanos).max().orElse(0);
        System.out.printf(
                "HostileTextTest: %d texts; %d times the length took %.1f times the time in the median, %.1f in all but 1 %%"
                        + " of them; the slowest took %.0f ns a character%n",
                times.size(), TIMES, times.get(times.size() / 2), times.get(times.size() * 99 / 100), slowest);
    }

    static Stream<Arguments> rules() {
        return FILES.stream()
                .flatMap(file -> file.rules().stream()
                        .map(rule -> Arguments.of(Named.of(
                                rule.id(),
                                file.examples().stream()
                                        .filter(example ->
                                                example.hit() && example.rule().equals(rule.id()))
                                        .map(RuleFile.Example::reply)
                                        .limit(HITS)
                                        .toList()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void timeGrowsAsTheTextDoes(List<String> hits) throws IOException {
        assertTrue(!hits.isEmpty());
        for (String hit : hits) {
            for (UnaryOperator<String> form : PIECES) {
                assertLinear("", form.apply(hit), SHORT);
            }
            assertLinear(hit, " " + hit, BEYOND);
        }
    }

    /** Of everything that rules are for at once. */
    @ParameterizedTest
    @MethodSource("lengths")
    void timeGrowsAsATextOfAllHitsDoes(int length) throws IOException {
        assertLinear("", allHits(), length);
    }

    private static String allHits() {
        List<String> all = new ArrayList<>(FILES.stream()
                .flatMap(file -> file.examples().stream())
                .map(RuleFile.Example::reply)
                .toList());
        Collections.shuffle(all, new Random(Fire.SEED));
        return String.join(" ", all);
    }

    static Stream<Integer> lengths() {
        return Stream.of(SHORT, BEYOND);
    }

    /** So that this test is known to fail where it should. */
    @Test
    void seesWhatGrowsFasterThanTheText() {
        AtomicInteger same = new AtomicInteger();
        Consumer<String> everyThree = text -> {
            int count = 0;
            for (int i = 0; i < text.length(); i++) {
                for (int j = 0; j < text.length(); j++) {
                    for (int k = 0; k < text.length(); k++) {
                        count += text.charAt(i) + text.charAt(j) == text.charAt(k) ? 1 : 0;
                    }
                }
            }
            same.addAndGet(count);
        };
        assertThrows(AssertionError.class, () -> assertLinear(everyThree, "", "user unknown", 96));
    }

    private static void assertLinear(String begin, String piece, int length) throws IOException {
        Growth growth = assertLinear(text -> CLASSIFIER.classify(Failure.of(text)), begin, piece, length);
        measured.add(growth);
    }

    /**
     * How long a text took, and how many times as long as a quarter of it.
     *
     * @param nanos for each character
     */
    private record Growth(double nanos, double times, String text) {

        boolean isLinear() {
            return times <= MOST_GROWTH || nanos < FAST_ENOUGH;
        }

        @Override
        public String toString() {
            return "%.0f ns a character, and %.1f times the time of a quarter of the text, which begins with %s"
                    .formatted(nanos, times, text.substring(0, Math.min(200, text.length())));
        }
    }

    private static Growth assertLinear(Consumer<String> work, String begin, String piece, int length)
            throws IOException {
        String small = grown(begin, piece, length);
        String large = grown(begin, piece, length * TIMES);
        Growth growth = growth(work, small, large);
        for (int i = 1; i < ATTEMPTS && !growth.isLinear(); i++) {
            growth = growth(work, small, large);
        }
        assertTrue(growth.isLinear(), growth::toString);
        return growth;
    }

    private static Growth growth(Consumer<String> work, String small, String large) throws IOException {
        double[] medians = ProcessorTime.medians(RUNS, () -> work.accept(small), () -> work.accept(large));
        double less = medians[0];
        double more = medians[1];
        return new Growth(more / large.length(), more / less, large);
    }

    private static String grown(String begin, String piece, int length) {
        StringBuilder text = new StringBuilder(begin);
        while (text.length() < length) {
            text.append(piece).append(' ');
        }
        text.setLength(length);
        return text.toString();
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" ", 0));
    }

    private static String reversed(String hit) {
        List<String> words = new ArrayList<>(words(hit));
        Collections.reverse(words);
        return String.join(" ", words);
    }

    /** Its first half: phrases that begin and do not end. */
    private static String begun(String hit) {
        List<String> words = words(hit);
        return String.join(" ", words.subList(0, (words.size() + 1) / 2));
    }
}
