package bounceledger.classify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The words of a text, the way phrases are written: letters are folded to lower case without accents; an English
 * contraction and a token with a number are one word ({@code doesn't}, {@code RP-001}); an ideograph is a word of its own.
 * Numbers and mail addresses are no words: whoever compares words looks through them.
 *
 * <p>Runs of letters and digits are found and hashed eight characters at a time where the text is ASCII; what makes words
 * of runs looks at each run once.
 */
final class WordReader {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long TOP = 0x8080808080808080L;
    /** What makes a small letter of an ASCII letter, and leaves a digit as it is. */
    private static final long SMALL = 0x20 * EACH;

    /** Characters below this one are folded by a table. */
    private static final int TABLE = 0x800;

    /** The folded letter or digit of each character; 0 where it is neither. */
    private static final char[] FOLDED = folded();

    /** What an ASCII character between two words may mean. */
    private static final byte[] MARKS = new byte[0x80];

    private static final int OPENS = 1;
    private static final int CLOSES = 2;
    private static final int ENDS = 4;
    private static final int DOT = 8;
    private static final int CLAUSE = OPENS | CLOSES | ENDS | DOT;
    private static final int JOINS = 16;
    private static final int AROUND_ADDRESS = 32;

    static {
        mark("<>()[],;:\"'/|", AROUND_ADDRESS);
        mark("(", OPENS);
        mark(")", CLOSES);
        mark(";!?", ENDS);
        mark(".", DOT);
        mark("-_'", JOINS);
    }

    private static void mark(String characters, int meaning) {
        for (byte c : characters.getBytes(StandardCharsets.US_ASCII)) {
            MARKS[c] |= (byte) meaning;
        }
    }

    /** The flag of a span in front of which a clause begins. */
    private static final int BEGINS_CLAUSE = 1 << 31;

    private final String text;
    /** The text in ASCII, as far as that goes, and at least eight zeros. */
    private final byte[] ascii;
    /** Whether a letter has no counterpart in ASCII. */
    private boolean isWide;

    /** Where each run starts and ends, in turns. */
    private final char[] bounds;

    private int boundCount;
    private int run;
    private int addressStart;
    private int addressEnd;
    private boolean opened;
    private boolean closed;

    /** Of each word its hash, and its {@link #span} with a mark where it begins a clause. */
    private final long[] hashes;

    private final int[] spans;
    private int count;

    WordReader(String text) {
        this.text = text;
        ascii = ascii(text);
        if (isWide) {
            bounds = new char[2 * text.length()];
            splitWide();
        } else {
            bounds = new char[text.length() + 2];
            split();
        }
        hashes = new long[boundCount / 2];
        spans = new int[boundCount / 2];
        findAddress(0);
        read();
    }

    /** The text with a letter of ASCII in the place of each other one; notes where there is none. */
    private byte[] ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, text.length() + 15 & ~7);
        if (bytes.length != text.length()) {
            for (int i = 0; i < text.length(); i++) {
                isWide |= fold(text.charAt(i)) >= 0x80;
                padded[i] = (byte) ascii(text.charAt(i));
            }
            Arrays.fill(padded, text.length(), padded.length, (byte) 0);
        }
        return padded;
    }

    private static char ascii(char c) {
        if (c < 0x80) {
            return c;
        }
        if (c == '\u2019') {
            return '\'';
        }
        char letter = fold(c);
        return letter < 0x80 ? letter : 'x';
    }

    /** Where something starts and ends in a text, in one number. */
    static int span(int start, int end) {
        return start << 16 | end;
    }

    /** How many words there are. */
    int count() {
        return count;
    }

    /** A number that stands for a word; different words have different ones, as far as 64 bits go. */
    long hash(int word) {
        return hashes[word];
    }

    /** Where a word stands. */
    int span(int word) {
        return spans[word] & ~BEGINS_CLAUSE;
    }

    /** Whether a sentence or a parenthesis begins or ends right before a word. */
    boolean beginsClause(int word) {
        return spans[word] < 0;
    }

    /** Whether a word is longer than a letter, or a sign of a script that writes words in one or a few, and no label of a dotted name. */
    boolean saysSomething(int word) {
        int start = span(word) >>> 16;
        int end = span(word) & 0xffff;
        return (end - start > 1 || isIdeograph(text.charAt(start))) && !isPartOfName(start, end);
    }

    private boolean isPartOfName(int start, int end) {
        return end + 1 < text.length() && text.charAt(end) == '.' && fold(text.charAt(end + 1)) != 0
                || start > 1 && text.charAt(start - 1) == '.' && fold(text.charAt(start - 2)) != 0;
    }

    /** The hash of a text that is a single word. */
    static long hashOf(String word) {
        WordReader reader = new WordReader(word);
        if (reader.count != 1 || reader.span(0) != span(0, word.length())) {
            throw new IllegalArgumentException("\"" + word + "\" is not a word");
        }
        return reader.hashes[0];
    }

    /** Finds the runs in ASCII: where a letter or digit follows something else, and the other way round. */
    private void split() {
        long last = 0;
        for (int block = 0; block < ascii.length; block += Long.SIZE) {
            long runs = 0;
            for (int i = 0; i < Long.SIZE && block + i < ascii.length; i += 8) {
                runs |= lettersAndDigits((long) EIGHT.get(ascii, block + i)) << i;
            }
            long edges = runs ^ (runs << 1 | last);
            last = runs >>> 63;
            while (edges != 0) {
                bounds[boundCount++] = (char) (block + Long.numberOfTrailingZeros(edges));
                edges &= edges - 1;
            }
        }
    }

    /** One bit for each of eight ASCII characters that is a letter or a digit. */
    private static long lettersAndDigits(long eight) {
        long small = eight | SMALL;
        long letters = (small + (0x80 - 'a') * EACH) & ~(small + (0x7f - 'z') * EACH);
        long digits = (eight + (0x80 - '0') * EACH) & ~(eight + (0x7f - '9') * EACH);
        return ((letters | digits) & TOP) * 0x2040810204081L >>> 56;
    }

    /** Finds the runs of any text. */
    private void splitWide() {
        for (int i = 0; i < text.length(); i++) {
            char c = fold(text.charAt(i));
            boolean goesOn = i > 0 && c != 0 && bounds(i) && !isIdeograph(c) && !isIdeograph(text.charAt(i - 1));
            if (c != 0 && !goesOn) {
                bounds[boundCount] = (char) i;
                boundCount += 2;
            }
            if (c != 0) {
                bounds[boundCount - 1] = (char) (i + 1);
            }
        }
    }

    /** Whether the last run ends at {@code i}. */
    private boolean bounds(int i) {
        return boundCount > 0 && bounds[boundCount - 1] == i;
    }

    private void read() {
        int at = 0;
        while (run < boundCount) {
            int first = bounds[run];
            if (first - at != 1 || ascii[at] != ' ') {
                mark(at, first);
            }
            if (first >= addressStart) {
                at = addressEnd;
                skipAddress();
            } else if (ascii[first] <= '9') {
                at = bounds[run + 1];
                run += 2;
            } else {
                at = readWord(opened || closed ? BEGINS_CLAUSE : 0);
                opened = false;
                closed = false;
            }
        }
    }

    private void mark(int from, int to) {
        int marks = 0;
        for (int i = from; i < to; i++) {
            marks |= MARKS[ascii[i]];
        }
        if ((marks & CLAUSE) == 0) {
            return;
        }
        for (int i = from; i < to; i++) {
            switch (MARKS[ascii[i]] & CLAUSE) {
                case OPENS -> opened = true;
                case CLOSES -> {
                    closed |= !opened;
                    opened = false;
                }
                case ENDS -> closed = true;
                case DOT -> closed |= ascii[i + 1] == ' ' && i > 0 && ascii[i - 1] != '.';
                default -> {}
            }
        }
    }

    /** Takes the run at hand as a word, and those that are joined to it; gives its end. */
    private int readWord(int mark) {
        int start = bounds[run];
        int end = bounds[run + 1];
        run += 2;
        if (isJoined(start, end)) {
            StringBuilder joined = new StringBuilder(text.substring(start, end));
            do {
                joined.append(text, bounds[run], bounds[run + 1]);
                end = bounds[run + 1];
                run += 2;
            } while (isJoined(start, end));
            hashes[count] = hash(joined.toString());
        } else {
            hashes[count] = isWide ? hash(text.substring(start, end)) : hash(ascii, start, end, SMALL);
        }
        spans[count++] = span(start, end) | mark;
        return end;
    }

    private void skipAddress() {
        while (run < boundCount && bounds[run] < addressEnd) {
            run += 2;
        }
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
        return c > ' ' && (c >= 0x80 || (MARKS[c] & AROUND_ADDRESS) == 0);
    }

    /** Whether what stands at {@code i} belongs to the word around it: {@code doesn't}, {@code RP-001}, {@code OFR_506}. */
    private boolean isJoined(int start, int i) {
        if ((MARKS[ascii[i]] & JOINS) == 0 || i + 1 >= text.length() || isIdeograph(text.charAt(start))) {
            return false;
        }
        char next = text.charAt(i + 1);
        return ascii[i] == '\'' ? fold(next) > '9' && endsSoon(i + 1) : isDigit(next);
    }

    /** Whether at most two letters stand at {@code i}, as after the apostrophe of an English contraction. */
    private boolean endsSoon(int i) {
        int last = i + 1;
        while (last < text.length() && last < i + 3 && fold(text.charAt(last)) != 0) {
            last++;
        }
        return last < i + 3 && !isIdeograph(text.charAt(i));
    }

    /** The hash of the folded letters of one word. */
    private static long hash(String word) {
        char[] letters = word.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = fold(letters[i]);
        }
        byte[] bytes = new String(letters).getBytes(StandardCharsets.UTF_8);
        return hash(Arrays.copyOf(bytes, bytes.length + 8), 0, bytes.length, 0);
    }

    /** The hash of a word, eight bytes at a time, each with the bits of {@code more} set. */
    private static long hash(byte[] bytes, int from, int to, long more) {
        long hash = 0;
        for (int i = from; i < to; i += 8) {
            long eight = ((long) EIGHT.get(bytes, i) | more) & -1L >>> Math.max(0, Long.SIZE - 8 * (to - i));
            hash = (hash ^ eight) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
}
