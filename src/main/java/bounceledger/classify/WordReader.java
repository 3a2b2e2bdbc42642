package bounceledger.classify;

/**
 * Reads a text word by word, the way phrases are written: letters are folded to lower case without accents; an English
 * contraction and a token with a number are one word ({@code doesn't}, {@code RP-001}); an ideograph is a word of its own.
 * Numbers and mail addresses are no words: whoever compares words looks through them.
 */
final class WordReader {

    private static final long SEED = 0x243F6A8885A308D3L;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    /** The folded letter or digit of each character below U+0530; 0 where it is neither. */
    private static final char[] FOLDED = folded();

    private final String text;
    private final int length;
    private int next;
    private int addressStart;
    private int addressEnd;

    private boolean opened;
    private boolean closed;
    private long hash;
    private int start;
    private int end;

    WordReader(String text) {
        this.text = text;
        this.length = text.length();
        findAddress(0);
    }

    /** Moves to the next word; false at the end of the text. */
    boolean next() {
        int i = next;
        opened = false;
        closed = false;
        while (true) {
            char c = 0;
            while (i < length && (c = fold(text.charAt(i))) == 0) {
                mark(i++);
            }
            if (i >= length) {
                next = length;
                return false;
            }
            if (i >= addressStart && i < addressEnd) {
                i = addressEnd;
                findAddress(i);
            } else if (c <= '9') {
                i = endOfNumber(i);
            } else {
                read(i, c);
                return true;
            }
        }
    }

    /** A number that stands for the word; different words have different ones, as far as 64 bits go. */
    long hash() {
        return hash;
    }

    /** Whether a sentence or a parenthesis begins or ends right before the word. */
    boolean beginsClause() {
        return opened || closed;
    }

    private void mark(int i) {
        switch (text.charAt(i)) {
            case '(' -> opened = true;
            case ')' -> {
                closed |= !opened;
                opened = false;
            }
            case ';', '!', '?' -> closed = true;
            case '.' -> closed |= i + 1 < length && text.charAt(i + 1) == ' ' && i > 0 && text.charAt(i - 1) != '.';
            default -> {}
        }
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
        return end + 1 < length && text.charAt(end) == '.' && fold(text.charAt(end + 1)) != 0
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

    private void read(int from, char first) {
        start = from;
        char c = first;
        long h = SEED;
        int i = from;
        do {
            h = (h ^ c) * FACTOR;
            i++;
            if (isIdeograph(c) || i == length) {
                break;
            }
            c = fold(text.charAt(i));
            if (c == 0 && i + 1 < length && isJoiner(i)) {
                c = fold(text.charAt(++i));
            }
        } while (c != 0 && !isIdeograph(c));
        end = i;
        next = i;
        hash = h ^ (h >>> 29);
    }

    private int endOfNumber(int from) {
        int i = from;
        while (i < length) {
            char c = fold(text.charAt(i));
            if (c == 0 || isIdeograph(c)) {
                break;
            }
            i++;
        }
        return i;
    }

    private void findAddress(int from) {
        int sign = text.indexOf('@', from);
        if (sign < 0) {
            addressStart = Integer.MAX_VALUE;
            addressEnd = Integer.MAX_VALUE;
            return;
        }
        int first = sign;
        while (first > from && isAddressCharacter(text.charAt(first - 1))) {
            first--;
        }
        int last = sign + 1;
        while (last < length && isAddressCharacter(text.charAt(last))) {
            last++;
        }
        addressStart = first;
        addressEnd = last;
    }

    private static boolean isAddressCharacter(char c) {
        return c > ' ' && "<>()[],;:\"'/|".indexOf(c) < 0;
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
        int end = i + 1;
        while (end < length && end < i + 3 && fold(text.charAt(end)) != 0) {
            end++;
        }
        return end < i + 3 && !isIdeograph(text.charAt(i));
    }

    private static boolean isIdeograph(char c) {
        return c >= 0x2e80;
    }

    private static char fold(char c) {
        if (c < FOLDED.length) {
            return FOLDED[c];
        }
        return Character.isLetter(c) ? c : 0;
    }

    private static char[] folded() {
        String latin1 = "aaaaaaaceeeeiiiidnooooo\0ouuuuytsaaaaaaaceeeeiiiidnooooo\0ouuuuyty";
        String extendedA = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiijjjjkkkllllllllllnnnnnnnnn"
                + "oooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
        char[] table = new char[0x530];
        for (char c = 0; c < table.length; c++) {
            table[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
        }
        latin1.getChars(0, 64, table, 0xc0);
        extendedA.getChars(0, 128, table, 0x100);
        table[0x451] = 0x435;
        table[0x401] = 0x435;
        return table;
    }
}
