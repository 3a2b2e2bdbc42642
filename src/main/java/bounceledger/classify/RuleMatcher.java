package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in a text the phrases of all rules and labels at once. */
final class RuleMatcher {

    /** Phrases of a text of which the place is kept even when another one speaks for the same. */
    private static final int MOST_AGAIN = 64;

    private final List<Rule> rules;
    private final List<Label> labels;
    private final Phrases phrases;
    private final Walk walk;

    /** The bit of each phrase, and how many bits there are; see {@link CompiledRules}. */
    private final int[] bitOf;

    private final int bits;
    /** How many of the bits are those of rules and labels. */
    private final int owners;

    private final int[][] all;
    private final int[][] not;
    private final int[][] when;

    RuleMatcher(CompiledRules compiled) {
        rules = compiled.rules();
        labels = compiled.labels();
        phrases = compiled.phrases();
        bitOf = compiled.bitOf();
        bits = compiled.bits();
        owners = rules.size() + labels.size();
        all = compiled.all();
        not = compiled.not();
        when = compiled.when();
        walk = new Walk(phrases);
    }

    /** What is found in the text. */
    Found find(String text) {
        return find(text, 0, 0);
    }

    /** What is found in the text; {@link Found#part} is what is found between two of its indices. */
    Found find(String text, int from, int to) {
        Reading reading = new Reading(text, from, to);
        while (!reading.walk(walk.begin())) {
            reading = new Reading(text, from, to);
        }
        return reading.whole;
    }

    /** One walk over the words of a text. */
    private final class Reading {

        private final Found whole;
        private final @Nullable Found part;
        private int partFrom = Integer.MAX_VALUE;
        private int partTo;

        /** The words that are not skipped: their numbers, where they stand, and whether a clause begins. */
        private final int[] numbers;

        private final int[] spans;
        private final boolean[] begins;
        private int count;

        private int at;
        /** The number of the word that begins the clause at hand. */
        private int clause;

        /** The openings so far, each with the number of the word after it and that of the word with which its phrase began. */
        private int[] openings = new int[16];

        private int[] openingEnds = new int[16];
        private int[] openingStarts = new int[16];
        private int openingCount;

        Reading(String text, int from, int to) {
            WordReader read = new WordReader(text);
            numbers = new int[read.count() + 1];
            spans = new int[read.count() + 1];
            begins = new boolean[read.count() + 1];
            Lexicon.Words words = phrases.words();
            for (int i = 0; i < read.count(); i++) {
                int number = words.number(read.hash(i));
                numbers[count] = number;
                spans[count] = read.span(i);
                begins[count] |= read.beginsClause(i);
                count += number == Lexicon.Words.SKIPPED ? 0 : 1;
            }
            whole = new Found(0);
            whole.hasWords = saySomething(read, 0, text.length());
            part = from < to ? new Found(from) : null;
            whole.part = part;
            if (part != null) {
                part.hasWords = saySomething(read, from, to);
                partFrom = 0;
                while (partFrom < count && spans[partFrom] >>> 16 < from) {
                    partFrom++;
                }
                partTo = partFrom;
                while (partTo < count && (spans[partTo] & 0xffff) <= to) {
                    partTo++;
                }
            }
        }

        private static boolean saySomething(WordReader read, int from, int to) {
            for (int i = 0; i < read.count(); i++) {
                if (read.span(i) >>> 16 >= from && (read.span(i) & 0xffff) <= to && read.saysSomething(i)) {
                    return true;
                }
            }
            return false;
        }

        /** False when the tables are full. */
        private boolean walk(Walk.Tables tables) {
            int state = 0;
            while (at < count) {
                int word = numbers[at];
                clause = begins[at] ? at : clause;
                at++;
                if (word == Lexicon.Words.UNKNOWN) {
                    state = 0;
                } else {
                    state = tables.next(state, word);
                    if (state < 0 || !enter(state, tables)) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean enter(int state, Walk.Tables tables) {
            int[] blocks = tables.blocks();
            int count = blocks[state + Walk.PHRASES];
            for (int i = 1; i <= count; i++) {
                int end = blocks[state + Walk.PHRASES + i];
                occurred(Phrases.ended(end), at - Phrases.endedLength(end));
            }
            int closing = blocks[state + Walk.CLOSING];
            if (closing >= 0 && openingCount > 0 && !close(closing, tables)) {
                return false;
            }
            int opening = blocks[state + Walk.OPENING];
            if (opening >= 0) {
                open(opening, 0);
            }
            return true;
        }

        private void open(int opening, int start) {
            if (openingCount == openings.length) {
                openings = Arrays.copyOf(openings, openingCount * 2);
                openingEnds = Arrays.copyOf(openingEnds, openingCount * 2);
                openingStarts = Arrays.copyOf(openingStarts, openingCount * 2);
            }
            openings[openingCount] = opening;
            openingEnds[openingCount] = at;
            openingStarts[openingCount++] = start;
        }

        /** Joins what ends here to the openings that are near enough, the nearest first. */
        private boolean close(int closing, Walk.Tables tables) {
            int earliest = at - tables.longest(closing) - Phrases.LONGEST_GAP;
            for (int i = openingCount - 1; i >= 0 && openingEnds[i] >= earliest; i--) {
                if (!tables.isUnrelated(closing, openings[i]) && !close(closing, i, tables)) {
                    return false;
                }
            }
            return true;
        }

        private boolean close(int closing, int opening, Walk.Tables tables) {
            for (int continued : tables.continued(closing, openings[opening])) {
                int first = at - Walk.Continued.length(continued);
                if (isNear(openingEnds[opening], first) && !join(continued, opening, tables)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether a gap may reach from one word to another. It spans few words and does not reach into the next clause. */
        private boolean isNear(int from, int to) {
            return from <= to && to - from <= Phrases.LONGEST_GAP && (clause < from || clause > to);
        }

        private boolean join(int continued, int opening, Walk.Tables tables) {
            int lengthBefore = Walk.Continued.lengthBefore(continued);
            int start = lengthBefore == 0 ? openingStarts[opening] : openingEnds[opening] - lengthBefore;
            if (Walk.Continued.isLast(continued)) {
                occurred(Walk.Continued.target(continued), start);
                return true;
            }
            int next = tables.opening(Walk.Continued.target(continued));
            if (next == Walk.NONE) {
                return false;
            }
            open(next, start);
            return true;
        }

        private void occurred(int phrase, int firstWord) {
            int bit = bitOf[phrase];
            int start = spans[firstWord] >>> 16;
            int end = spans[at - 1] & 0xffff;
            whole.add(bit, start, end);
            if (part != null && firstWord >= partFrom && at <= partTo) {
                part.add(bit, start, end);
            }
        }
    }

    /** The rules, labels and conditions that phrases of a text speak for. */
    final class Found {

        /** The index in the whole text at which the text begins that this was found in. */
        private final int origin;

        private final long[] present = new long[(bits >> 6) + 1];
        /** The bits of rules and labels, again for each phrase that speaks for one, and where it stands. */
        private int[] speakers = new int[16];

        private int[] spans = new int[16];
        private int count;
        private boolean hasWords;
        private @Nullable Found part;

        private Found(int origin) {
            this.origin = origin;
        }

        /** What is found in the part of the text that was asked for, or null. */
        @Nullable
        Found part() {
            return part;
        }

        private void add(int bit, int start, int end) {
            boolean isNew = !isPresent(bit);
            present[bit >> 6] |= 1L << bit;
            if (count == spans.length) {
                speakers = Arrays.copyOf(speakers, count * 2);
                spans = Arrays.copyOf(spans, count * 2);
            }
            speakers[count] = bit;
            spans[count] = WordReader.span(start - origin, end - origin);
            count += bit < owners && (isNew || count < MOST_AGAIN) ? 1 : 0;
        }

        private static int length(int span) {
            return (span & 0xffff) - (span >>> 16);
        }

        private boolean isPresent(int bit) {
            return (present[bit >> 6] & 1L << bit) != 0;
        }

        /** Whether the text says anything beside addresses, names of hosts and numbers. */
        boolean hasWords() {
            return hasWords;
        }

        /** The first rule that fits, or null. */
        @Nullable
        Rule rule(@Nullable ReplyCode replyCode, @Nullable EnhancedStatusCode code, Permanence permanence) {
            for (int i = next(0); i < rules.size(); i = next(i + 1)) {
                if (areAllPresent(all[i]) && isNonePresent(not[i]) && holds(when[i], replyCode, code, permanence)) {
                    return rules.get(i);
                }
            }
            return null;
        }

        /** The first label of a kind, or null. */
        @Nullable
        Label label(Label.Kind kind) {
            for (int i = next(rules.size()); i < owners; i = next(i + 1)) {
                Label label = labels.get(i - rules.size());
                if (label.kind() == kind) {
                    return label;
                }
            }
            return null;
        }

        /** The start (upper half) and end (lower half) of the longest phrase that speaks for a rule or label that is found. */
        int spanOf(Object ruleOrLabel) {
            int longest = 0;
            for (int i = 0; i < count; i++) {
                boolean speaks = ruleOrLabel == speaker(speakers[i]);
                longest = speaks && length(spans[i]) > length(longest) ? spans[i] : longest;
            }
            return longest;
        }

        private Object speaker(int bit) {
            return bit < rules.size() ? rules.get(bit) : labels.get(bit - rules.size());
        }

        /** The next bit from one on that is present, or a number beyond all. */
        private int next(int from) {
            for (int i = from >> 6; i < present.length; i++) {
                long rest = i == from >> 6 ? present[i] & -1L << from : present[i];
                if (rest != 0) {
                    return (i << 6) + Long.numberOfTrailingZeros(rest);
                }
            }
            return Integer.MAX_VALUE;
        }

        private boolean areAllPresent(int[] conditions) {
            for (int bit : conditions) {
                if (!isPresent(bit)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isNonePresent(int[] conditions) {
            for (int bit : conditions) {
                if (isPresent(bit)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean holds(
                int[] conditions,
                @Nullable ReplyCode replyCode,
                @Nullable EnhancedStatusCode code,
                Permanence permanence) {
            for (int condition : conditions) {
                boolean holds = switch (condition) {
                    case CompiledRules.TEMPORARY -> permanence == Permanence.TEMPORARY;
                    case CompiledRules.PERMANENT -> permanence == Permanence.PERMANENT;
                    default ->
                        replyCode != null && replyCode.value() == condition
                                || code != null && CompiledRules.number(code) == condition;
                };
                if (holds) {
                    return true;
                }
            }
            return conditions.length == 0;
        }
    }
}
