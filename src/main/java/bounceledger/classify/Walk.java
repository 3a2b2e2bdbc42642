package bounceledger.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The deterministic automaton over the words of texts, made while it is used: a transition is computed from {@link Phrases}
 * when a text first takes it, then kept. So nothing is built at start-up, and a walk costs one look-up a word. The tables
 * are bounded; when texts have filled them, they are begun anew.
 */
final class Walk {

    private static final int MOST_STATES = 1 << 13;
    private static final int MOST_OPENINGS = 1 << 10;
    private static final int MOST_TRANSITIONS = 1 << 15;
    private static final int[] NOTHING = {};

    private final Phrases phrases;
    private volatile Tables tables;

    Walk(Phrases phrases) {
        this.phrases = phrases;
        this.tables = new Tables();
    }

    /** Starts at the beginning of a text. */
    Tables begin() {
        return tables;
    }

    /**
     * What the words up to here may become and what they are.
     *
     * @param items what is open, for {@link Phrases#step}
     * @param phrases the phrases without a gap that end here, each with its length: {@link Phrases#endedLength}
     * @param opening the segments that end here and that a gap may follow, or null
     * @param closing the segments that end here and count when a gap and their phrase's beginning precede them, or null
     */
    record State(int[] items, int[] phrases, @Nullable Opening opening, @Nullable Closing closing) {}

    /**
     * Segments that a gap may follow.
     *
     * @param number tells it from the others
     * @param slots slot and length of each: {@link Phrases#ended}, {@link Phrases#endedLength}
     */
    record Opening(int number, int[] slots) {}

    /** Segments that a gap precedes. What they make of an opening is computed when a text first has both, then kept. */
    final class Closing {

        private final int[] ends;
        private final int longest;

        /** A bit for each opening that none of the segments continues, once that is known. */
        private final long[] unrelated = new long[MOST_OPENINGS >> 6];

        private final AtomicReferenceArray<int[]> after = new AtomicReferenceArray<>(MOST_OPENINGS);

        private Closing(int[] ends) {
            this.ends = ends;
            this.longest = Arrays.stream(ends).map(Phrases::endedLength).max().orElse(0);
        }

        /** The words of its longest segment. */
        int longest() {
            return longest;
        }

        /** Whether no segment continues the opening with this number, as far as that has been computed. */
        boolean isUnrelated(int opening) {
            return (unrelated[opening >> 6] & 1L << opening) != 0;
        }

        /** The segments that continue one of an opening; see {@link Continued}. */
        int[] after(Opening opening) {
            int[] known = after.getAcquire(opening.number);
            return known != null ? known : compute(opening);
        }

        private synchronized int[] compute(Opening opening) {
            int[] continued = Arrays.stream(opening.slots)
                    .flatMap(slot -> Arrays.stream(ends)
                            .filter(end -> phrases.segment(Phrases.ended(end)).before()
                                    == Phrases.ended(slot))
                            .map(end -> Continued.of(
                                    phrases.segment(Phrases.ended(end)),
                                    Phrases.endedLength(end),
                                    Phrases.endedLength(slot))))
                    .toArray();
            if (continued.length == 0) {
                unrelated[opening.number >> 6] |= 1L << opening.number;
            }
            after.setRelease(opening.number, continued);
            return continued;
        }
    }

    /** A segment that continues the one before the gap, as an int: what it ends, and the words of both. */
    static final class Continued {

        private Continued() {}

        private static int of(Phrases.Segment segment, int length, int lengthBefore) {
            int target = segment.slot() < 0 ? segment.phrase() << 1 | 1 : segment.slot() << 1;
            return target << 8 | lengthBefore << 4 | length;
        }

        /** The words of the segment. */
        static int length(int continued) {
            return continued & 15;
        }

        /** The words of the segment before the gap; 0 when the opening itself knows where its phrase began. */
        static int lengthBefore(int continued) {
            return continued >>> 4 & 15;
        }

        /** Whether the phrase is complete. */
        static boolean isLast(int continued) {
            return (continued >>> 8 & 1) == 1;
        }

        /** The phrase, if it is complete, else the slot of its segment. */
        static int target(int continued) {
            return continued >>> 9;
        }
    }

    /** A generation of states. State 0 is the one in which nothing is open. */
    final class Tables {

        /** {@code state << 26 | word << 13 | next}, plus one bit that tells a transition from an empty place. */
        private volatile AtomicLongArray transitions = new AtomicLongArray(1 << 10);

        private final State[] states = new State[MOST_STATES];
        private final Map<List<Integer>, Integer> knownStates = new HashMap<>();
        private final Map<List<Integer>, Opening> openings = new HashMap<>();
        private final Map<List<Integer>, Closing> closings = new HashMap<>();
        private final AtomicReferenceArray<Opening> single = new AtomicReferenceArray<>(phrases.slotCount());
        private int kept;

        private Tables() {
            add(NOTHING);
        }

        State state(int number) {
            return states[number];
        }

        /** The state after {@code word} in {@code state}, or -1 when these tables are full: then begin again. */
        int next(int state, int word) {
            long key = 1L << 40 | (long) state << 13 | word;
            AtomicLongArray table = transitions;
            int mask = table.length() - 1;
            for (int i = place(key) & mask; ; i = i + 1 & mask) {
                long entry = table.getAcquire(i);
                if (entry >>> 13 == key) {
                    return (int) entry & MOST_STATES - 1;
                }
                if (entry == 0) {
                    return compute(state, word, key);
                }
            }
        }

        /** The opening that is one slot, whose phrase began further back; null when these tables are full: then begin again. */
        @Nullable
        Opening opening(int slot) {
            Opening known = single.getAcquire(slot);
            return known != null ? known : compute(slot);
        }

        private synchronized @Nullable Opening compute(int slot) {
            if (isFull()) {
                return null;
            }
            Opening opening = opening(new int[] {Phrases.end(slot, 0)});
            single.setRelease(slot, opening);
            return opening;
        }

        private boolean isFull() {
            boolean full =
                    knownStates.size() == MOST_STATES || openings.size() == MOST_OPENINGS || kept == MOST_TRANSITIONS;
            if (full && tables == this) {
                tables = new Tables();
            }
            return full;
        }

        private synchronized int compute(int state, int word, long key) {
            if (isFull()) {
                return -1;
            }
            int next = add(phrases.step(states[state].items, word).all());
            if (++kept * 4 > transitions.length()) {
                grow();
            }
            put(transitions, key << 13 | next);
            return next;
        }

        private void grow() {
            AtomicLongArray old = transitions;
            AtomicLongArray larger = new AtomicLongArray(old.length() * 2);
            for (int i = 0; i < old.length(); i++) {
                if (old.getPlain(i) != 0) {
                    put(larger, old.getPlain(i));
                }
            }
            transitions = larger;
        }

        private static void put(AtomicLongArray table, long entry) {
            int mask = table.length() - 1;
            int i = place(entry >>> 13) & mask;
            while (table.getPlain(i) != 0) {
                i = i + 1 & mask;
            }
            table.setRelease(i, entry);
        }

        private int add(int[] all) {
            List<Integer> identity = list(all);
            Integer same = knownStates.get(identity);
            if (same != null) {
                return same;
            }
            int number = knownStates.size();
            states[number] = state(all);
            knownStates.put(identity, number);
            return number;
        }

        private State state(int[] all) {
            int[] items = Arrays.stream(all).filter(v -> v >= 0).toArray();
            int[] ends = Arrays.stream(all).filter(v -> v < 0).map(v -> ~v).toArray();
            int[] whole = Arrays.stream(ends)
                    .filter(end -> segment(end).before() < 0 && segment(end).slot() < 0)
                    .map(end -> Phrases.end(segment(end).phrase(), Phrases.endedLength(end)))
                    .toArray();
            int[] opening = Arrays.stream(ends)
                    .filter(end -> segment(end).before() < 0 && segment(end).slot() >= 0)
                    .map(end -> Phrases.end(segment(end).slot(), Phrases.endedLength(end)))
                    .toArray();
            int[] closing = Arrays.stream(ends)
                    .filter(end -> segment(end).before() >= 0)
                    .toArray();
            return new State(items, whole, opening(opening), closing(closing));
        }

        private Phrases.Segment segment(int end) {
            return phrases.segment(Phrases.ended(end));
        }

        private @Nullable Opening opening(int[] slots) {
            return slots.length == 0
                    ? null
                    : openings.computeIfAbsent(list(slots), s -> new Opening(openings.size(), slots));
        }

        private @Nullable Closing closing(int[] ends) {
            return ends.length == 0 ? null : closings.computeIfAbsent(list(ends), e -> new Closing(ends));
        }

        private static List<Integer> list(int[] values) {
            return IntStream.of(values).boxed().toList();
        }

        private static int place(long key) {
            return (int) (key * 0x9E3779B97F4A7C15L >>> 48);
        }
    }
}
