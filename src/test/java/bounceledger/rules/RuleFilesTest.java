package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.classify.Verdict;
import bounceledger.rules.RuleFile.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFilesTest {

    private static final Classifier OWN = new Classifier(RuleFiles.load());

    @Test
    void everyExampleIsDecidedAsItsRuleSays() {
        List<String> wrong = RuleFiles.own().stream()
                .flatMap(file -> file.examples().stream())
                .flatMap(RuleFilesTest::complaint)
                .toList();
        assertEquals(List.of(), wrong);
    }

    private static Stream<String> complaint(Example example) {
        Verdict verdict = OWN.classify(Failure.of(example.reply()));
        boolean decided = example.rule().equals(verdict.evidence().rule());
        return decided == example.hit()
                ? Stream.of()
                : Stream.of(example + " is decided by " + verdict.evidence().rule());
    }

    @Test
    void aUsersRulesComeBeforeTheBuiltInOnesOfAnyRank(@TempDir Path folder) throws IOException {
        String reply = "550 5.7.26 our own words: DMARC failed at the front door";
        assertEquals(
                Classification.SIGNATURE_ERROR, OWN.classify(Failure.of(reply)).classification());
        Files.writeString(
                folder.resolve("mine.rules"), "classification rate-limit\n\nrule mine\nrank vague\nany front door\n");
        Files.writeString(folder.resolve("notes.txt"), "no rules at all");
        Verdict verdict = new Classifier(RuleFiles.load(folder)).classify(Failure.of(reply));
        assertEquals(Classification.RATE_LIMIT, verdict.classification());
        assertEquals("mine", verdict.evidence().rule());
        assertNotEquals(OWN.version(), verdict.ruleSet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            classification blocked\\nrule a\\nany b\\nwhat c          | mine.rules, line 4, rule a: there is no key "what"
            classification nonsense                               | mine.rules, line 1: there is no classification "nonsense"
            any b                                                 | mine.rules, line 1: any stands before the first rule
            rule a\\nany b                                         | mine.rules: rule a stands before a classification or label
            classification blocked\\nrule a\\nall b                 | rule a has no phrase under any
            classification blocked\\nrule a\\nany {nowhere}         | rule a: there is no set {nowhere}
            classification blocked\\nrule a\\nany the               | rule a: "the" has a part without a word
            classification blocked\\nrule a\\nany b (c              | opens with ( what it does not close
            classification blocked\\nrule a\\nany b\\nrule a\\nany c  | there is another rule a
            """)
    void refusesABrokenFileWithItsNameRuleAndReason(String content, String message, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("mine.rules");
        Files.writeString(file, content.replace("\\n", "\n"));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new Classifier(RuleFiles.load(file)));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }
}
