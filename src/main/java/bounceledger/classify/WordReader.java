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
    static final int BEGINS_CLAUSE = 1 << 31;

    private final String text;
    /** The text in ASCII, as far as that goes, with zeros in the place of each mail address, and at least sixteen NULs. */
    private final byte[] ascii;
    /** Whether a letter has no counterpart in ASCII. */
    private boolean isWide;

    /** A bit for each character at which a run begins that may be a word, and one for each character that follows on a run. */
    private final long[] starts;

    private final long[] ends;

    private boolean opened;
    private boolean closed;

    /** Of each word its hash, and its {@link #span} with a mark where it begins a clause. */
    private final long[] hashes;

    private final int[] spans;
    private int count;

    WordReader(String text) {
        this.text = text;
        ascii = ascii(text);
        maskAddresses();
        starts = new long[(text.length() >> 6) + 1];
        ends = new long[starts.length];
        if (isWide) {
            splitWide();
        } else {
            split();
        }
        int runs = 0;
        for (long start : starts) {
            runs += Long.bitCount(start);
        }
        hashes = new long[runs];
        spans = new int[runs];
        read();
    }

    /** The text with a letter of ASCII in the place of each other one; notes where there is none. */
    private byte[] ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, text.length() + 23 & ~7);
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

    /** Where a word stands, with {@link #BEGINS_CLAUSE} where it does. */
    int markedSpan(int word) {
        return spans[word];
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

    /** Makes a number of each mail address. */
    private void maskAddresses() {
        int end = 0;
        for (int sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', end)) {
            int start = sign;
            while (start > end && isAddressCharacter(text.charAt(start - 1))) {
                start--;
            }
            end = sign + 1;
            while (end < text.length() && isAddressCharacter(text.charAt(end))) {
                end++;
            }
            Arrays.fill(ascii, start, end, (byte) '0');
        }
    }

    private static boolean isAddressCharacter(char c) {
        return c > ' ' && (c >= 0x80 || (MARKS[c] & AROUND_ADDRESS) == 0);
    }

    /** Finds the runs in ASCII: where a letter or digit follows something else, and the other way round. */
    private void split() {
        long last = 0;
        for (int block = 0; block < starts.length; block++) {
            long runs = 0;
            long digits = 0;
            int from = block * Long.SIZE;
            for (int i = 0; i < Long.SIZE && from + i < ascii.length; i += 8) {
                long eight = (long) EIGHT.get(ascii, from + i);
                long small = eight | SMALL;
                long letter = (small + (0x80 - 'a') * EACH) & ~(small + (0x7f - 'z') * EACH);
                long digit = (eight + (0x80 - '0') * EACH) & ~(eight + (0x7f - '9') * EACH);
                runs |= bits(letter | digit) << i;
                digits |= bits(digit) << i;
            }
            long before = runs << 1 | last;
            last = runs >>> 63;
            starts[block] = runs & ~before & ~digits;
            ends[block] = before & ~runs;
        }
    }

    /** The uppermost bits of eight bytes. */
    private static long bits(long eight) {
        return (eight & TOP) * 0x2040810204081L >>> 56;
    }

    /** Finds the runs of any text. */
    private void splitWide() {
        for (int i = 0; i < text.length(); i++) {
            boolean begins = isInRun(i) && !goesOn(i);
            starts[i >> 6] |= begins && ascii[i] > '9' ? 1L << i : 0;
            ends[i >> 6] |= i > 0 && isInRun(i - 1) && (begins || !isInRun(i)) ? 1L << i : 0;
        }
        if (isInRun(text.length() - 1)) {
            ends[text.length() >> 6] |= 1L << text.length();
        }
    }

    private boolean isInRun(int i) {
        return ascii[i] == '0' || fold(text.charAt(i)) != 0;
    }

    private boolean goesOn(int i) {
        return i > 0 && isInRun(i - 1) && !isIdeograph(text.charAt(i)) && !isIdeograph(text.charAt(i - 1));
    }

    private void read() {
        int end = 0;
        for (int start = next(starts, 0); start >= 0; start = next(starts, end)) {
            if (start - end != 1 || ascii[end] != ' ') {
                mark(end, start);
            }
            end = next(ends, start + 1);
            if (isJoined(start, end)) {
                StringBuilder joined = new StringBuilder(text.substring(start, end));
                do {
                    int more = end + 1;
                    end = next(ends, more + 1);
                    joined.append(text, more, end);
                } while (isJoined(start, end));
                hashes[count] = hash(joined.toString());
            } else {
                hashes[count] = isWide ? hash(text.substring(start, end)) : hash(ascii, start, end, SMALL);
            }
            spans[count++] = span(start, end) | (opened || closed ? BEGINS_CLAUSE : 0);
            opened = false;
            closed = false;
        }
    }

    /** The first bit at or after {@code from} that is set, or -1. */
    private static int next(long[] bits, int from) {
        int block = from >> 6;
        long found = bits[block] & -1L << from;
        while (found == 0 && ++block < bits.length) {
            found = bits[block];
        }
        return found == 0 ? -1 : (block << 6) + Long.numberOfTrailingZeros(found);
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

    /** Whether what stands at {@code i} belongs to the word around it: {@code doesn't}, {@code RP-001}, {@code OFR_506}. */
    private boolean isJoined(int start, int i) {
        if ((MARKS[ascii[i]] & JOINS) == 0 || isIdeograph(text.charAt(start))) {
            return false;
        }
        char next = i + 1 < text.length() ? fold(text.charAt(i + 1)) : 0;
        return ascii[i] == '\'' ? next > '9' && endsSoon(i + 1) : isDigit(next);
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
        return hash(Arrays.copyOf(bytes, bytes.length + 16), 0, bytes.length, 0);
    }

    /** The hash of a word, sixteen bytes at a time, each with the bits of {@code more} set. */
    private static long hash(byte[] bytes, int from, int to, long more) {
        long hash = 0;
        for (int i = from; i < to; i += 16) {
            hash = mix(hash ^ eight(bytes, i, to, more));
            hash = mix(hash ^ eight(bytes, i + 8, to, more));
        }
        return hash;
    }

    /** Eight bytes, those from {@code to} on zero. */
    private static long eight(byte[] bytes, int i, int to, long more) {
        int halfBits = 4 * Math.max(0, Math.min(8, to - i));
        return ((long) EIGHT.get(bytes, i) | more) & ~(-1L << halfBits << halfBits);
    }

    private static long mix(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
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
