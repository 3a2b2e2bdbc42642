package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in a text the phrases of all rules and labels at once. */
final class RuleMatcher {

    private final List<Rule> rules;
    private final List<Label> labels;
    private final Phrases phrases;
    private final Walk walk;

    /** How many bits there are; see {@link CompiledRules}. */
    private final int bits;
    /** How many of them are those of rules and labels. */
    private final int owners;

    private final int[][] all;
    private final int[][] not;
    private final int[][] when;

    RuleMatcher(CompiledRules compiled) {
        rules = compiled.rules();
        labels = compiled.labels();
        phrases = compiled.phrases();
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
        WordReader read = new WordReader(text);
        Reading reading = new Reading(read);
        while (!reading.walk(walk.begin())) {
            reading = new Reading(read);
        }
        return new Found(reading, 0, text.length(), from < to ? new Found(reading, from, to, null) : null);
    }

    /** Something, the number of the word with which it starts, and that of the word after it, in one number. */
    private static long stretch(int what, int firstWord, int afterWord) {
        return (long) what << 32 | (long) firstWord << 16 | afterWord;
    }

    private static int what(long stretch) {
        return (int) (stretch >>> 32);
    }

    private static int firstWord(long stretch) {
        return (int) stretch >>> 16;
    }

    private static int afterWord(long stretch) {
        return (int) stretch & 0xffff;
    }

    /** One walk over the words of a text. */
    private final class Reading {

        private final WordReader read;

        /** The words that are not skipped: their numbers, and where they stand, with a mark where they begin a clause. */
        private final int[] numbers;

        private final int[] spans;
        private int count;

        private int at;
        /** The number of the word that begins the clause at hand. */
        private int clause;

        /** The openings so far: the number of each, the word with which its phrase began, and the word after it. */
        private long[] openings = new long[16];

        private int openingCount;

        /** The phrases so far: the bit of each, its first word, and the word after it. */
        private long[] occurrences = new long[32];

        private int occurrenceCount;

        Reading(WordReader read) {
            this.read = read;
            numbers = new int[read.count() + 1];
            spans = new int[read.count() + 1];
            Lexicon.Words words = phrases.words();
            for (int i = 0; i < read.count(); i++) {
                int number = words.number(read.hash(i));
                numbers[count] = number;
                spans[count] = read.markedSpan(i) | spans[count] & WordReader.BEGINS_CLAUSE;
                count += number == Lexicon.Words.SKIPPED ? 0 : 1;
            }
        }

        /** Where a word starts in the text. */
        private int start(int word) {
            return (spans[word] & ~WordReader.BEGINS_CLAUSE) >>> 16;
        }

        /** Where a word ends in the text. */
        private int end(int word) {
            return spans[word] & 0xffff;
        }

        /** False when the tables are full. */
        private boolean walk(Walk.Tables tables) {
            int state = 0;
            while (at < count) {
                int word = numbers[at];
                clause = spans[at] < 0 ? at : clause;
                at++;
                // A word that no phrase has is number 0, and leads from 0 to 0.
                state = tables.next(state & -word >> 31, word);
                if (state < 0 || !enter(state, tables)) {
                    return false;
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
            }
            openings[openingCount++] = stretch(opening, start, at);
        }

        /** Joins what ends here to the openings that are near enough, the nearest first. */
        private boolean close(int closing, Walk.Tables tables) {
            int earliest = at - tables.longest(closing) - Phrases.LONGEST_GAP;
            for (int i = openingCount - 1; i >= 0 && afterWord(openings[i]) >= earliest; i--) {
                if (!tables.isUnrelated(closing, what(openings[i])) && !close(closing, openings[i], tables)) {
                    return false;
                }
            }
            return true;
        }

        private boolean close(int closing, long opening, Walk.Tables tables) {
            int place = tables.continued(closing, what(opening));
            if (place == Walk.NONE) {
                return false;
            }
            int[] blocks = tables.blocks();
            for (int i = 1; i <= blocks[place]; i++) {
                int continued = blocks[place + i];
                int first = at - Walk.Continued.length(continued);
                if (isNear(afterWord(opening), first) && !join(continued, opening, tables)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether a gap may reach from one word to another. It spans few words and does not reach into the next clause. */
        private boolean isNear(int from, int to) {
            return from <= to && to - from <= Phrases.LONGEST_GAP && (clause < from || clause > to);
        }

        private boolean join(int continued, long opening, Walk.Tables tables) {
            int lengthBefore = Walk.Continued.lengthBefore(continued);
            int start = lengthBefore == 0 ? firstWord(opening) : afterWord(opening) - lengthBefore;
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

        private void occurred(int bit, int first) {
            if (occurrenceCount == occurrences.length) {
                occurrences = Arrays.copyOf(occurrences, occurrenceCount * 2);
            }
            occurrences[occurrenceCount++] = stretch(bit, first, at);
        }
    }

    /** The rules, labels and conditions that phrases of a text speak for. */
    final class Found {

        private final Reading reading;
        /** The part of the text, and the part of the words in it, from its first to the one after its last. */
        private final int from;

        private final int to;
        private final int fromWord;
        private final int toWord;
        private final @Nullable Found part;

        private final long[] present = new long[(bits >> 6) + 1];
        private final int firstLabel;

        private Found(Reading reading, int from, int to, @Nullable Found part) {
            this.reading = reading;
            this.from = from;
            this.to = to;
            this.part = part;
            int first = 0;
            while (first < reading.count && reading.start(first) < from) {
                first++;
            }
            int last = reading.count;
            while (last > first && reading.end(last - 1) > to) {
                last--;
            }
            fromWord = first;
            toWord = last;
            for (int i = 0; i < reading.occurrenceCount; i++) {
                long occurrence = reading.occurrences[i];
                int bit = what(occurrence);
                present[bit >> 6] |= isInside(occurrence) ? 1L << bit : 0;
            }
            firstLabel = next(rules.size());
        }

        private boolean isInside(long occurrence) {
            return firstWord(occurrence) >= fromWord && afterWord(occurrence) <= toWord;
        }

        /** What is found in the part of the text that was asked for, or null. */
        @Nullable
        Found part() {
            return part;
        }

        private boolean isPresent(int bit) {
            return (present[bit >> 6] & 1L << bit) != 0;
        }

        /** Whether the text says anything beside addresses, names of hosts and numbers. */
        boolean hasWords() {
            WordReader read = reading.read;
            for (int i = 0; i < read.count(); i++) {
                int span = read.span(i);
                if (span >>> 16 >= from && (span & 0xffff) <= to && read.saysSomething(i)) {
                    return true;
                }
            }
            return false;
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
            for (int i = firstLabel; i < owners; i = next(i + 1)) {
                Label label = labels.get(i - rules.size());
                if (label.kind() == kind) {
                    return label;
                }
            }
            return null;
        }

        /** The start (upper half) and end (lower half) of the longest phrase that speaks for a rule or label that is found. */
        int spanOf(Object ruleOrLabel) {
            int bit = next(0);
            while (ruleOrLabel != (bit < rules.size() ? rules.get(bit) : labels.get(bit - rules.size()))) {
                bit = next(bit + 1);
            }
            return spanOf(bit);
        }

        private int spanOf(int bit) {
            int longest = 0;
            for (int i = 0; i < reading.occurrenceCount; i++) {
                long occurrence = reading.occurrences[i];
                if (what(occurrence) == bit && isInside(occurrence)) {
                    int start = reading.start(firstWord(occurrence));
                    int end = reading.end(afterWord(occurrence) - 1);
                    int span = WordReader.span(start - from, end - from);
                    longest = end - start > length(longest) ? span : longest;
                }
            }
            return longest;
        }

        private static int length(int span) {
            return (span & 0xffff) - (span >>> 16);
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
