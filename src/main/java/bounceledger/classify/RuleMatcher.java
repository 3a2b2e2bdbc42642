package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.Line;
import bounceledger.smtp.ReplyCode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds in a text the phrases of all rules and labels at once. */
final class RuleMatcher {

    /** More words than there are from the end of an opening to that of what may continue it. */
    private static final int NEAREST = Phrases.LONGEST_GAP + Phrases.LONGEST_SEGMENT + 1;

    /** The bit of no rule or label. */
    static final int NONE = -1;

    private final List<Rule> rules;
    /** How many of them, the first, are a user's. */
    private final int users;

    private final List<Label> labels;
    private final Phrases phrases;
    private final Walk walk;

    /** How many bits there are; see {@link CompiledRules}. */
    private final int bits;

    /** The block of the bits of what must not be there for the first rules. */
    private final int unwanted;

    private final int[] firstWanted;
    private final long[] wanted;
    private final int[][] when;

    /** The bits of all rules, of those for a fault of the recipient, and of those of these that are not vague. */
    private final long[] anyRule;

    private final long[] rulesOfRecipient;
    private final long[] plainRulesOfRecipient;

    /** The bits of all labels. */
    private final long[] anyLabel;

    /** The bits of the labels of each kind. */
    private final Map<Label.Kind, long[]> labelsOf = new EnumMap<>(Label.Kind.class);

    /** The reading that the next text may use. One thread needs only one; of those of several threads one is kept. */
    private final AtomicReference<@Nullable Reading> spare = new AtomicReference<>();

    RuleMatcher(CompiledRules compiled) {
        rules = compiled.rules();
        users = compiled.users();
        labels = compiled.labels();
        phrases = compiled.phrases();
        bits = compiled.bits();
        when = compiled.when();
        unwanted = compiled.firstUnwanted() >> 6;
        firstWanted = compiled.firstWanted();
        wanted = compiled.wanted();
        anyRule = rules(rule -> true);
        rulesOfRecipient = rules(rule -> rule.classification().fault() == Fault.RECIPIENT);
        plainRulesOfRecipient =
                rules(rule -> rule.classification().fault() == Fault.RECIPIENT && rule.rank() != Rule.Rank.VAGUE);
        anyLabel = labels(label -> true);
        for (Label.Kind kind : Label.Kind.values()) {
            labelsOf.put(kind, labels(label -> label.kind() == kind));
        }
        walk = new Walk(phrases);
    }

    private long[] rules(Predicate<Rule> which) {
        long[] found = new long[(rules.size() >> 6) + 1];
        for (int bit = 0; bit < rules.size(); bit++) {
            found[bit >> 6] |= which.test(rules.get(bit)) ? 1L << bit : 0;
        }
        return found;
    }

    private long[] labels(Predicate<Label> which) {
        long[] found = new long[(rules.size() + labels.size() >> 6) + 1];
        for (int i = 0; i < labels.size(); i++) {
            int bit = rules.size() + i;
            found[bit >> 6] |= which.test(labels.get(i)) ? 1L << bit : 0;
        }
        return found;
    }

    /** How many bits, the first, are those of a user's rules. */
    int users() {
        return users;
    }

    /** The rule that has this bit. */
    Rule rule(int bit) {
        return rules.get(bit);
    }

    private boolean isLabel(Label.Kind kind, int bit) {
        long[] of = Objects.requireNonNull(labelsOf.get(kind));
        return bit >> 6 < of.length && (of[bit >> 6] & 1L << bit) != 0;
    }

    /** The label that has this bit. */
    Label label(int bit) {
        return labels.get(bit - rules.size());
    }

    /** A reading that has been {@link Reading#release}d, or a new one. */
    Reading begin() {
        Reading kept = spare.getAndSet(null);
        return kept == null ? new Reading() : kept;
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

    private static int lastWord(long stretch) {
        return (int) stretch & 0xffff;
    }

    /** The bit of a phrase, of which there are fewer than 2^15 (see {@link Phrases#POSITION_BITS}), and its words, in one number. */
    static int phrase(int bit, int words) {
        return bit << 16 | words;
    }

    /** A phrase, and the number of the word after it, in one number. */
    private static long occurrence(int phrase, int afterWord) {
        return (long) phrase << 16 | afterWord;
    }

    private static int bit(long occurrence) {
        return (int) (occurrence >>> 32);
    }

    private static int end(long occurrence) {
        return (int) occurrence & 0xffff;
    }

    private static int start(long occurrence) {
        return end(occurrence) - ((int) occurrence >>> 16);
    }

    /** One walk over the words of a text. It can be used for one text after another, by one thread at a time. */
    final class Reading {

        private final Line line = new Line();
        private final WordReader read = new WordReader(line);

        /** The words that are not skipped: their numbers, and where they stand. */
        private int[] numbers = new int[64];

        private int[] spans = new int[64];
        private int count;

        /** For each word the number of the word that begins its clause. */
        private int[] clauses = new int[64];

        /** The openings, each with the word that ends it in its lower half. */
        private int[] openings = new int[64];

        /** The closings: the place of each, how many openings precede it, and the word that ends it. */
        private long[] closings = new long[64];

        private int closingCount;

        /** Openings, as above, each with the number of a closing that may continue it. */
        private long[] pairs = new long[64];

        private int pairCount;

        /** The openings that closings make, each with the word with which its phrase began and the number of the closing. */
        private long[] middles = new long[16];

        private int middleCount;

        /** The phrases so far; see {@link #occurrence}. */
        private long[] occurrences = new long[64];

        private int occurrenceCount;

        /** Whether the text supposes something, and the words that do. */
        private boolean supposes;

        private final BitSet supposed = new BitSet();

        /** The reading of a text that is no part of this one's; always the same. */
        private @Nullable Reading inner;

        private final Found whole = new Found(this);
        private final Found part = new Found(this);

        /** Where the text is to be read into. */
        Line line() {
            return line;
        }

        /** What is found in the line. */
        Found find() {
            readWords();
            while (!walk(walk.begin())) {
                // The tables were full, and have been begun anew.
            }
            whole.look();
            supposes = whole.label(Label.Kind.SUPPOSITION) != NONE;
            if (supposes) {
                findSuppositions();
                whole.lookAtStatements();
            }
            return whole;
        }

        /** What is found between two indices of the line, after {@link #find}; until this is asked again. */
        Found find(int from, int to) {
            part.look(from, to);
            if (supposes) {
                part.lookAtStatements();
            }
            return part;
        }

        /** What is found in a text of its own; until this is asked again. */
        Found find(String text) {
            Reading reading = inner == null ? new Reading() : inner;
            inner = reading;
            reading.line.read(text);
            return reading.find();
        }

        /** Lets another text be read, and what was found be forgotten. */
        void release() {
            spare.setRelease(this);
        }

        private void readWords() {
            read.read();
            if (numbers.length <= read.count()) {
                numbers = new int[2 * read.count()];
                spans = new int[numbers.length];
                clauses = new int[numbers.length];
                openings = new int[numbers.length];
                closings = new long[numbers.length];
            }
            int[] numbers = this.numbers;
            int[] spans = this.spans;
            Lexicon.Words words = phrases.words();
            int count = read.count();
            int[] clauses = this.clauses;
            int kept = 0;
            int clause = 0;
            for (int i = 0; i < count; i++) {
                int number = words.number(read.hash(i));
                // The next word is written over a skipped one, and begins the clause that this one began.
                int begins = read.beginsClause(i);
                clause = kept & begins | clause & ~begins;
                numbers[kept] = number;
                spans[kept] = read.span(i);
                clauses[kept] = clause;
                kept += 1 + (number >> 31);
            }
            this.count = kept;
        }

        /** Marks the words from one that introduces a supposition to the end of its clause. */
        private void findSuppositions() {
            supposed.clear();
            for (int i = 0; i < occurrenceCount; i++) {
                int word = RuleMatcher.start(occurrences[i]);
                if (isLabel(Label.Kind.SUPPOSITION, bit(occurrences[i])) && mayIntroduce(word)) {
                    supposed.set(word);
                }
            }
            for (int word = 1; word < count; word++) {
                if (clauses[word] == clauses[word - 1] && supposed.get(word - 1)) {
                    supposed.set(word);
                }
            }
        }

        /** Whether a word begins a clause, but not the text, or has a capital that the word before it has not, as in {@code full If}. */
        private boolean mayIntroduce(int word) {
            String text = line.text();
            int start = start(word);
            if (start == 0 || " (".indexOf(text.charAt(start - 1)) < 0) {
                return false;
            }
            return word > 0 && clauses[word] == word
                    || Character.isUpperCase(text.charAt(start))
                            && start + 1 < text.length()
                            && Character.isLowerCase(text.charAt(start + 1))
                            && (word == 0 || !Character.isUpperCase(text.charAt(start(word - 1))));
        }

        /** Where a word starts in the text. */
        private int start(int word) {
            return spans[word] >>> 16;
        }

        /** Where a word ends in the text. */
        private int end(int word) {
            return spans[word] & 0xffff;
        }

        /** False when the tables are full. */
        private boolean walk(Walk.Tables tables) {
            if (!meet(tables)) {
                return false;
            }
            pair(tables.blocks());
            for (int i = 0; i < pairCount; i++) {
                int opening = (int) (pairs[i] >>> 32);
                if (!join(opening >>> 16, 0, (opening & 0xffff) + 1, (int) pairs[i], tables)) {
                    return false;
                }
            }
            for (int i = 0; i < middleCount; i++) {
                if (!goOn(middles[i], tables)) {
                    return false;
                }
            }
            return true;
        }

        /** Notes what the words meet: phrases without gaps, openings and closings. */
        private boolean meet(Walk.Tables tables) {
            int[] numbers = this.numbers;
            int[] openings = this.openings;
            long[] closings = this.closings;
            long[] occurrences = this.occurrences;
            int opened = 0;
            int closed = 0;
            int occurred = 0;
            int state = 0;
            for (int i = 0; i < count; i++) {
                // A word that no phrase has is number 0, and leads from 0 to 0.
                state = tables.next(state & -numbers[i] >> 31, numbers[i]);
                if (state == Walk.NONE) {
                    return false;
                }
                int[] blocks = tables.blocks();
                int phrases = state + Walk.PHRASES;
                int phraseCount = blocks[phrases];
                if (occurred + phraseCount + Walk.AT_ONCE > occurrences.length) {
                    occurrences = Arrays.copyOf(occurrences, 2 * (occurred + phraseCount + Walk.AT_ONCE));
                    this.occurrences = occurrences;
                }
                for (int k = 0; k < Walk.AT_ONCE; k++) {
                    occurrences[occurred + k] = occurrence(blocks[phrases + 1 + k], i + 1);
                }
                for (int k = Walk.AT_ONCE; k < phraseCount; k++) {
                    occurrences[occurred + k] = occurrence(blocks[phrases + 1 + k], i + 1);
                }
                occurred += phraseCount;
                int closing = blocks[state + Walk.CLOSING];
                closings[closed] = stretch(closing, opened, i);
                closed += 1 + (closing >> 31);
                int opening = blocks[state + Walk.OPENING];
                openings[opened] = opening << 16 | i;
                opened += 1 + (opening >> 31);
            }
            occurrenceCount = occurred;
            closingCount = closed;
            return true;
        }

        /** Pairs each closing with the openings that are near enough before it, and not known to be unrelated. */
        private void pair(int[] blocks) {
            int[] openings = this.openings;
            long[] closings = this.closings;
            long[] pairs = this.pairs;
            int closingCount = this.closingCount;
            int paired = 0;
            for (int number = 0; number < closingCount; number++) {
                int closing = what(closings[number]);
                int last = lastWord(closings[number]);
                int clause = clauses[last];
                int first = last + 1 - blocks[closing + Walk.LONGEST];
                int widest = first - Phrases.LONGEST_GAP - 1;
                int earliest = clause <= first ? Math.max(widest, clause) : widest;
                if (paired + NEAREST > pairs.length) {
                    pairs = Arrays.copyOf(pairs, 2 * pairs.length);
                    this.pairs = pairs;
                }
                for (int i = firstWord(closings[number]) - 1; i >= 0 && (openings[i] & 0xffff) >= earliest; i--) {
                    pairs[paired] = (long) openings[i] << 32 | number;
                    paired += related(blocks, closing, openings[i] >>> 16);
                }
            }
            pairCount = paired;
            middleCount = 0;
        }

        /** 0 if nothing that ends in a closing continues an opening, as far as is known, else 1. */
        private static int related(int[] blocks, int closing, int opening) {
            return ~(blocks[closing + Walk.UNRELATED + (opening >> 5)] >>> opening) & 1;
        }

        /** Joins to a middle what closes after it; false when the tables are full. */
        private boolean goOn(long middle, Walk.Tables tables) {
            int number = (int) middle & 0xffff;
            int from = lastWord(closings[number]) + 1;
            int opening = what(middle);
            int[] blocks = tables.blocks();
            for (int i = number + 1; i < closingCount && lastWord(closings[i]) < from + NEAREST; i++) {
                int closing = what(closings[i]);
                int first = lastWord(closings[i]) + 1 - blocks[closing + Walk.LONGEST];
                if (first - from <= Phrases.LONGEST_GAP
                        && related(blocks, closing, opening) != 0
                        && !join(opening, firstWord(middle), from, i, tables)) {
                    return false;
                }
            }
            return true;
        }

        /** Joins a closing to an opening after which the word {@code from} stands; false when the tables are full. */
        private boolean join(int opening, int began, int from, int number, Walk.Tables tables) {
            int place = tables.continued(what(closings[number]), opening);
            if (place == Walk.NONE) {
                return false;
            }
            int last = lastWord(closings[number]);
            int clause = clauses[last];
            int[] blocks = tables.blocks();
            for (int i = 1; i <= blocks[place]; i++) {
                int continued = blocks[place + i];
                int before = Walk.Continued.lengthBefore(continued);
                int start = before == 0 ? began : from - before;
                if (isNear(from, last + 1 - Walk.Continued.length(continued), clause)
                        && !note(continued, start, number, tables)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether a gap may reach from one word to another. It spans few words and does not reach into the next clause. */
        private static boolean isNear(int from, int to, int clause) {
            return from <= to && to - from <= Phrases.LONGEST_GAP && (clause < from || clause > to);
        }

        /** Notes what a closing ends of a phrase that began with the word {@code start}; false when the tables are full. */
        private boolean note(int continued, int start, int number, Walk.Tables tables) {
            int target = Walk.Continued.target(continued);
            if (Walk.Continued.isLast(continued)) {
                int after = lastWord(closings[number]) + 1;
                if (occurrenceCount == occurrences.length) {
                    occurrences = Arrays.copyOf(occurrences, occurrenceCount * 2);
                }
                occurrences[occurrenceCount++] = occurrence(phrase(target, after - start), after);
                return true;
            }
            int next = tables.opening(target);
            if (next == Walk.NONE) {
                return false;
            }
            if (middleCount == middles.length) {
                middles = Arrays.copyOf(middles, middleCount * 2);
            }
            middles[middleCount++] = stretch(next, start, number);
            return true;
        }
    }

    /** The rules, labels and conditions that phrases of a text speak for. */
    final class Found {

        private final Reading reading;
        /** The part of the text, and the part of the words in it, from its first to the one after its last. */
        private int from;

        private int to;
        private int fromWord;
        private int toWord;

        /** A bit for each rule, label and condition that is there, and 64 more, so that a row of them may end beyond. */
        private final long[] present = new long[(bits >> 6) + 2];

        /** As {@link #present}, without what stands in suppositions; only where the text has some. */
        private final long[] stated = new long[present.length];

        /** Whether the rule that was found last was found in what is stated alone. */
        private boolean statedOnly;

        /** Whether there is a label of any kind; most texts have none. */
        private boolean hasLabel;

        private Found(Reading reading) {
            this.reading = reading;
        }

        /** Looks at the whole text. */
        private void look() {
            from = 0;
            to = reading.line.text().length();
            fromWord = 0;
            toWord = reading.count;
            long[] present = this.present;
            long[] occurrences = reading.occurrences;
            int count = reading.occurrenceCount;
            Arrays.fill(present, 0);
            for (int i = 0; i < count; i++) {
                int bit = bit(occurrences[i]);
                present[bit >> 6] |= 1L << bit;
            }
            hasLabel = firstLabel(anyLabel) != NONE;
        }

        /** Looks at what stands between two indices of the text. */
        private void look(int from, int to) {
            this.from = from;
            this.to = to;
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
            Arrays.fill(present, 0);
            for (int i = 0; i < reading.occurrenceCount; i++) {
                long occurrence = reading.occurrences[i];
                present[bit(occurrence) >> 6] |= isInside(occurrence) ? 1L << bit(occurrence) : 0;
            }
        }

        /** Looks at what the text states, and does not suppose. */
        private void lookAtStatements() {
            Arrays.fill(stated, 0);
            for (int i = 0; i < reading.occurrenceCount; i++) {
                long occurrence = reading.occurrences[i];
                boolean states = isInside(occurrence) && !isSupposed(occurrence);
                stated[bit(occurrence) >> 6] |= states ? 1L << bit(occurrence) : 0;
            }
        }

        private boolean isInside(long occurrence) {
            return RuleMatcher.start(occurrence) >= fromWord && RuleMatcher.end(occurrence) <= toWord;
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

        /** The bit of the first rule that fits: a user's, one by what the text states, or one by all of it; or {@link #NONE}. */
        int rule(@Nullable ReplyCode replyCode, @Nullable EnhancedStatusCode code, Permanence permanence) {
            statedOnly = false;
            int rule = first(0, replyCode, code, permanence);
            boolean isUsers = rule != NONE && rule < users;
            return reading.supposes && !isUsers ? statedRule(rule, replyCode, code, permanence) : rule;
        }

        /** As above by what the text states, or the one that fits all of it. */
        private int statedRule(
                int ofAll, @Nullable ReplyCode replyCode, @Nullable EnhancedStatusCode code, Permanence permanence) {
            statedOnly = true;
            int stated = first(0, replyCode, code, permanence);
            statedOnly = stated != NONE;
            return statedOnly ? stated : ofAll;
        }

        /** The bit of the next rule that fits what {@link #rule} found one in, or {@link #NONE}. */
        int next(int after, @Nullable ReplyCode replyCode, @Nullable EnhancedStatusCode code, Permanence permanence) {
            return first(after + 1, replyCode, code, permanence);
        }

        /** Whether a phrase is there of a rule after another one for a fault of the recipient, and that is not vague unless it may be. */
        boolean speaksOfRecipient(int after, boolean mayBeVague) {
            long[] rules = mayBeVague ? rulesOfRecipient : plainRulesOfRecipient;
            long mask = -1L << after;
            for (int block = after >> 6; block < rules.length; block++) {
                if ((present[block] & rules[block] & mask) != 0) {
                    return true;
                }
                mask = -1L;
            }
            return false;
        }

        private int first(
                int from, @Nullable ReplyCode replyCode, @Nullable EnhancedStatusCode code, Permanence permanence) {
            long[] there = statedOnly ? stated : present;
            long mask = -1L << from;
            for (int block = from >> 6; block < anyRule.length; block++) {
                long rules = there[block] & anyRule[block] & ~there[unwanted + block];
                for (long rest = rules & mask; rest != 0; rest &= rest - 1) {
                    int bit = (block << 6) + Long.numberOfTrailingZeros(rest);
                    if (fits(bit, there) && holds(when[bit], replyCode, code, permanence)) {
                        return bit;
                    }
                }
                mask = -1L;
            }
            return NONE;
        }

        /** The number of the word with which the first phrase begins that speaks for a rule. */
        int firstWord(int rule) {
            int first = Integer.MAX_VALUE;
            for (int i = 0; i < reading.occurrenceCount; i++) {
                long occurrence = reading.occurrences[i];
                if (bit(occurrence) == rule && counts(occurrence)) {
                    first = Math.min(first, RuleMatcher.start(occurrence));
                }
            }
            return first;
        }

        /** Whether an occurrence belongs to what the last rule was found in. */
        private boolean counts(long occurrence) {
            return isInside(occurrence) && (!statedOnly || !isSupposed(occurrence));
        }

        private boolean isSupposed(long occurrence) {
            return reading.supposed.get(RuleMatcher.end(occurrence) - 1);
        }

        /** Whether a word belongs to the first clause. */
        boolean isInFirstClause(int word) {
            return reading.clauses[word] <= fromWord;
        }

        /** Whether all words belong to the same clause. */
        boolean isOneClause() {
            return toWord == fromWord || isInFirstClause(toWord - 1);
        }

        /** Whether two words belong to the same clause. */
        boolean isOneClause(int word, int other) {
            return reading.clauses[word] == reading.clauses[other];
        }

        /** Whether all is there that must be for a rule. */
        private boolean fits(int rule, long[] there) {
            int first = firstWanted[rule];
            long row = there[first >> 6] >>> first | there[(first >> 6) + 1] << 1 << ~first;
            return (~row & wanted[rule]) == 0;
        }

        /** The bit of the first label of a kind in the whole text, or {@link #NONE}. */
        int label(Label.Kind kind) {
            return hasLabel ? firstLabel(Objects.requireNonNull(labelsOf.get(kind))) : NONE;
        }

        private int firstLabel(long[] of) {
            for (int block = rules.size() >> 6; block < of.length; block++) {
                long found = present[block] & of[block];
                if (found != 0) {
                    return (block << 6) + Long.numberOfTrailingZeros(found);
                }
            }
            return NONE;
        }

        /** The start (upper half) and end (lower half) of the longest phrase that speaks for a rule or label; of equals, the first. */
        int spanOf(int bit) {
            long[] occurrences = reading.occurrences;
            int count = reading.occurrenceCount;
            int longest = 0;
            for (int i = 0; i < count; i++) {
                long occurrence = occurrences[i];
                if (bit(occurrence) == bit && (bit >= rules.size() ? isInside(occurrence) : counts(occurrence))) {
                    int start = reading.start(RuleMatcher.start(occurrence)) - from;
                    int end = reading.end(RuleMatcher.end(occurrence) - 1) - from;
                    int more = end - start - length(longest);
                    longest = more > 0 || more == 0 && start < longest >>> 16 ? WordReader.span(start, end) : longest;
                }
            }
            return longest;
        }

        private static int length(int span) {
            return (span & 0xffff) - (span >>> 16);
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
