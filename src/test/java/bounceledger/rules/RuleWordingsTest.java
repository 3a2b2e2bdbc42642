package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.classify.Evidence;
import bounceledger.classify.Failure;
import bounceledger.classify.Rule;
import bounceledger.classify.RuleSet;
import bounceledger.classify.Verdict;
import bounceledger.classify.Wordings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the slow way of finding phrases to the fast one, over every example of the product's rules. */
class RuleWordingsTest {

    private static final List<RuleFile> FILES = RuleFiles.own();
    private static final RuleSet RULES = RuleFiles.ruleSet(List.of(), FILES);

    @Test
    void whateverDecidesHasAWording() {
        Classifier classifier = new Classifier(RULES);
        Wordings wordings = new Wordings(RULES.lexicon());
        Map<String, Rule> rules = RULES.rules().stream().collect(Collectors.toMap(Rule::id, Function.identity()));
        List<Verdict> decided = FILES.stream()
                .flatMap(file -> file.examples().stream())
                .map(example -> classifier.classify(Failure.of(example.reply())))
                .filter(verdict -> verdict.evidence().rule() != null)
                .toList();

        assertTrue(decided.size() > 100, () -> decided.size() + " examples are decided by rules");
        assertAll(decided.stream().flatMap(verdict -> {
            Rule rule = Objects.requireNonNull(rules.get(verdict.evidence().rule()));
            return Stream.concat(Stream.of(rule.any()), rule.all().stream().map(List::of))
                    .map(phrases -> () -> assertFalse(
                            phrases.stream()
                                    .allMatch(phrase ->
                                            wordings.of(phrase, text(verdict)).isEmpty()),
                            () -> rule.id() + ": " + verdict.diagnosticCode()));
        }));
    }

    private static String text(Verdict verdict) {
        return verdict.evidence().reply() == Evidence.Reply.CAUSE
                ? Objects.requireNonNull(verdict.normalForm().cause()).text()
                : verdict.normalForm().text();
    }
}
