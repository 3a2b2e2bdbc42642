package bounceledger.classify;

import java.util.List;
import java.util.Map;

/** Rule sets that are small enough to read beside what they are asked. */
final class Samples {

    static final CodeTables NO_CODES = new CodeTables(List.of(), List.of(), Map.of());

    static final Lexicon LEXICON = new Lexicon(
            List.of("the", "is"),
            Map.of("not", List.of("never", "cannot"), "mailbox", List.of("mbox")),
            Map.of(
                    "box",
                    List.of("{person}", "mailbox", "pigeon hole", "pigeon hole key"),
                    "person",
                    List.of("user", "recipient")));

    private Samples() {}

    /** A rule of phrases alone. */
    static Rule rule(String id, Classification classification, String... any) {
        return rule(id, classification, List.of(any), List.of(), List.of(), List.of());
    }

    static Rule rule(
            String id,
            Classification classification,
            List<String> any,
            List<String> all,
            List<String> not,
            List<String> when) {
        return new Rule(id, classification, Rule.Rank.PLAIN, any, all, not, when, false, false);
    }

    static Classifier classifier(Rule... rules) {
        return classifier(NO_CODES, List.of(), rules);
    }

    static Classifier classifier(CodeTables codes, List<Label> labels, Rule... rules) {
        return new Classifier(new RuleSet(LEXICON, List.of(rules), labels, codes, "small"));
    }
}
