package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in a text the phrases of all rules and labels at once. */
final class RuleMatcher {

    private final List<Rule> rules;
    private final List<Label> labels;
    private final Phrases phrases;
    private final Walk walk;

    /** The rule or, from {@code rules.size()} on, the label that a phrase speaks for; -1 for a phrase that is a condition. */
    private final int[] speaksFor;

    private final int[][] all;
    private final int[][] not;
    private final int[][] when;

    RuleMatcher(RuleSet ruleSet) {
        rules = ruleSet.rules();
        labels = ruleSet.labels();
        phrases = new Phrases(ruleSet.lexicon());
        all = new int[rules.size()][];
        not = new int[rules.size()][];
        when = new int[rules.size()][];
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            add(rule.id(), rule.any(), i, owners);
            all[i] = add(rule.id(), rule.all(), -1, owners);
            not[i] = add(rule.id(), rule.not(), -1, owners);
            when[i] = rule.when().stream().mapToInt(RuleMatcher::condition).toArray();
        }
        for (int i = 0; i < labels.size(); i++) {
            add(labels.get(i).name(), labels.get(i).any(), rules.size() + i, owners);
        }
        speaksFor = owners.stream().mapToInt(Integer::intValue).toArray();
        walk = new Walk(phrases);
    }

    private int[] add(String id, List<String> texts, int owner, List<Integer> owners) {
        int[] numbers = new int[texts.size()];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = phrases.add(texts.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("rule " + id + ": " + e.getMessage(), e);
            }
            owners.add(owner);
        }
        return numbers;
    }

    /** All phrases that occur in the text. */
    Found find(String text) {
        Found found = new Found();
        while (!found.read(text, walk.begin())) {
            found = new Found();
        }
        return found;
    }

    private static final int TEMPORARY = 1;
    private static final int PERMANENT = 2;

    private static int condition(String when) {
        return switch (when) {
            case "temporary" -> TEMPORARY;
            case "permanent" -> PERMANENT;
            default ->
                when.indexOf('.') < 0
                        ? new ReplyCode(Integer.parseInt(when)).value()
                        : number(EnhancedStatusCode.parse(when)
                                .orElseThrow(() -> new IllegalArgumentException("\"" + when + "\" is no code")));
        };
    }

    private static int number(EnhancedStatusCode code) {
        return code.statusClass() * 1_000_000 + code.subject() * 1_000 + code.detail();
    }

    /** The phrases that occur in one text. */
    final class Found {

        private final long[] phraseBits = new long[(phrases.phraseCount() >> 6) + 1];
        private final long[] ownerBits = new long[(rules.size() + labels.size() >> 6) + 1];
        private int[] spans = new int[24];
        private int wordCount;
        /** The number of the word that begins the clause at hand. */
        private int clause;

        /** The openings so far, each with the number of the word after it and that of the word with which its phrase began. */
        private int[] openings = new int[16];

        private int[] openingEnds = new int[16];
        private int[] openingStarts = new int[16];
        private int openingCount;

        private int[] phraseOf = new int[16];
        private int[] spanOf = new int[16];
        private int count;
        private boolean hasWords;

        private boolean read(String text, Walk.Tables tables) {
            WordReader reader = new WordReader(text);
            Lexicon.Words words = phrases.words();
            int state = 0;
            while (reader.next()) {
                int word = words.number(reader.hash());
                if (reader.beginsClause()) {
                    clause = wordCount;
                }
                if (word == Lexicon.Words.SKIPPED) {
                    continue;
                }
                addWord(reader);
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

        private void addWord(WordReader reader) {
            if (wordCount == spans.length) {
                spans = Arrays.copyOf(spans, wordCount * 2);
            }
            spans[wordCount++] = WordReader.span(reader.start(), reader.end());
            hasWords =
                    hasWords || (reader.end() - reader.start() > 1 || reader.isIdeograph()) && !reader.isPartOfName();
        }

        /** False when the tables are full. */
        private boolean enter(int state, Walk.Tables tables) {
            int[] blocks = tables.blocks();
            int count = blocks[state + Walk.PHRASES];
            for (int i = 1; i <= count; i++) {
                int end = blocks[state + Walk.PHRASES + i];
                occurred(Phrases.ended(end), wordCount - Phrases.endedLength(end));
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
            openingEnds[openingCount] = wordCount;
            openingStarts[openingCount++] = start;
        }

        /** Joins what ends here to the openings that are near enough, the nearest first. */
        private boolean close(int closing, Walk.Tables tables) {
            int earliest = wordCount - tables.longest(closing) - Phrases.LONGEST_GAP;
            for (int i = openingCount - 1; i >= 0 && openingEnds[i] >= earliest; i--) {
                if (!tables.isUnrelated(closing, openings[i]) && !close(closing, i, tables)) {
                    return false;
                }
            }
            return true;
        }

        private boolean close(int closing, int opening, Walk.Tables tables) {
            for (int continued : tables.continued(closing, openings[opening])) {
                int first = wordCount - Walk.Continued.length(continued);
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
            if ((phraseBits[phrase >> 6] & 1L << phrase) != 0) {
                return;
            }
            phraseBits[phrase >> 6] |= 1L << phrase;
            int owner = speaksFor[phrase];
            if (owner < 0) {
                return;
            }
            ownerBits[owner >> 6] |= 1L << owner;
            if (count == phraseOf.length) {
                phraseOf = Arrays.copyOf(phraseOf, count * 2);
                spanOf = Arrays.copyOf(spanOf, count * 2);
            }
            phraseOf[count] = phrase;
            spanOf[count++] = WordReader.span(spans[firstWord] >>> 16, spans[wordCount - 1] & 0xffff);
        }

        /** Whether the text says anything beside addresses, names of hosts and numbers. */
        boolean hasWords() {
            return hasWords;
        }

        /** The first rule that fits, or null. */
        @Nullable
        Rule rule(@Nullable ReplyCode replyCode, @Nullable EnhancedStatusCode code, Permanence permanence) {
            for (int i = nextOwner(0); i >= 0 && i < rules.size(); i = nextOwner(i + 1)) {
                if (occurAll(all[i]) && occurNone(not[i]) && holds(when[i], replyCode, code, permanence)) {
                    return rules.get(i);
                }
            }
            return null;
        }

        /** The first label of a kind, or null. */
        @Nullable
        Label label(Label.Kind kind) {
            for (int i = nextOwner(rules.size()); i >= 0; i = nextOwner(i + 1)) {
                Label label = labels.get(i - rules.size());
                if (label.kind() == kind) {
                    return label;
                }
            }
            return null;
        }

        /** The start (upper half) and end (lower half) of the longest phrase that speaks for a rule or label. */
        int spanOf(Object ruleOrLabel) {
            int longest = 0;
            for (int i = 0; i < count; i++) {
                int owner = speaksFor[phraseOf[i]];
                if (ruleOrLabel == (owner < rules.size() ? rules.get(owner) : labels.get(owner - rules.size()))
                        && length(spanOf[i]) > length(longest)) {
                    longest = spanOf[i];
                }
            }
            return longest;
        }

        private static int length(int span) {
            return (span & 0xffff) - (span >>> 16);
        }

        private int nextOwner(int from) {
            for (int i = from >> 6; i < ownerBits.length; i++) {
                long bits = i == from >> 6 ? ownerBits[i] & -1L << from : ownerBits[i];
                if (bits != 0) {
                    return (i << 6) + Long.numberOfTrailingZeros(bits);
                }
            }
            return -1;
        }

        private boolean occurAll(int[] conditions) {
            for (int phrase : conditions) {
                if ((phraseBits[phrase >> 6] & 1L << phrase) == 0) {
                    return false;
                }
            }
            return true;
        }

        private boolean occurNone(int[] conditions) {
            for (int phrase : conditions) {
                if ((phraseBits[phrase >> 6] & 1L << phrase) != 0) {
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
                    case TEMPORARY -> permanence == Permanence.TEMPORARY;
                    case PERMANENT -> permanence == Permanence.PERMANENT;
                    default ->
                        replyCode != null && replyCode.value() == condition
                                || code != null && number(code) == condition;
                };
                if (holds) {
                    return true;
                }
            }
            return conditions.length == 0;
        }
    }
}
