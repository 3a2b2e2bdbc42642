package bounceledger.classify;

import java.util.Arrays;

/**
 * Reads a text word by word, the way phrases are written: letters are folded to lower case without accents; an English
 * contraction and a token with a number are one word ({@code doesn't}, {@code RP-001}); an ideograph is a word of its own.
 * Numbers and mail addresses are no words: whoever compares words looks through them.
 *
 * <p>One tight pass splits the text into runs of letters and digits and hashes them; what makes words of runs looks at each run
 * once.
 */
final class WordReader {

    /** Characters below this one are folded and hashed by tables. */
    private static final int TABLE = 0x800;

    /** The folded letter or digit of each character; 0 where it is neither. */
    private static final char[] FOLDED = folded();

    /** What each character adds to a hash; 0 where it is neither a letter nor a digit. */
    private static final long[] SIGNS = signs();

    private static final int ROTATION = 7;

    private final String text;
    /** Of each run its hash, and its start and end as a {@link #span}. */
    private long[] hashes;

    private int[] spans;
    private int runs;
    private int run;
    private int at;
    private int addressStart;
    private int addressEnd;

    private boolean opened;
    private boolean closed;
    private long hash;
    private int start;
    private int end;

    WordReader(String text) {
        this.text = text;
        hashes = new long[text.length() / 2 + 2];
        spans = new int[text.length() / 2 + 2];
        if (split() >= TABLE) {
            splitSlowly();
        }
        findAddress(0);
    }

    /** Where something starts and ends in a text, in one number. */
    static int span(int start, int end) {
        return start << 16 | end;
    }

    /** Splits the text, if all of its characters are in the tables; gives a number that is below {@link #TABLE} if so. */
    private int split() {
        int length = text.length();
        int all = 0;
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            long h = SIGNS[c & TABLE - 1];
            all |= c;
            int first = i++;
            if (h != 0) {
                long sign;
                while (i < length && (sign = SIGNS[(c = text.charAt(i)) & TABLE - 1]) != 0) {
                    h = Long.rotateLeft(h, ROTATION) ^ sign;
                    all |= c;
                    i++;
                }
                hashes[runs] = h;
                spans[runs++] = span(first, i);
            }
        }
        return all;
    }

    /** Splits any text. */
    private void splitSlowly() {
        hashes = Arrays.copyOf(hashes, text.length());
        spans = Arrays.copyOf(spans, text.length());
        runs = 0;
        for (int i = 0; i < text.length(); ) {
            int first = i;
            long h = 0;
            do {
                char c = fold(text.charAt(i));
                if (c == 0 || i > first && isIdeograph(c)) {
                    break;
                }
                h = Long.rotateLeft(h, ROTATION) ^ sign(c);
                i++;
            } while (i < text.length() && !isIdeograph(text.charAt(i - 1)));
            if (i == first) {
                i++;
            } else {
                hashes[runs] = h;
                spans[runs++] = span(first, i);
            }
        }
    }

    /** Moves to the next word; false at the end of the text. */
    boolean next() {
        opened = false;
        closed = false;
        while (run < runs) {
            int first = spans[run] >>> 16;
            mark(at, first);
            char c = text.charAt(first);
            if (first >= addressStart) {
                skipAddress();
            } else if (c >= '0' && c <= '9') {
                at = spans[run++] & 0xffff;
            } else {
                read(first);
                return true;
            }
        }
        return false;
    }

    /** A number that stands for the word; different words have different ones, as far as 64 bits go. */
    long hash() {
        return hash;
    }

    /** Whether a sentence or a parenthesis begins or ends right before the word. */
    boolean beginsClause() {
        return opened || closed;
    }

    /** Where the word begins in the text. */
    int start() {
        return start;
    }

    /** Where the word ends in the text, exclusive. */
    int end() {
        return end;
    }

    /** Whether the word is one label of a dotted name, as in {@code mx.example.org}. */
    boolean isPartOfName() {
        return end + 1 < text.length() && text.charAt(end) == '.' && fold(text.charAt(end + 1)) != 0
                || start > 1 && text.charAt(start - 1) == '.' && fold(text.charAt(start - 2)) != 0;
    }

    /** Whether the word is a single sign of a script that writes words in one or a few. */
    boolean isIdeograph() {
        return isIdeograph(text.charAt(start));
    }

    /** The hash of a text that is a single word. */
    static long hashOf(String word) {
        WordReader reader = new WordReader(word);
        if (!reader.next() || reader.start != 0 || reader.end != word.length()) {
            throw new IllegalArgumentException("\"" + word + "\" is not a word");
        }
        return reader.hash;
    }

    private void mark(int from, int to) {
        if (to - from == 1 && text.charAt(from) == ' ') {
            return;
        }
        for (int i = from; i < to; i++) {
            switch (text.charAt(i)) {
                case '(' -> opened = true;
                case ')' -> {
                    closed |= !opened;
                    opened = false;
                }
                case ';', '!', '?' -> closed = true;
                case '.' -> closed |= text.charAt(i + 1) == ' ' && i > 0 && text.charAt(i - 1) != '.';
                default -> {}
            }
        }
    }

    private void skipAddress() {
        while (run < runs && spans[run] >>> 16 < addressEnd) {
            run++;
        }
        at = addressEnd;
        findAddress(addressEnd);
    }

    private void findAddress(int from) {
        int sign = text.indexOf('@', from);
        if (sign < 0) {
            addressStart = Integer.MAX_VALUE;
            return;
        }
        addressStart = sign;
        while (addressStart > from && isAddressCharacter(text.charAt(addressStart - 1))) {
            addressStart--;
        }
        addressEnd = sign + 1;
        while (addressEnd < text.length() && isAddressCharacter(text.charAt(addressEnd))) {
            addressEnd++;
        }
    }

    private static boolean isAddressCharacter(char c) {
        return c > ' ' && "<>()[],;:\"'/|".indexOf(c) < 0;
    }

    /** Takes the run at hand as a word, and those that are joined to it. */
    private void read(int first) {
        start = first;
        end = spans[run] & 0xffff;
        hash = hashes[run++];
        while (end + 1 < text.length() && text.charAt(end) != ' ' && isJoiner(end) && !isIdeograph()) {
            int length = (spans[run] & 0xffff) - end - 1;
            hash = Long.rotateLeft(hash, ROTATION * length) ^ hashes[run];
            end = spans[run++] & 0xffff;
        }
        at = end;
    }

    /** Whether what stands at {@code i} belongs to the word around it: {@code doesn't}, {@code RP-001}, {@code OFR_506}. */
    private boolean isJoiner(int i) {
        char next = text.charAt(i + 1);
        return switch (text.charAt(i)) {
            case '-', '_' -> next >= '0' && next <= '9';
            case '\'', '\u2019' -> fold(next) > '9' && endsSoon(i + 1);
            default -> false;
        };
    }

    /** Whether at most two letters stand at {@code i}, as after the apostrophe of an English contraction. */
    private boolean endsSoon(int i) {
        int last = i + 1;
        while (last < text.length() && last < i + 3 && fold(text.charAt(last)) != 0) {
            last++;
        }
        return last < i + 3 && !isIdeograph(text.charAt(i));
    }

    private static boolean isIdeograph(char c) {
        return c >= 0x2e80;
    }

    private static char fold(char c) {
        if (c < TABLE) {
            return FOLDED[c];
        }
        return Character.isLetter(c) ? c : 0;
    }

    private static char[] folded() {
        String latin1 = "aaaaaaaceeeeiiiidnooooo\0ouuuuytsaaaaaaaceeeeiiiidnooooo\0ouuuuyty";
        String extendedA = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiijjjjkkkllllllllllnnnnnnnnn"
                + "oooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
        char[] table = new char[TABLE];
        for (char c = 0; c < table.length; c++) {
            table[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
        }
        latin1.getChars(0, 64, table, 0xc0);
        extendedA.getChars(0, 128, table, 0x100);
        table[0x451] = 0x435;
        table[0x401] = 0x435;
        return table;
    }

    private static long[] signs() {
        long[] table = new long[TABLE];
        for (char c = 0; c < table.length; c++) {
            table[c] = FOLDED[c] == 0 ? 0 : sign(FOLDED[c]);
        }
        return table;
    }

    /** A number with about as many ones as zeros, another for each character. */
    private static long sign(char c) {
        long mixed = (c + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
