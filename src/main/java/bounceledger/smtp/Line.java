package bounceledger.smtp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What kind of character stands where in a text: for each kind one bit a character, in blocks of 64 characters. A table has the
 * kinds of each character; of ten kinds two are told by two bits each, since there are eight. A line reads one text after the
 * other, for one thread at a time, and keeps its memory.
 */
public final class Line {

    private static final int ALPHANUMERIC = 0;
    private static final int DIGIT = 1;
    private static final int SPACE = 2;
    private static final int DOT = 3;
    private static final int STOP = 4;
    private static final int OPENING = 5;
    private static final int CLOSING = 6;
    private static final int JOINT = 7;
    private static final int KINDS = 8;

    /** Half of a block's characters are looked at together, whether the text has so many or not: that takes less time than to ask. */
    private static final int AT_ONCE = Long.SIZE / 2;

    /** What is behind the text, so that a reader may look beyond its end: a character of no kind. */
    private static final byte[] BEHIND = ",".repeat(AT_ONCE).getBytes(StandardCharsets.US_ASCII);

    /** The kinds of each character of Latin-1, a byte for each kind. */
    private static final long[] KINDS_OF = new long[0x100];

    static {
        for (int c = 0; c < KINDS_OF.length; c++) {
            boolean odd = c < ' ' || c >= 0x7f;
            boolean apostrophe = c == '\'';
            mark(c, DIGIT, c >= '0' && c <= '9');
            mark(c, ALPHANUMERIC, c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
            mark(c, SPACE, c == ' ');
            mark(c, DOT, c == '.');
            mark(c, STOP, c == ';' || c == '!' || c == '?');
            mark(c, OPENING, c == '(' || odd || apostrophe);
            mark(c, CLOSING, c == ')' || odd);
            mark(c, JOINT, c == '-' || c == '_' || apostrophe);
        }
    }

    private static void mark(int c, int kind, boolean is) {
        KINDS_OF[c] |= is ? 1L << 8 * kind : 0;
    }

    private @Nullable Line inner;
    private String text = "";
    private int length;
    private boolean isPlain;
    private int cause;
    private int blocks;
    private byte[] bytes = {};

    /** The bits of each block, {@link #KINDS} numbers for one. */
    private long[] kinds = {};

    /** Another line, for what this one's text quotes; always the same. */
    Line inner() {
        Line line = inner == null ? new Line() : inner;
        inner = line;
        return line;
    }

    /** Reads a text in the place of the one before. */
    public void read(String text) {
        this.text = text;
        cause = -1;
        isPlain = find(text);
    }

    /** Finds the bits of another text of the same length in the place of those of {@link #text}. */
    public void readAs(String other) {
        find(other);
    }

    /** Finds the characters of all kinds; whether the text is printable ASCII without double spaces. */
    private boolean find(String text) {
        length = text.length();
        blocks = (length >> 6) + 1;
        if (kinds.length < blocks * KINDS) {
            int most = kinds.length == 0 ? blocks : 2 * blocks;
            kinds = new long[most * KINDS];
            bytes = new byte[most * Long.SIZE + BEHIND.length];
        }
        copy(text);
        long odd = 0;
        long stops = 0;
        long lastSpace = 0;
        for (int block = 0; block < blocks; block++) {
            find(block);
            long space = kinds[block * KINDS + SPACE];
            odd |= kinds[block * KINDS + OPENING] & kinds[block * KINDS + CLOSING] | space & (space << 1 | lastSpace);
            lastSpace = space >>> 63;
            stops |= kinds[block * KINDS + STOP];
        }
        return odd == 0 && (stops == 0 || isLatin(text));
    }

    private void copy(String text) {
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        if (latin.length == length) {
            System.arraycopy(latin, 0, bytes, 0, length);
        } else {
            // Pairs of surrogates became one question mark each.
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) Math.min(text.charAt(i), 0xff);
            }
        }
        System.arraycopy(BEHIND, 0, bytes, length, BEHIND.length);
    }

    /** Whether each question mark is one. It may stand for a character that Latin-1 has not. */
    private boolean isLatin(String text) {
        for (int block = 0; block < blocks; block++) {
            for (long rest = kinds[block * KINDS + STOP]; rest != 0; rest &= rest - 1) {
                int i = (block << 6) + Long.numberOfTrailingZeros(rest);
                if (bytes[i] == '?' && text.charAt(i) != '?') {
                    return false;
                }
            }
        }
        return true;
    }

    /** The kinds of eight characters: a byte for each kind, in which the first character has the lowest bit. */
    private long eight(int from) {
        long found = 0;
        for (int i = 7; i >= 0; i--) {
            found = found << 1 | KINDS_OF[bytes[from + i] & 0xff];
        }
        return found;
    }

    /** Finds the characters of all kinds in a block. */
    private void find(int block) {
        int from = block * Long.SIZE;
        long a = eight(from);
        long b = eight(from + 8);
        long c = eight(from + 16);
        long d = eight(from + 24);
        long e = 0;
        long f = 0;
        long g = 0;
        long h = 0;
        if (from + AT_ONCE < length) {
            e = eight(from + 32);
            f = eight(from + 40);
            g = eight(from + 48);
            h = eight(from + 56);
        }
        // Eight rows of eight bytes become columns: first halves change places, then pairs, then single bytes.
        long t = (a >>> 32 ^ e) & 0xffffffffL;
        a ^= t << 32;
        e ^= t;
        t = (b >>> 32 ^ f) & 0xffffffffL;
        b ^= t << 32;
        f ^= t;
        t = (c >>> 32 ^ g) & 0xffffffffL;
        c ^= t << 32;
        g ^= t;
        t = (d >>> 32 ^ h) & 0xffffffffL;
        d ^= t << 32;
        h ^= t;
        t = (a >>> 16 ^ c) & 0xffff0000ffffL;
        a ^= t << 16;
        c ^= t;
        t = (b >>> 16 ^ d) & 0xffff0000ffffL;
        b ^= t << 16;
        d ^= t;
        t = (e >>> 16 ^ g) & 0xffff0000ffffL;
        e ^= t << 16;
        g ^= t;
        t = (f >>> 16 ^ h) & 0xffff0000ffffL;
        f ^= t << 16;
        h ^= t;
        t = (a >>> 8 ^ b) & 0xff00ff00ff00ffL;
        a ^= t << 8;
        b ^= t;
        t = (c >>> 8 ^ d) & 0xff00ff00ff00ffL;
        c ^= t << 8;
        d ^= t;
        t = (e >>> 8 ^ f) & 0xff00ff00ff00ffL;
        e ^= t << 8;
        f ^= t;
        t = (g >>> 8 ^ h) & 0xff00ff00ff00ffL;
        g ^= t << 8;
        h ^= t;
        int at = block * KINDS;
        kinds[at] = a;
        kinds[at + 1] = b;
        kinds[at + 2] = c;
        kinds[at + 3] = d;
        kinds[at + 4] = e;
        kinds[at + 5] = f;
        kinds[at + 6] = g;
        kinds[at + 7] = h;
    }

    /** The text that was read last. */
    public String text() {
        return text;
    }

    /** The index of the innermost reply that the text quotes, or -1 when there is none or it stands there in another form. */
    public int cause() {
        return cause;
    }

    void causes(int index) {
        cause = index;
    }

    /** Whether all of it is ASCII. */
    public boolean isAscii() {
        return isPlain || text.chars().allMatch(c -> c < 0x80);
    }

    /** Whether it is printable ASCII without double spaces. */
    boolean isPlain() {
        return isPlain;
    }

    /** The number of blocks: more than enough for one bit a character. */
    public int blocks() {
        return blocks;
    }

    /** Its characters in ASCII, if that is what they are, and then 32 commas. */
    public byte[] bytes() {
        return bytes;
    }

    /** The letters and digits in a block. */
    public long alphanumerics(int block) {
        return kinds[block * KINDS + ALPHANUMERIC];
    }

    /** The digits in a block. */
    public long digits(int block) {
        return kinds[block * KINDS + DIGIT];
    }

    /**
     * The marks in a block of an ASCII text after which a sentence or a part of one ends: {@code ; ! ?}, and a dot that a space
     * follows and no dot precedes.
     */
    public long stops(int block) {
        int at = block * KINDS;
        long dot = kinds[at + DOT];
        long spaceAfter = kinds[at + SPACE] >>> 1 | (block + 1 < blocks ? kinds[at + KINDS + SPACE] << 63 : 0);
        long dotBefore = dot << 1 | (block > 0 ? kinds[at - KINDS + DOT] >>> 63 : 1);
        return kinds[at + STOP] | dot & spaceAfter & ~dotBefore;
    }

    /** The opening parentheses in a block. */
    public long openings(int block) {
        int at = block * KINDS;
        return kinds[at + OPENING] & ~kinds[at + CLOSING] & ~kinds[at + JOINT];
    }

    /** The closing parentheses in a block. */
    public long closings(int block) {
        return kinds[block * KINDS + CLOSING] & ~kinds[block * KINDS + OPENING];
    }

    /** The hyphens and underscores in a block. */
    public long hyphens(int block) {
        return kinds[block * KINDS + JOINT] & ~kinds[block * KINDS + OPENING];
    }

    /** The apostrophes in a block. */
    public long apostrophes(int block) {
        return kinds[block * KINDS + JOINT] & kinds[block * KINDS + OPENING];
    }

    /** The index at or after {@code from} at which one digit stands by itself, or the text's length. */
    int single(int from) {
        for (int block = from >> 6; block < blocks; block++) {
            long found = digits(block) & ~before(block, 1) & ~after(block, 1);
            found &= block == from >> 6 ? -1L << from : -1L;
            if (found != 0) {
                return (block << 6) + Long.numberOfTrailingZeros(found);
            }
        }
        return length;
    }

    /** The last index before {@code to} at which three digits begin that stand by themselves, or -1. */
    int three(int to) {
        for (int block = to - 1 >> 6; block >= 0; block--) {
            long found = digits(block) & after(block, 1) & after(block, 2) & ~after(block, 3) & ~before(block, 1);
            found &= block == to - 1 >> 6 ? -1L >>> -to : -1L;
            if (found != 0) {
                return (block << 6) + 63 - Long.numberOfLeadingZeros(found);
            }
        }
        return -1;
    }

    /** A bit for each character that has a digit so many characters before it. */
    private long before(int block, int distance) {
        return digits(block) << distance | (block > 0 ? digits(block - 1) >>> -distance : 0);
    }

    /** A bit for each character that has a digit so many characters after it. */
    private long after(int block, int distance) {
        return digits(block) >>> distance | (block + 1 < blocks ? digits(block + 1) << -distance : 0);
    }
}
