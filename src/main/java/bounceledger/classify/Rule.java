package bounceledger.classify;

import java.util.List;

/**
 * What certain words mean. A rule fits a reply when one of {@code any} occurs in its text, all of {@code all} do, none of
 * {@code not} does, and one of {@code when} holds (if there are any). Phrases are written as {@link Phrases} describes.
 *
 * @param id the name under which verdicts cite it; unique
 * @param classification what it decides
 * @param rank how much it is to be believed when several rules fit
 * @param any phrases, at least one
 * @param all phrases, at most 64
 * @param not phrases
 * @param when codes ({@code 5.4.1}, {@code 552}) or {@code permanent}, {@code temporary}
 * @param weak whether the words point to a missing mailbox without settling it
 * @param outer whether the rule, when it fits a reply that quotes another, decides in place of the quoted one
 */
public record Rule(
        String id,
        Classification classification,
        Rank rank,
        List<String> any,
        List<String> all,
        List<String> not,
        List<String> when,
        boolean weak,
        boolean outer) {

    /** How much a statement is to be believed, the strongest first. */
    public enum Rank {
        /** SES speaks of its own lists. */
        STATE,
        /** A token or sentence that one system uses for one thing. */
        TOKEN,
        /** A statement of the precise cause. */
        CAUSE,
        /** A plain statement. */
        PLAIN,
        /** Words that say little, when there are no better ones. */
        VAGUE;

        private final String word = Word.of(this);

        @Override
        public String toString() {
            return word;
        }
    }

    public Rule {
        any = List.copyOf(any);
        all = List.copyOf(all);
        not = List.copyOf(not);
        when = List.copyOf(when);
        if (any.isEmpty()) {
            throw new IllegalArgumentException("rule " + id + " has no phrase under any");
        }
        if (all.size() > Long.SIZE) {
            throw new IllegalArgumentException("rule " + id + " has more than " + Long.SIZE + " phrases under all");
        }
    }
}
