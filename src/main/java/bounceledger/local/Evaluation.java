package bounceledger.local;

import bounceledger.classify.Classifier;
import bounceledger.classify.Effect;
import bounceledger.classify.Evidence;
import bounceledger.classify.Rule;
import bounceledger.classify.RuleSet;
import bounceledger.classify.Verdict;
import bounceledger.classify.Wordings;
import bounceledger.classify.Wordings.Wording;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a rule set does on labelled replies.
 *
 * <p>An answer <em>rests on a quote</em> when a phrase decided it that decides nothing else in the file: the rule may have been
 * written for this one reply, and says little about others. The alternatives of a group and the members of a set count one by
 * one: that {@code {box} (unknown|bricked up)} decides a hundred replies does not help the only one that says <em>bricked
 * up</em>. So a right answer rests on no quote when one {@linkplain Wordings.Wording wording} in which its rule speaks consists of
 * a phrase and of choices in it each of which is also in another reply that the same rule decides rightly. Where the rule has
 * conditions ({@code all}), that has to hold for each of them as well.
 *
 * <p>Stricter, an answer rests on <em>words of its own</em> when no wording as a whole, with all its choices, is in another such
 * reply. {@code recipient bricked up} may be the only one, though other recipients are unknown and other boxes bricked up.
 *
 * <p>In both, what a gap spans does not count, the spellings of one word are one, and replies of the same characters are one
 * reply. Answers that codes decide rest on no words.
 *
 * @param ruleSet the digest of the rules
 * @param judged the replies and what became of them, in the order of the file
 */
record Evaluation(String ruleSet, List<Judged> judged) {

    /**
     * A reply and its verdict.
     *
     * @param reply what was asked
     * @param verdict what the rules say
     * @param quotes the words that decided, when the answer is right and rests on a quote; else none
     * @param ownWords the words that decided, when it is right and rests on words of its own; else none
     */
    record Judged(LabelledReply reply, Verdict verdict, List<String> quotes, List<String> ownWords) {

        boolean isRight() {
            return reply.accept().contains(verdict.classification());
        }

        boolean isFalseRemoval() {
            return verdict.effect() == Effect.HARD && reply.mustStay();
        }

        boolean isMissedRemoval() {
            return reply.mustGo() && !LabelledReply.removes(verdict.classification());
        }

        boolean restsOnQuote() {
            return !quotes.isEmpty();
        }

        boolean restsOnOwnWords() {
            return !ownWords.isEmpty();
        }
    }

    static Evaluation of(List<LabelledReply> replies, RuleSet ruleSet) {
        Classifier classifier = new Classifier(ruleSet);
        List<Judged> judged = replies.stream()
                .map(reply -> new Judged(reply, classifier.classify(reply.failure()), List.of(), List.of()))
                .toList();
        Statements statements = new Statements(judged, ruleSet);
        Map<Judged, List<String>> quotes = statements.alone(Evaluation::written);
        Map<Judged, List<String>> ownWords = statements.alone(wording -> Set.of(wording.words()));
        return new Evaluation(
                classifier.version(),
                judged.stream()
                        .map(each -> new Judged(
                                each.reply(),
                                each.verdict(),
                                quotes.getOrDefault(each, List.of()),
                                ownWords.getOrDefault(each, List.of())))
                        .toList());
    }

    /** What somebody wrote for a wording to be known: the phrase, and each choice in it. */
    private static Set<String> written(Wording wording) {
        return Stream.concat(
                        Stream.of(wording.phrase()),
                        wording.choices().stream().map(choice -> wording.phrase() + choice))
                .collect(Collectors.toSet());
    }

    Proportion count(Predicate<Judged> cases) {
        return count(all -> true, cases);
    }

    Proportion count(Predicate<Judged> of, Predicate<Judged> cases) {
        List<Judged> all = judged.stream().filter(of).toList();
        return new Proportion((int) all.stream().filter(cases).count(), all.size());
    }

    /** What was said in the right answers that words decided: for each part of the rule, the wordings of it that occur. */
    private static final class Statements {

        private final Map<Judged, List<Set<Wording>>> parts = new LinkedHashMap<>();

        Statements(List<Judged> judged, RuleSet ruleSet) {
            Wordings wordings = new Wordings(ruleSet.lexicon());
            Map<String, Rule> rules = ruleSet.rules().stream().collect(Collectors.toMap(Rule::id, rule -> rule));
            for (Judged each : judged) {
                Rule rule = rules.get(each.verdict().evidence().rule());
                if (rule != null && each.isRight()) {
                    String text = text(each.verdict());
                    parts.put(
                            each,
                            Stream.concat(
                                            Stream.of(rule.any()),
                                            rule.all().stream().map(List::of))
                                    .map(phrases -> wordings(wordings, phrases, text))
                                    .toList());
                }
            }
        }

        private static Set<Wording> wordings(Wordings wordings, List<String> phrases, String text) {
            return phrases.stream()
                    .flatMap(phrase -> wordings.of(phrase, text).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /** The text of the reply that decided. */
        private static String text(Verdict verdict) {
            return verdict.evidence().reply() == Evidence.Reply.CAUSE
                    ? Objects.requireNonNull(verdict.normalForm().cause()).text()
                    : verdict.normalForm().text();
        }

        /**
         * The answers that stand alone, and in which words: a part of the rule has no wording all of whose features are also in
         * another answer of the same rule.
         */
        Map<Judged, List<String>> alone(Function<Wording, Set<String>> features) {
            Map<String, Set<String>> replies = new HashMap<>();
            parts.forEach((judged, statement) -> statement.stream()
                    .flatMap(Set::stream)
                    .flatMap(wording -> features.apply(wording).stream())
                    .forEach(feature -> replies.computeIfAbsent(key(judged, feature), k -> new HashSet<>())
                            .add(judged.reply().diagnostic())));
            Map<Judged, List<String>> alone = new HashMap<>();
            parts.forEach((judged, statement) -> statement.stream()
                    .filter(part -> part.stream()
                            .noneMatch(wording -> features.apply(wording).stream()
                                    .allMatch(feature -> replies.getOrDefault(key(judged, feature), Set.of())
                                                    .size()
                                            > 1)))
                    .findFirst()
                    .ifPresent(part -> alone.put(
                            judged, part.stream().map(Wording::words).distinct().toList())));
            return alone;
        }

        private static String key(Judged judged, String feature) {
            return judged.verdict().evidence().rule() + ' ' + feature;
        }
    }
}
