package bounceledger.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * The deterministic automaton over the words of texts, made while it is used: a transition is computed from {@link Phrases}
 * when a text first takes it, then kept. So nothing is built at start-up, and a walk costs one look-up a word. The tables
 * are bounded; when texts have filled them, they are begun anew.
 *
 * <p>What a text meets at its words lies in one array, a block for each state and each closing, so that it fits into the
 * processor's nearest memory. A state's block holds its {@link #OPENING}, its {@link #CLOSING} and its phrases from
 * {@link #PHRASES} on, their number first. An opening is a set of segments that end here and that a gap may follow; a closing
 * is a set of segments that count when a gap and their phrase's beginning precede them.
 */
final class Walk {

    /** Where a state's block holds the number of what it opens, or {@link #NONE}. */
    static final int OPENING = 0;
    /** Where a state's block holds the place of the block of what it closes, or {@link #NONE}. */
    static final int CLOSING = 1;
    /** Where a state's block holds how many phrases without a gap end here; each follows, see {@link RuleMatcher#phrase}. */
    static final int PHRASES = 2;
    /** Phrases that may be read of any block, whether it has so many or not: that takes less time than to ask. */
    static final int AT_ONCE = 5;

    static final int NONE = -1;

    /** Where a closing's block holds the words of its longest segment. */
    static final int LONGEST = 0;
    /** Where a closing's block holds its number. */
    private static final int NUMBER = 1;
    /** Where a closing's block has a bit for each opening of which no segment goes on there, once that is known. */
    static final int UNRELATED = 2;

    private static final int MOST_STATES = 1 << 13;
    private static final int MOST_OPENINGS = 1 << 10;
    private static final int MOST_TRANSITIONS = 1 << 15;
    private static final int PLACE_BITS = 20;
    private static final int WORD_BITS = 13;
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

    /** A segment that continues the one before the gap, as an int: what it ends, and the words of both. */
    static final class Continued {

        private Continued() {}

        private static int of(Phrases.Segment segment, int length, int lengthBefore) {
            int target = segment.slot() < 0 ? segment.bit() << 1 | 1 : segment.slot() << 1;
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

        /** The bit of the phrase, if it is complete, else the slot of its segment. */
        static int target(int continued) {
            return continued >>> 9;
        }
    }

    /** A generation of states. Each is known by the place of its block; that of the one in which nothing is open is 0. */
    final class Tables {

        /**
         * {@code place of a state << 33 | word << 20 | place of the next}, plus a bit that tells it from an empty entry; or with
         * a closing for the state, an opening for the word, and the place of what the one makes of the other.
         */
        private volatile AtomicLongArray transitions = new AtomicLongArray(1 << 10);

        private volatile int[] blocks = new int[1 << 12];
        private int used;
        private int kept;

        /** What is open in a state, by the state's place; see {@link Phrases#step}. */
        private final Map<Integer, int[]> items = new HashMap<>();

        private final Map<List<Integer>, Integer> states = new HashMap<>();
        private final Map<List<Integer>, Integer> openings = new HashMap<>();
        private final Map<List<Integer>, Integer> closings = new HashMap<>();
        private final List<int[]> opened = new ArrayList<>();
        private final List<int[]> closed = new ArrayList<>();

        /** The number of the opening that is one slot, plus one. */
        private final AtomicIntegerArray single = new AtomicIntegerArray(phrases.slotCount());

        /** The place of an empty list. */
        private final int nothing;

        private Tables() {
            add(NOTHING);
            nothing = block(1);
        }

        /** The blocks of the states that have been reached so far. Others may take their place: ask again for each new state. */
        int[] blocks() {
            return blocks;
        }

        /** The state after {@code word} in {@code state}, or {@link #NONE} when these tables are full: then begin again. */
        int next(int state, int word) {
            int known = known(state, word);
            return known == NONE ? compute(state, word) : known;
        }

        /**
         * The place of what a closing makes of an opening: how many segments continue one, then each as {@link Continued} has
         * it; {@link #NONE} when these tables are full.
         */
        int continued(int closing, int opening) {
            int known = known(closing, opening);
            return known == NONE ? computeContinued(closing, opening) : known;
        }

        private int known(int place, int by) {
            long key = key(place, by);
            AtomicLongArray table = transitions;
            int mask = table.length() - 1;
            for (int i = place + spread(by) & mask; ; i = i + 1 & mask) {
                long entry = table.getAcquire(i);
                if (entry >>> PLACE_BITS == key) {
                    return (int) entry & (1 << PLACE_BITS) - 1;
                }
                if (entry == 0) {
                    return NONE;
                }
            }
        }

        private static long key(int place, int by) {
            return 1L << PLACE_BITS + WORD_BITS | (long) place << WORD_BITS | by;
        }

        /** The opening that is one slot, whose phrase began further back; {@link #NONE} when these tables are full. */
        int opening(int slot) {
            int known = single.getAcquire(slot) - 1;
            return known != NONE ? known : compute(slot);
        }

        private synchronized int compute(int slot) {
            if (isFull()) {
                return NONE;
            }
            int opening = opening(new int[] {Phrases.end(slot, 0)});
            single.setRelease(slot, opening + 1);
            return opening;
        }

        private synchronized int computeContinued(int closing, int opening) {
            if (isFull()) {
                return NONE;
            }
            int[] found = Arrays.stream(opened.get(opening))
                    .flatMap(slot -> Arrays.stream(closed.get(blocks[closing + NUMBER]))
                            .filter(end -> segment(end).before() == Phrases.ended(slot))
                            .map(end ->
                                    Continued.of(segment(end), Phrases.endedLength(end), Phrases.endedLength(slot))))
                    .toArray();
            if (found.length == 0) {
                blocks[closing + UNRELATED + (opening >> 5)] |= 1 << opening;
                return nothing;
            }
            int place = block(1 + found.length);
            blocks[place] = found.length;
            System.arraycopy(found, 0, blocks, place + 1, found.length);
            keep(closing, opening, place);
            return place;
        }

        private boolean isFull() {
            boolean full = states.size() == MOST_STATES
                    || opened.size() == MOST_OPENINGS
                    || closed.size() == MOST_OPENINGS
                    || kept == MOST_TRANSITIONS
                    || used > (1 << PLACE_BITS) - MOST_OPENINGS;
            if (full && tables == this) {
                tables = new Tables();
            }
            return full;
        }

        private synchronized int compute(int state, int word) {
            if (isFull()) {
                return NONE;
            }
            int next =
                    add(phrases.step(items.getOrDefault(state, NOTHING), word).all());
            keep(state, word, next);
            return next;
        }

        private void keep(int place, int by, int found) {
            if (++kept * 4 > transitions.length()) {
                grow();
            }
            put(transitions, key(place, by) << PLACE_BITS | found);
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
            int by = (int) (entry >>> PLACE_BITS) & (1 << WORD_BITS) - 1;
            int place = (int) (entry >>> PLACE_BITS + WORD_BITS) & (1 << PLACE_BITS) - 1;
            int i = place + spread(by) & mask;
            while (table.getPlain(i) != 0) {
                i = i + 1 & mask;
            }
            table.setRelease(i, entry);
        }

        /** What is added to a place for its entry's index: the next state is only this sum away from the one before. */
        private static int spread(int by) {
            return by * 0x9E3779B9 >>> 12;
        }

        private int add(int[] all) {
            List<Integer> identity = list(all);
            Integer same = states.get(identity);
            if (same != null) {
                return same;
            }
            int[] ends = Arrays.stream(all).filter(v -> v < 0).map(v -> ~v).toArray();
            int[] whole = Arrays.stream(ends)
                    .filter(end -> segment(end).before() < 0 && segment(end).slot() < 0)
                    .map(end -> RuleMatcher.phrase(segment(end).bit(), Phrases.endedLength(end)))
                    .distinct()
                    .toArray();
            int[] slots = Arrays.stream(ends)
                    .filter(end -> segment(end).before() < 0 && segment(end).slot() >= 0)
                    .map(end -> Phrases.end(segment(end).slot(), Phrases.endedLength(end)))
                    .toArray();
            int[] late = Arrays.stream(ends)
                    .filter(end -> segment(end).before() >= 0)
                    .toArray();
            int opening = slots.length == 0 ? NONE : opening(slots);
            int closing = late.length == 0 ? NONE : closing(late);
            int state = block(PHRASES + 1 + whole.length);
            blocks[state + OPENING] = opening;
            blocks[state + CLOSING] = closing;
            blocks[state + PHRASES] = whole.length;
            System.arraycopy(whole, 0, blocks, state + PHRASES + 1, whole.length);
            items.put(state, Arrays.stream(all).filter(v -> v >= 0).toArray());
            states.put(identity, state);
            return state;
        }

        private Phrases.Segment segment(int end) {
            return phrases.segment(Phrases.ended(end));
        }

        private int opening(int[] slots) {
            return openings.computeIfAbsent(list(slots), s -> {
                opened.add(slots);
                return opened.size() - 1;
            });
        }

        private int closing(int[] ends) {
            return closings.computeIfAbsent(list(ends), e -> {
                int closing = block(UNRELATED + MOST_OPENINGS / Integer.SIZE);
                blocks[closing + LONGEST] =
                        Arrays.stream(ends).map(Phrases::endedLength).max().orElse(0);
                blocks[closing + NUMBER] = closed.size();
                closed.add(ends);
                return closing;
            });
        }

        /** The place of a new block. */
        private int block(int size) {
            if (used + size + AT_ONCE > blocks.length) {
                blocks = Arrays.copyOf(blocks, blocks.length * 2);
            }
            used += size;
            return used - size;
        }

        private static List<Integer> list(int[] values) {
            return IntStream.of(values).boxed().toList();
        }
    }
}
