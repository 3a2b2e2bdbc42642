package bounceledger.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The deterministic automaton over the words of texts, made while it is used: a transition is computed from {@link Phrases}
 * when a text first takes it, then kept. So nothing is built at start-up, and a walk costs one look-up a word. The tables
 * are bounded; when texts have filled them, they are begun anew.
 */
final class Walk {

    private static final int MOST_STATES = 1 << 13;
    private static final int TRANSITIONS = 1 << 16;
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

    /** A generation of states. State 0 is the one in which nothing is open. */
    final class Tables {

        /** {@code state << 26 | word << 13 | next}, plus one bit that tells a transition from an empty place. */
        private final AtomicLongArray transitions = new AtomicLongArray(TRANSITIONS);

        private final int[][] ends = new int[MOST_STATES][];
        private final List<int[]> items = new ArrayList<>();
        private final Map<List<Integer>, Integer> known = new HashMap<>();
        private int kept;

        private Tables() {
            add(NOTHING);
        }

        /** The segments that end in a state, each with its length in words. */
        int[] ends(int state) {
            return ends[state];
        }

        /** The state after {@code word} in {@code state}, or -1 when these tables are full: then begin again. */
        int next(int state, int word) {
            long key = 1L << 40 | (long) state << 13 | word;
            int mask = TRANSITIONS - 1;
            for (int i = place(key); ; i = i + 1 & mask) {
                long entry = transitions.getAcquire(i);
                if (entry >>> 13 == key) {
                    return (int) entry & MOST_STATES - 1;
                }
                if (entry == 0) {
                    return compute(state, word, key);
                }
            }
        }

        private synchronized int compute(int state, int word, long key) {
            if (items.size() == MOST_STATES || kept > TRANSITIONS / 2) {
                if (tables == this) {
                    tables = new Tables();
                }
                return -1;
            }
            int next = add(phrases.step(items.get(state), word).all());
            int i = place(key);
            while (transitions.getPlain(i) != 0) {
                i = i + 1 & TRANSITIONS - 1;
            }
            transitions.setRelease(i, key << 13 | next);
            kept++;
            return next;
        }

        private int add(int[] all) {
            List<Integer> identity = Arrays.stream(all).boxed().toList();
            Integer same = known.get(identity);
            if (same != null) {
                return same;
            }
            int state = items.size();
            ends[state] = Arrays.stream(all).filter(v -> v < 0).map(v -> ~v).toArray();
            items.add(Arrays.stream(all).filter(v -> v >= 0).toArray());
            known.put(identity, state);
            return state;
        }

        private static int place(long key) {
            return (int) (key * 0x9E3779B97F4A7C15L >>> 48);
        }
    }
}
