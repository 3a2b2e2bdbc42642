package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import bounceledger.classify.Classification;
import bounceledger.classify.Classifier;
import bounceledger.classify.Effect;
import bounceledger.classify.Evidence;
import bounceledger.classify.Failure;
import bounceledger.classify.Label;
import bounceledger.classify.Lexicon;
import bounceledger.classify.Rule;
import bounceledger.classify.RuleSet;
import bounceledger.classify.Verdict;
import bounceledger.smtp.DiagnosticCode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every rule and label of the product to the examples that stand with it. */
class RuleExamplesTest {

    private static final Path CORPUS = Path.of("..", "shared", "corpus", "dev.jsonl");

    private static final List<RuleFile> FILES = RuleFiles.own();
    private static final RuleSet RULES = RuleFiles.ruleSet(List.of(), FILES);
    private static final Classifier CLASSIFIER = new Classifier(RULES);
    private static final Classifier WITHOUT_LABELS =
            new Classifier(new RuleSet(RULES.lexicon(), RULES.rules(), List.of(), RULES.codes(), "without labels"));

    @ParameterizedTest(name = "{0}")
    @MethodSource("examplesOfRules")
    void hitIsDecidedByItsRuleAndMissIsNot(RuleFile.Example example) {
        Evidence evidence = classify(example.reply()).evidence();

        String decided = "\"" + example.reply() + "\" is decided by " + evidence.rule() + ", which found \""
                + evidence.matched() + "\" (" + evidence.tier() + ")";
        if (example.hit()) {
            assertEquals(example.rule(), evidence.rule(), decided);
        } else {
            assertNotEquals(example.rule(), evidence.rule(), decided);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void everyPhraseOccursInAHit(Rule rule, List<String> hits) {
        assertFalse(hits.isEmpty(), () -> "rule " + rule.id() + " has no hit");
        assertAll(rule.any().stream()
                .map(phrase -> () -> assertTrue(
                        occursInOneOf(hits, phrase), () -> "no hit of " + rule.id() + " has the phrase " + phrase)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("labels")
    void everyPhraseOfALabelOccursInAHitThatIsGivenTheLabel(Label label, List<String> hits) {
        assertFalse(hits.isEmpty(), () -> "label " + label.name() + " has no hit");
        assertAll(Stream.concat(
                hits.stream().map(hit -> () -> assertTrue(isGiven(label, hit), () -> label.name() + ": " + hit)),
                label.any().stream()
                        .map(phrase -> () -> assertTrue(
                                occursInOneOf(hits, phrase),
                                () -> "no hit of " + label.name() + " has the phrase " + phrase))));
    }

    @Test
    void noRuleRemovesAnybodyInTheNameOfAHitOfAnother() {
        assertAll(FILES.stream()
                .flatMap(file -> file.rules().stream()
                        .filter(rule -> !isRecipients(rule.classification()))
                        .flatMap(rule -> hits(file, rule.id()).stream()))
                .map(hit -> () -> assertNotEquals(Effect.HARD, classify(hit).effect(), hit)));
    }

    @Test
    void noExampleIsAnItemOfTheCorpus() throws IOException {
        if (!Files.exists(CORPUS)) {
            String reason = "not compared with the corpus: there is no " + CORPUS;
            System.out.println("RuleExamplesTest: " + reason);
            abort(reason);
        }
        Set<String> corpus = new HashSet<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(CORPUS)) {
            corpus.add(folded(mapper.readTree(line).get("diagnostic").asText()));
        }

        assertAll(FILES.stream()
                .flatMap(file -> file.examples().stream())
                .map(example -> () ->
                        assertFalse(corpus.contains(folded(example.reply())), () -> "in the corpus: " + example)));
    }

    static Stream<Arguments> examplesOfRules() {
        return FILES.stream()
                .filter(file -> file.labels().isEmpty())
                .flatMap(file -> file.examples().stream())
                .map(example -> Arguments.of(
                        Named.of(example.rule() + (example.hit() ? " hit: " : " miss: ") + example.reply(), example)));
    }

    static Stream<Arguments> rules() {
        return FILES.stream()
                .flatMap(file -> file.rules().stream()
                        .map(rule -> Arguments.of(Named.of(rule.id(), rule), hits(file, rule.id()))));
    }

    static Stream<Arguments> labels() {
        return FILES.stream()
                .flatMap(file -> file.labels().stream()
                        .map(label -> Arguments.of(
                                Named.of(label.kind() + " " + label.name(), label), hits(file, label.name()))));
    }

    private static List<String> hits(RuleFile file, String id) {
        return file.examples().stream()
                .filter(example -> example.hit() && example.rule().equals(id))
                .map(RuleFile.Example::reply)
                .toList();
    }

    private static boolean isGiven(Label label, String hit) {
        Verdict verdict = classify(hit);
        return switch (label.kind()) {
            case PROVIDER -> label.name().equals(verdict.provider());
            case BLOCKLIST -> label.name().equals(verdict.blocklist());
            case RETRY -> verdict.retryAfterSeconds() != null;
            case TEMPORARY -> isRecipients(verdict.classification()) && verdict.effect() == Effect.WEAK;
            // Its hits name a missing mailbox behind something that would count if it were not only supposed.
            case SUPPOSITION ->
                isRecipients(verdict.classification())
                        && !isRecipients(
                                WITHOUT_LABELS.classify(Failure.of(hit)).classification());
        };
    }

    private static boolean isRecipients(Classification classification) {
        return classification == Classification.MAILBOX_UNKNOWN || classification == Classification.MAILBOX_DISABLED;
    }

    /** Asks a classifier that knows this one phrase and nothing else. */
    private static boolean occursInOneOf(List<String> hits, String phrase) {
        Lexicon lexicon = RULES.lexicon();
        Rule alone = new Rule(
                "alone",
                Classification.EXPIRED,
                Rule.Rank.PLAIN,
                List.of(phrase),
                List.of(),
                List.of(),
                List.of(),
                false,
                false);
        Classifier classifier = new Classifier(new RuleSet(lexicon, List.of(alone), List.of(), RULES.codes(), "alone"));
        return hits.stream()
                .anyMatch(hit -> classifier.classify(Failure.of(hit)).evidence().rule() != null);
    }

    private static Verdict classify(String reply) {
        return CLASSIFIER.classify(Failure.of(reply));
    }

    /** The reply in normal form, without its type. */
    private static String folded(String reply) {
        DiagnosticCode normal = DiagnosticCode.parse(reply);
        return (normal.replyCode() + " " + normal.enhancedStatusCode() + " " + normal.text()).toLowerCase(Locale.ROOT);
    }
}
