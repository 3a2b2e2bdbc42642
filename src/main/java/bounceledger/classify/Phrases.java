package bounceledger.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Phrases, compiled so that one walk over the words of a text finds all that occur in it. A phrase is a sequence of words;
 * {@code {name}} stands for any member of a set of the lexicon, {@code (a|b c)} for any of the sequences in it, and
 * {@code *} for a gap of at most {@value #LONGEST_GAP} words. The parts between gaps are segments.
 *
 * <p>The segments form one nondeterministic automaton over word numbers. {@link Walk} determinises it as texts need it.
 */
final class Phrases {

    /** Words that a {@code *} may span. Skipped words, numbers and addresses do not count. */
    static final int LONGEST_GAP = 7;

    /** The node at which a member ends that no other member continues. Node 0 stands for none. */
    private static final int LEAF = 1;

    private static final int POSITION_BITS = 14;
    private static final int NODE_BITS = 13;
    private static final int LENGTH_BITS = 4;
    private static final int LONGEST_SEGMENT = (1 << LENGTH_BITS) - 1;

    private final Lexicon lexicon;
    private final Lexicon.Words words;

    /** What the word at a position must be: a word's number, or {@code ~root} of a set's tree. */
    private int[] symbols = new int[4096];
    /** The segment that ends before a position, or -1. */
    private int[] endOf = new int[4096];

    private int positions;

    private int[] starts = new int[2048];
    private Segment[] segments = new Segment[2048];
    private int segmentCount;
    private final Map<String, Integer> beginnings = new HashMap<>();
    private int phraseCount;
    private int slotCount;

    /** The trees of the sets' members: children by node and word, and the nodes at which a member ends. */
    private final Map<Integer, Integer> children = new HashMap<>();

    private final List<Boolean> memberEnds = new ArrayList<>(List.of(false, true));
    private final Map<String, Integer> roots = new HashMap<>();

    private int[][] firstSteps = new int[0][];

    /**
     * One stretch of a phrase without gaps.
     *
     * @param phrase the phrase that it ends, or -1 when it is not the last of one
     * @param before the slot in which the walk keeps the end of the segment before it, or -1 when it is the first
     * @param slot the slot of its own end, or -1 when it is the last
     */
    record Segment(int phrase, int before, int slot) {}

    Phrases(Lexicon lexicon) {
        this.lexicon = lexicon;
        this.words = new Lexicon.Words(lexicon);
    }

    /** Adds a phrase and gives its number; the numbers run from 0. */
    int add(String phrase) {
        int number = phraseCount++;
        int before = -1;
        String[] parts = phrase.split("\\*", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            before = beginning(parts[i].strip(), phrase, before);
        }
        addSegment(parts[parts.length - 1].strip(), phrase, new Segment(number, before, -1));
        return number;
    }

    /** The slot of a segment that is not the last; phrases that begin alike share it. */
    private int beginning(String text, String phrase, int before) {
        String key = before + " " + text;
        Integer known = beginnings.get(key);
        if (known != null) {
            return known;
        }
        int slot = slotCount++;
        beginnings.put(key, slot);
        addSegment(text, phrase, new Segment(-1, before, slot));
        return slot;
    }

    private void addSegment(String text, String phrase, Segment segment) {
        if (segmentCount == starts.length) {
            starts = Arrays.copyOf(starts, segmentCount * 2);
            segments = Arrays.copyOf(segments, segmentCount * 2);
        }
        starts[segmentCount] = positions;
        segments[segmentCount] = segment;
        int first = positions;
        for (int i = 0; i < text.length(); ) {
            i = addElement(text, i);
        }
        if (positions == first) {
            throw new IllegalArgumentException("\"" + phrase + "\" has a part without a word");
        }
        addPosition(0, segmentCount++);
    }

    /** Adds what stands at {@code i} and gives the index after it. */
    private int addElement(String text, int i) {
        char c = text.charAt(i);
        if (c == ' ') {
            return i + 1;
        }
        if (c == '{' || c == '(') {
            int close = text.indexOf(c == '{' ? '}' : ')', i);
            if (close < 0) {
                throw new IllegalArgumentException("\"" + text + "\" opens with " + c + " what it does not close");
            }
            addPosition(~(c == '{' ? set(text.substring(i + 1, close)) : group(text.substring(i + 1, close))), -1);
            return close + 1;
        }
        int end = i;
        while (end < text.length() && " {(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        for (int number : numbers(text.substring(i, end))) {
            addPosition(number, -1);
        }
        return end;
    }

    private void addPosition(int symbol, int segmentEnd) {
        if (positions == symbols.length) {
            symbols = Arrays.copyOf(symbols, positions * 2);
            endOf = Arrays.copyOf(endOf, positions * 2);
        }
        if (positions == 1 << POSITION_BITS) {
            throw new IllegalArgumentException("the rules have more than " + positions + " words");
        }
        symbols[positions] = symbol;
        endOf[positions++] = segmentEnd;
    }

    private int[] numbers(String text) {
        WordReader read = new WordReader(text);
        return IntStream.range(0, read.count())
                .map(word -> words.numberFor(read.hash(word)))
                .filter(number -> number != Lexicon.Words.SKIPPED)
                .toArray();
    }

    private int set(String name) {
        Integer known = roots.get(name);
        if (known != null) {
            return known;
        }
        List<String> members = lexicon.sets().get(name);
        if (members == null) {
            throw new IllegalArgumentException("there is no set {" + name + "}");
        }
        return root(name, members);
    }

    private int group(String text) {
        Integer known = roots.get("(" + text);
        return known != null ? known : root("(" + text, List.of(text.split("\\|", -1)));
    }

    private int root(String name, List<String> members) {
        Tree tree = new Tree();
        members.forEach(member -> addMember(tree, member));
        int root = number(tree);
        roots.put(name, root);
        return root;
    }

    /** What may follow a word of a set's member, and whether a member ends with it. */
    private static final class Tree {
        private final Map<Integer, Tree> next = new LinkedHashMap<>();
        private boolean end;
    }

    private void addMember(Tree root, String member) {
        for (Tree tree : through(List.of(root), member)) {
            if (tree == root) {
                throw new IllegalArgumentException("\"" + member + "\" is a member without a word");
            }
            tree.end = true;
        }
    }

    private List<Tree> through(List<Tree> from, String member) {
        List<Tree> trees = from;
        for (String element : member.strip().split(" +", -1)) {
            trees = element.startsWith("{") ? throughSet(trees, element) : throughWords(trees, numbers(element));
        }
        return trees;
    }

    private List<Tree> throughSet(List<Tree> from, String element) {
        List<String> members = lexicon.sets().get(element.substring(1, element.length() - 1));
        if (members == null) {
            throw new IllegalArgumentException("there is no set " + element);
        }
        return members.stream()
                .flatMap(member -> through(from, member).stream())
                .toList();
    }

    private static List<Tree> throughWords(List<Tree> from, int[] numbers) {
        List<Tree> trees = from;
        for (int number : numbers) {
            trees = trees.stream()
                    .map(tree -> tree.next.computeIfAbsent(number, n -> new Tree()))
                    .toList();
        }
        return trees;
    }

    /** Numbers the nodes of a tree; the leaves, at which nothing goes on, share one number. */
    private int number(Tree tree) {
        if (tree.next.isEmpty()) {
            return LEAF;
        }
        if (memberEnds.size() == 1 << NODE_BITS) {
            throw new IllegalArgumentException("the sets have more than " + memberEnds.size() + " words");
        }
        int node = memberEnds.size();
        memberEnds.add(tree.end);
        tree.next.forEach((word, next) -> children.put(edge(node, word), number(next)));
        return node;
    }

    private static int edge(int node, int word) {
        return node << 13 | word;
    }

    Lexicon.Words words() {
        return words;
    }

    int phraseCount() {
        return phraseCount;
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
            for (int i = 0; i < segmentCount; i++) {
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
        Integer child = children.get(edge(node == 0 ? ~symbol : node, word));
        if (child != null) {
            if (child != LEAF) {
                step.add(item(position, child, length));
            }
            if (memberEnds.get(child)) {
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
