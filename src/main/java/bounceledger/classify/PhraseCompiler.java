package bounceledger.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Compiles {@link Phrases}. A phrase is a sequence of words; {@code {name}} stands for any member of a set of the lexicon,
 * {@code (a|b c)} for any of the sequences in it, and {@code *} for a gap of at most {@value Phrases#LONGEST_GAP} words.
 */
final class PhraseCompiler {

    private final Lexicon lexicon;
    private final Lexicon.Words words;

    private int[] symbols = new int[4096];
    private int[] endOf = new int[4096];
    private int positions;

    private int[] starts = new int[2048];
    private final List<Phrases.Segment> segments = new ArrayList<>();
    private final Map<String, Integer> beginnings = new HashMap<>();
    private int slotCount;

    /** The trees of the sets' members: children by node and word, and the nodes at which a member ends. */
    private final Map<Integer, Integer> children = new TreeMap<>();

    private final List<Boolean> memberEnds = new ArrayList<>(List.of(false, true));
    private final Map<String, Integer> roots = new HashMap<>();

    PhraseCompiler(Lexicon lexicon) {
        this.lexicon = lexicon;
        this.words = new Lexicon.Words(lexicon);
    }

    /** What all phrases that were added compile to. */
    Phrases phrases() {
        if (words.size() > 1 << Phrases.WORD_BITS) {
            throw new IllegalArgumentException(
                    "the rules and sets have more than " + ((1 << Phrases.WORD_BITS) - 1) + " different words");
        }
        int[] ends =
                IntStream.range(0, memberEnds.size()).filter(memberEnds::get).toArray();
        return new Phrases(
                words,
                Arrays.copyOf(symbols, positions),
                Arrays.copyOf(endOf, positions),
                Arrays.copyOf(starts, segments.size()),
                segments.toArray(Phrases.Segment[]::new),
                slotCount,
                children.keySet().stream().mapToInt(Integer::intValue).toArray(),
                children.values().stream().mapToInt(Integer::intValue).toArray(),
                ends);
    }

    /** Adds a phrase that speaks for what has this bit. */
    void add(String phrase, int bit) {
        int before = -1;
        String[] parts = phrase.split("\\*", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            before = beginning(parts[i].strip(), phrase, before);
        }
        addSegment(parts[parts.length - 1].strip(), phrase, new Phrases.Segment(bit, before, -1));
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
        addSegment(text, phrase, new Phrases.Segment(-1, before, slot));
        return slot;
    }

    private void addSegment(String text, String phrase, Phrases.Segment segment) {
        if (segments.size() == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[segments.size()] = positions;
        int first = positions;
        for (int i = 0; i < text.length(); ) {
            i = addElement(text, i);
        }
        if (positions == first) {
            throw new IllegalArgumentException("\"" + phrase + "\" has a part without a word");
        }
        addPosition(0, segments.size());
        segments.add(segment);
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
        if (positions == 1 << Phrases.POSITION_BITS) {
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
            return Phrases.LEAF;
        }
        if (memberEnds.size() == 1 << Phrases.NODE_BITS) {
            throw new IllegalArgumentException("the sets have more than " + memberEnds.size() + " words");
        }
        int node = memberEnds.size();
        memberEnds.add(tree.end);
        tree.next.forEach((word, next) -> children.put(Phrases.edge(node, word), number(next)));
        return node;
    }
}
