package bounceledger.classify;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Phrases, compiled so that one walk over the words of a text finds all that occur in it. The parts of a phrase between its
 * gaps are segments; they form one nondeterministic automaton over word numbers. {@link Walk} determinises it as texts need it.
 */
final class Phrases {

    /** Words that a {@code *} may span. Skipped words, numbers and addresses do not count. */
    static final int LONGEST_GAP = 7;

    /** The node at which a member ends that no other member continues. Node 0 stands for none. */
    static final int LEAF = 1;

    static final int POSITION_BITS = 14;
    static final int NODE_BITS = 13;
    static final int WORD_BITS = 13;
    private static final int LENGTH_BITS = 4;
    /** Words of a segment that are counted; a longer one is not met. */
    static final int LONGEST_SEGMENT = (1 << LENGTH_BITS) - 1;

    private final Lexicon.Words words;

    /** What the word at a position must be: a word's number, or {@code ~root} of a set's tree. */
    private final int[] symbols;
    /** The segment that ends before a position, or -1. */
    private final int[] endOf;
    /** The position at which each segment starts. */
    private final int[] starts;

    private final Segment[] segments;
    private final int slotCount;

    /** The edges of the trees of the sets' members, in ascending order, and the node to which each leads. */
    private final int[] edges;

    private final int[] children;
    /** The nodes at which a member ends, in ascending order. */
    private final int[] memberEnds;

    private int[][] firstSteps = new int[0][];

    /**
     * One stretch of a phrase without gaps.
     *
     * @param bit the bit for which its phrase speaks, or -1 when it is not the last of one
     * @param before the slot in which the walk keeps the end of the segment before it, or -1 when it is the first
     * @param slot the slot of its own end, or -1 when it is the last
     */
    record Segment(int bit, int before, int slot) {}

    Phrases(
            Lexicon.Words words,
            int[] symbols,
            int[] endOf,
            int[] starts,
            Segment[] segments,
            int slotCount,
            int[] edges,
            int[] children,
            int[] memberEnds) {
        this.words = words;
        this.symbols = symbols;
        this.endOf = endOf;
        this.starts = starts;
        this.segments = segments;
        this.slotCount = slotCount;
        this.edges = edges;
        this.children = children;
        this.memberEnds = memberEnds;
    }

    /** Reads what {@link #write} wrote. */
    static Phrases read(Binary.Reader in) {
        Lexicon.Words words = Lexicon.Words.read(in);
        int[] symbols = in.ints();
        int[] endOf = in.ints();
        int[] starts = in.ints();
        int[] packed = in.ints();
        Segment[] segments = new Segment[starts.length];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new Segment(packed[3 * i], packed[3 * i + 1], packed[3 * i + 2]);
        }
        return new Phrases(words, symbols, endOf, starts, segments, in.number(), in.ints(), in.ints(), in.ints());
    }

    void write(Binary.Writer out) {
        words.write(out);
        out.ints(symbols);
        out.ints(endOf);
        out.ints(starts);
        out.ints(Arrays.stream(segments)
                .flatMapToInt(segment -> IntStream.of(segment.bit(), segment.before(), segment.slot()))
                .toArray());
        out.number(slotCount);
        out.ints(edges);
        out.ints(children);
        out.ints(memberEnds);
    }

    static int edge(int node, int word) {
        return node << WORD_BITS | word;
    }

    Lexicon.Words words() {
        return words;
    }

    int slotCount() {
        return slotCount;
    }

    Segment segment(int number) {
        return segments[number];
    }

    /** The state after {@code word} in a state with these open items. */
    synchronized Step step(int[] items, int word) {
        Step step = new Step();
        for (int item : items) {
            move(step, item, word);
        }
        for (int item : firstStep(word)) {
            step.add(item);
        }
        return step;
    }

    /** The items and ends that a word opens by itself, wherever it stands; kept for each word. */
    private int[] firstStep(int word) {
        if (firstSteps.length < words.size()) {
            firstSteps = Arrays.copyOf(firstSteps, words.size());
        }
        int[] known = firstSteps[word];
        if (known == null) {
            Step step = new Step();
            for (int i = 0; i < starts.length; i++) {
                move(step, item(starts[i], 0, 0), word);
            }
            known = step.all();
            firstSteps[word] = known;
        }
        return known;
    }

    private void move(Step step, int item, int word) {
        int position = item >>> NODE_BITS + LENGTH_BITS;
        int node = item >>> LENGTH_BITS & (1 << NODE_BITS) - 1;
        int length = (item & LONGEST_SEGMENT) + 1;
        if (length > LONGEST_SEGMENT) {
            return;
        }
        int symbol = symbols[position];
        if (symbol > 0) {
            if (symbol == word) {
                step.add(arrived(position + 1, length));
            }
            return;
        }
        int edge = Arrays.binarySearch(edges, edge(node == 0 ? ~symbol : node, word));
        if (edge >= 0) {
            int child = children[edge];
            if (child != LEAF) {
                step.add(item(position, child, length));
            }
            if (Arrays.binarySearch(memberEnds, child) >= 0) {
                step.add(arrived(position + 1, length));
            }
        }
    }

    /** An item at the next position, or the complement of a segment's end and its length. */
    private int arrived(int position, int length) {
        int segment = endOf[position];
        return segment < 0 ? item(position, 0, length) : ~end(segment, length);
    }

    private static int item(int position, int node, int length) {
        return position << NODE_BITS + LENGTH_BITS | node << LENGTH_BITS | length;
    }

    /** What ended, and its words, in one number. */
    static int end(int ended, int length) {
        return ended << LENGTH_BITS | length;
    }

    static int ended(int end) {
        return end >>> LENGTH_BITS;
    }

    static int endedLength(int end) {
        return end & LONGEST_SEGMENT;
    }

    /** What one word leads to: open items, and ended segments as complements. */
    static final class Step {

        private int[] values = new int[16];
        private int size;

        private void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        /** All of it, sorted, each value once: first the ends (negative), then the items. */
        int[] all() {
            return Arrays.stream(values, 0, size).sorted().distinct().toArray();
        }
    }
}
