package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.classify.Rule;
import bounceledger.classify.RuleSet;
import bounceledger.classify.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFilesTest {

    private static final String PLAIN = """
            classification blocked
            rule no-zebras
            any   zebra * (refuse|reject)
            hit   550 zebras are refused
            """;

    @Test
    void ordersTheProductsOwnRulesByRankAndThenAsTheyStand() {
        List<Rule> rules = RuleFiles.load().rules();
        List<String> asTheyStand = RuleFiles.own().stream()
                .flatMap(file -> file.rules().stream())
                .map(Rule::id)
                .toList();

        Comparator<Rule> order = Comparator.comparing(Rule::rank).thenComparing(rule -> asTheyStand.indexOf(rule.id()));
        for (int i = 1; i < rules.size(); i++) {
            assertTrue(
                    order.compare(rules.get(i - 1), rules.get(i)) < 0,
                    rules.get(i).id());
        }
        assertEquals(asTheyStand.size(), rules.size());
    }

    @Test
    void namesEveryRuleOnce() {
        Set<String> ids = new HashSet<>();

        RuleFiles.load().rules().forEach(rule -> assertTrue(ids.add(rule.id()), rule.id()));
    }

    /** Else {@code au com} would be {@code com}. */
    @Test
    void noChoiceOfSeveralWordsIsReducedToOneByThoseThatAreSkipped() {
        RuleSet rules = RuleFiles.load();
        Set<String> skipped = Set.copyOf(rules.lexicon().skipped());
        Pattern group = Pattern.compile("\\(([^()]*)\\)");

        Stream<String> members = rules.lexicon().sets().values().stream().flatMap(List::stream);
        Stream<String> choices = Stream.concat(
                        rules.rules().stream().flatMap(rule -> Stream.concat(rule.any().stream(), rule.all().stream())),
                        rules.labels().stream().flatMap(label -> label.any().stream()))
                .flatMap(phrase -> group.matcher(phrase).results())
                .flatMap(found -> Stream.of(found.group(1).split("\\|", -1)));

        assertAll(Stream.concat(members, choices).map(choice -> () -> {
            String[] words = choice.strip().split(" ", -1);
            long left = Stream.of(words).filter(word -> !skipped.contains(word)).count();
            assertTrue(words.length == 1 || left > 1, choice);
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "token", "cause", "plain", "vague"})
    void asksAUsersRuleOfAnyRankBeforeTheProductsOwn(String rank, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("mine.rules");
        Files.writeString(file, """
                classification rate-limit
                rule mine
                rank  %s
                any   user unknown
                """.formatted(rank));

        Verdict verdict = new Classifier(RuleFiles.load(file)).classify(Failure.of("550 5.1.1 User unknown"));

        assertEquals("mine", verdict.evidence().rule());
        assertEquals(Classification.RATE_LIMIT, verdict.classification());
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 No such user. If pigeon hole, ask", "550 5.1.1 No such user. A pigeon hole"})
    void asksAUsersRuleFirstWhereverItsWordsStand(String reply, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("mine.rules");
        Files.writeString(file, """
                classification rate-limit
                rule mine
                rank  vague
                any   pigeon hole
                """);

        Verdict verdict = new Classifier(RuleFiles.load(file)).classify(Failure.of(reply));

        assertEquals("mine", verdict.evidence().rule());
    }

    @Test
    void ordersAUsersRulesByRankAmongThemselves(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("a.rules"), """
                classification blocked
                rule first-file
                rank  vague
                any   zebra
                """);
        Files.writeString(directory.resolve("b.rules"), """
                classification bad-content
                rule second-file
                rank  cause
                any   zebra
                """);
        Files.writeString(directory.resolve("notes.txt"), "no rules");

        List<Rule> rules = RuleFiles.load(directory).rules();

        assertEquals(
                List.of("second-file", "first-file"),
                rules.subList(0, 2).stream().map(Rule::id).toList());
        assertEquals(RuleFiles.load().rules(), rules.subList(2, rules.size()));
    }

    @Test
    void letsAUserAddMembersToASet(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("mine.rules");
        Files.writeString(file, "set box zebra\n");

        Verdict verdict = new Classifier(RuleFiles.load(file)).classify(Failure.of("550 zebra unknown"));

        assertEquals(Classification.MAILBOX_UNKNOWN, verdict.classification());
    }

    @Test
    void refusesAFileThatIsNotThere(@TempDir Path directory) {
        Path absent = directory.resolve("absent.rules");

        String message = refusal(UncheckedIOException.class, absent);

        assertTrue(message.contains("absent.rules"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            anny zebra             ~ line 4, rule no-zebras ~ there is no key "anny"
            rank loud              ~ line 4, rule no-zebras ~ there is no rank "loud"
            flag loud              ~ line 4, rule no-zebras ~ there is no flag "loud"
            when often             ~ line 4, rule no-zebras ~ "often" is no code
            when 999               ~ line 4, rule no-zebras ~ "999" is no code
            any {zoo}              ~ line 4, rule no-zebras ~ there is no set {zoo}
            any zebra {box         ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any zebra box}         ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any (zebra|          ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any (zebra|)         ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any (|zebra)         ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any zebra *            ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any * zebra            ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any zebra | lion     ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            any                    ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            not (zebra|)         ~ line 4, rule no-zebras ~ where a word or a closing bracket belongs
            set zoo lion, ,tiger   ~ line 4, rule no-zebras ~ has an empty member
            classification striped ~ line 4, rule no-zebras ~ there is no classification "striped"
            label striped          ~ line 4, rule no-zebras ~ there is no label "striped"
            rule no-zebras         ~ line 4, rule no-zebras ~ there is another rule no-zebras
            rule                   ~ line 4                 ~ a rule needs an id
            """)
    void refusesALineThatIsNotInOrder(String line, String place, String reason, @TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("mine.rules");
        String text = "classification blocked\nrule no-zebras\nany lion\n" + line + "\nany zebra\n";
        Files.writeString(file, text);

        String message = refusal(IllegalArgumentException.class, file);

        assertTrue(message.startsWith(file + ", " + place), message);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void refusesARuleWithoutPhrases(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("mine.rules");
        Files.writeString(file, "classification blocked\nrule silent\nrank cause\n");

        String message = refusal(IllegalArgumentException.class, file);

        assertTrue(message.startsWith(file.toString()) && message.contains("rule silent"), message);
    }

    @Test
    void refusesARuleOutsideAClassification(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("mine.rules");
        Files.writeString(file, "rule homeless\nany zebra\n");

        String message = refusal(IllegalArgumentException.class, file);

        assertTrue(message.startsWith(file.toString()) && message.contains("rule homeless"), message);
    }

    @Test
    void refusesTheIdOfARuleOfTheProduct(@TempDir Path directory) throws IOException {
        String taken = RuleFiles.load().rules().get(0).id();
        Path file = directory.resolve("mine.rules");
        Files.writeString(file, "classification blocked\nrule " + taken + "\nany zebra\n");

        String message = refusal(IllegalArgumentException.class, file);

        assertTrue(message.contains("rule " + taken), message);
    }

    @Test
    void givesARuleSetThatSaysSomethingElseAnotherDigest() {
        assertNotEquals(digest(PLAIN), digest(PLAIN.replace("refuse", "deny")));
        assertNotEquals(digest(PLAIN), digest(PLAIN.replace("blocked", "bad-content")));
        assertNotEquals(digest(PLAIN), digest(PLAIN + "rank vague\n"));
    }

    @Test
    void givesARuleSetWithOtherCommentsAndExamplesTheSameDigest() {
        assertEquals(digest(PLAIN), digest("# Stripes are out.\n" + PLAIN));
        assertEquals(digest(PLAIN), digest(PLAIN + "hit 550 zebra rejected\nmiss 550 lion rejected\n"));
        assertEquals(digest(PLAIN), digest("\n" + PLAIN + "\n\n"));
    }

    private static String refusal(Class<? extends RuntimeException> kind, Path file) {
        return String.valueOf(assertThrows(kind, () -> RuleFiles.load(file)).getMessage());
    }

    private static String digest(String content) {
        return RuleFiles.ruleSet(List.of(), List.of(RuleFile.parse("mine.rules", content)))
                .version();
    }
}
