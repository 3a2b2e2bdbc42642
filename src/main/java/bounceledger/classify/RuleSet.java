package bounceledger.classify;

import java.util.List;

/**
 * Everything that judges: the words, the rules from the strongest to the weakest, the labels and the code tables.
 *
 * @param lexicon the words that phrases are made of
 * @param rules in order of precedence: of those that fit, the first decides
 * @param labels in order of precedence within each kind
 * @param codes what codes mean by themselves
 * @param users how many of the rules, the first, are a user's
 * @param version a digest of the files that all this was read from, in hexadecimal
 */
public record RuleSet(
        Lexicon lexicon, List<Rule> rules, List<Label> labels, CodeTables codes, int users, String version) {

    public RuleSet {
        rules = List.copyOf(rules);
        labels = List.copyOf(labels);
    }

    /** A rule set without rules of a user's. */
    public RuleSet(Lexicon lexicon, List<Rule> rules, List<Label> labels, CodeTables codes, String version) {
        this(lexicon, rules, labels, codes, 0, version);
    }
}
