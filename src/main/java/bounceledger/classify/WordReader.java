package bounceledger.classify;

import bounceledger.smtp.Line;
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
 * <p>Where the text is ASCII, runs of letters and digits are found by the bits of a {@link Line}, and hashed eight characters at
 * a time. A reader reads one text after the other, for one thread at a time, and keeps its memory.
 */
final class WordReader {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What makes a small letter of an ASCII letter, and leaves a digit as it is. */
    private static final long SMALL = 0x2020202020202020L;

    /** Words up to this length are hashed at once. */
    private static final int SHORT = 16;

    /** What of eight bytes belongs to a word of each length up to {@link #SHORT}: of its first eight, and of the next. */
    private static final long[] FIRST = new long[2 * SHORT];

    private static final long[] SECOND = new long[2 * SHORT];

    static {
        for (int length = 1; length <= SHORT; length++) {
            FIRST[length] = -1L >>> -8 * Math.min(length, 8);
            SECOND[length] = length > 8 ? -1L >>> -8 * (length - 8) : 0;
        }
    }

    /** Two odd numbers without a pattern. */
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private static final long OTHER_FACTOR = 0xC2B2AE3D27D4EB4FL;

    /** The last character of a block. */
    private static final long LAST = 1L << 63;

    /** Characters below this one are folded by a table. */
    private static final int TABLE = 0x800;

    /** The folded letter or digit of each character; 0 where it is neither. */
    private static final char[] FOLDED = folded();

    /** What ends a sentence or a part of one in Chinese and Japanese, and their parentheses. */
    private static final String WIDE_MARKS = "\u3002\uff01\uff1f\uff1b\uff08\uff09";

    /** What an ASCII character beside a letter or digit may mean. */
    private static final byte[] MARKS = new byte[0x80];

    private static final int JOINS_NUMBER = 1;
    private static final int JOINS_LETTERS = 2;
    private static final int AROUND_ADDRESS = 4;

    static {
        Arrays.fill(MARKS, 0, ' ' + 1, (byte) AROUND_ADDRESS);
        mark("<>()[],;:\"'/|", AROUND_ADDRESS);
        mark("-_", JOINS_NUMBER);
        mark("'", JOINS_LETTERS);
    }

    private static void mark(String characters, int meaning) {
        for (byte c : characters.getBytes(StandardCharsets.US_ASCII)) {
            MARKS[c] |= (byte) meaning;
        }
    }

    /** Bits of a block that are looked for, whether so many are set or not: that takes less time than to ask. */
    private static final int AT_ONCE = 10;

    /** The flag of a span in front of which a clause begins. */
    private static final int BEGINS_CLAUSE = 1 << 31;

    /** The text, with the bits that it would have without accents. */
    private final Line line;

    /** Whether a letter has no counterpart in ASCII. */
    private boolean isWide;

    /** A bit for each character of a mail address. */
    private long[] addresses = {};
    /** A bit for each character of a run that starts with a letter. */
    private long[] words = {};
    /** A bit for each character with which such a run begins a clause. */
    private long[] clauses = {};

    /** Where each run starts that may be a word, and where it ends. */
    private int[] starts = {};

    private int[] ends = {};
    private int runs;

    /** A bit for each character that may join the run before it to the next one, and whether there is any. */
    private long[] joints = {};

    private boolean mayJoin;

    /** Of each word its hash, and its {@link #span} with a mark where it begins a clause. */
    private long[] hashes = {};

    private int[] spans = {};
    private int count;

    WordReader(Line line) {
        this.line = line;
    }

    WordReader(String text) {
        this(new Line());
        line.read(text);
        read();
    }

    /** Reads what the line has read, in the place of what it had before. */
    void read() {
        isWide = false;
        if (!line.isAscii()) {
            line.readAs(withoutAccents());
        }
        reserve();
        maskAddresses();
        if (isWide) {
            splitWide();
        } else {
            split();
        }
        findClauses();
        readWords();
    }

    /** The text with a letter of ASCII in the place of each other one; notes where there is none. */
    private String withoutAccents() {
        char[] letters = line.text().toCharArray();
        for (int i = 0; i < letters.length; i++) {
            isWide |= fold(letters[i]) >= 0x80;
            letters[i] = ascii(letters[i]);
        }
        return new String(letters);
    }

    private static char ascii(char c) {
        if (c < 0x80) {
            return c;
        }
        if (c == '\u2019') {
            return '\'';
        }
        int mark = WIDE_MARKS.indexOf(c);
        if (mark >= 0) {
            return ";;;;()".charAt(mark);
        }
        char letter = fold(c);
        return letter < 0x80 ? letter : 'x';
    }

    private void reserve() {
        int blocks = line.blocks();
        if (words.length < blocks) {
            int most = 2 * blocks;
            addresses = new long[most];
            words = new long[most];
            clauses = new long[most];
            joints = new long[most];
            // Between two words there is at least one character, but not between ideographs.
            starts = new int[(most + 1) * Long.SIZE];
            ends = new int[(most + 1) * Long.SIZE];
            hashes = new long[(most + 1) * Long.SIZE];
            spans = new int[(most + 1) * Long.SIZE];
        }
        Arrays.fill(addresses, 0, blocks, 0);
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

    /** Where a sentence or a parenthesis begins or ends right before a word, all bits; else 0. So nobody needs to branch. */
    int beginsClause(int word) {
        return spans[word] >> 31;
    }

    /** Whether a word is longer than a letter, or a sign of a script that writes words in one or a few, and no label of a dotted name. */
    boolean saysSomething(int word) {
        String text = line.text();
        int start = span(word) >>> 16;
        int end = span(word) & 0xffff;
        return (end - start > 1 || isIdeograph(text.charAt(start))) && !isPartOfName(text, start, end);
    }

    private static boolean isPartOfName(String text, int start, int end) {
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

    private void maskAddresses() {
        String text = line.text();
        byte[] bytes = line.bytes();
        int end = 0;
        for (int sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', end)) {
            int start = sign;
            while (start > end && isAddressCharacter(bytes[start - 1])) {
                start--;
            }
            end = sign + 1;
            while (end < text.length() && isAddressCharacter(bytes[end])) {
                end++;
            }
            mask(start, end);
        }
    }

    private void mask(int start, int end) {
        for (int block = start >> 6; block <= end - 1 >> 6; block++) {
            long first = block == start >> 6 ? -1L << start : -1L;
            long last = block == end - 1 >> 6 ? -1L >>> -end : -1L;
            addresses[block] |= first & last;
        }
    }

    private static boolean isAddressCharacter(byte c) {
        return (MARKS[c] & AROUND_ADDRESS) == 0;
    }

    /**
     * Finds the runs in ASCII that may be words: those of letters and digits that start with a letter. A sum of bits carries
     * through a run from its start to the character after its end.
     */
    private void split() {
        int started = 0;
        int ended = 0;
        long runBefore = 0;
        long carry = 0;
        long anyJoint = 0;
        for (int block = 0; block < line.blocks(); block++) {
            long run = line.alphanumerics(block) | addresses[block];
            long digit = line.digits(block) | addresses[block];
            long afterRun = run << 1 | runBefore;
            long joint = afterRun & line.hyphens(block) & (digit >>> 1 | LAST)
                    | afterRun & line.apostrophes(block) & ((run & ~digit) >>> 1 | LAST);
            joints[block] = joint;
            anyJoint |= joint;
            long start = run & ~digit & ~afterRun;
            runBefore = run >>> 63;
            long sum = run + start;
            long carried = sum + carry;
            carry = carry(run, start, sum) | carry(sum, carry, carried);
            words[block] = run & ~carried;
            started = put(start, block, starts, started);
            ended = put(carried & ~run, block, ends, ended);
        }
        runs = started;
        mayJoin = anyJoint != 0;
    }

    /** The bit that a sum carries to the next block. */
    private static long carry(long one, long other, long sum) {
        return (one & other | (one | other) & ~sum) >>> 63;
    }

    /** Writes where the bits of a block are set, and gives the number of all that were. */
    private static int put(long bits, int block, int[] into, int count) {
        int to = count + Long.bitCount(bits);
        long rest = bits;
        for (int i = count; i < count + AT_ONCE; i++) {
            into[i] = (block << 6) + Long.numberOfTrailingZeros(rest);
            rest &= rest - 1;
        }
        for (int i = count + AT_ONCE; i < to; i++) {
            into[i] = (block << 6) + Long.numberOfTrailingZeros(rest);
            rest &= rest - 1;
        }
        return to;
    }

    /** Finds the runs of any text: an ideograph is one by itself. */
    private void splitWide() {
        Arrays.fill(words, 0, line.blocks(), 0);
        Arrays.fill(joints, 0, line.blocks(), -1);
        mayJoin = true;
        runs = 0;
        String text = line.text();
        boolean inWord = false;
        for (int i = 0; i <= text.length(); i++) {
            boolean begins = isRunAt(i) && !goesOn(i);
            if (inWord && (begins || !isRunAt(i))) {
                ends[runs++] = i;
                inWord = false;
            }
            if (begins && !isDigitAt(i)) {
                starts[runs] = i;
                inWord = true;
            }
            words[i >> 6] |= inWord ? 1L << i : 0;
        }
    }

    private boolean isRunAt(int i) {
        return ((line.alphanumerics(i >> 6) | addresses[i >> 6]) & 1L << i) != 0;
    }

    private boolean isDigitAt(int i) {
        return ((line.digits(i >> 6) | addresses[i >> 6]) & 1L << i) != 0;
    }

    private boolean goesOn(int i) {
        String text = line.text();
        return i > 0 && isRunAt(i - 1) && !isIdeograph(text.charAt(i)) && !isIdeograph(text.charAt(i - 1));
    }

    /**
     * Finds where clauses begin: at words before which a sentence ends, or a parenthesis opens or closes; one that closes before
     * the next word counts for nothing. A sum of bits carries from a mark to the next word, or to the parenthesis that closes.
     */
    private void findClauses() {
        long openCarry = 0;
        long carry = 0;
        for (int block = 0; block < line.blocks(); block++) {
            long word = words[block];
            long opening = line.openings(block);
            long closing = line.closings(block);
            long passed = ~word & ~closing;
            long openSum = passed + opening;
            long opened = openSum + openCarry;
            openCarry = carry(passed, opening, openSum) | carry(openSum, openCarry, opened);
            long ending = line.stops(block) & ~addresses[block] | closing & ~opened;
            long sum = ~word + ending;
            long carried = sum + carry;
            carry = carry(~word, ending, sum) | carry(sum, carry, carried);
            clauses[block] = word & (opened | carried);
        }
    }

    /** Takes each run for a word, before it joins some. */
    private void readWords() {
        byte[] ascii = line.bytes();
        int[] starts = this.starts;
        int[] ends = this.ends;
        long[] clauses = this.clauses;
        long[] hashes = this.hashes;
        int[] spans = this.spans;
        int runs = this.runs;
        for (int i = 0; i < runs; i++) {
            int start = starts[i];
            int end = ends[i];
            hashes[i] = hash(ascii, start, end - start, SMALL);
            spans[i] = span(start, end) | (int) (clauses[start >> 6] >>> start) << 31;
        }
        count = runs;
        if (mayJoin) {
            join();
        }
    }

    /** Makes one word of the runs that are joined. */
    private void join() {
        int read = 0;
        int end = 0;
        for (int i = 0; i < runs; i++) {
            int start = starts[i];
            if (start < end) {
                continue;
            }
            end = ends[i];
            boolean joined = isJoined(start, end);
            end = joined ? endOfJoined(start, end) : end;
            hashes[read] = joined || isWide ? hash(letters(start, end)) : hashes[i];
            spans[read++] = span(start, end) | spans[i] & BEGINS_CLAUSE;
        }
        count = read;
    }

    /** Where the word ends whose first run ends at {@code end} and is joined to the next. */
    private int endOfJoined(int start, int end) {
        int last = end;
        do {
            last += 2;
            while (isRunAt(last) && (!isWide || goesOn(last))) {
                last++;
            }
        } while (isJoined(start, last));
        return last;
    }

    /** The letters and digits between two places, and not what joins them. */
    private String letters(int from, int to) {
        String text = line.text();
        StringBuilder letters = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            if (fold(text.charAt(i)) != 0) {
                letters.append(text.charAt(i));
            }
        }
        return letters.toString();
    }

    /** Whether what stands at {@code i} belongs to the word around it: {@code doesn't}, {@code RP-001}, {@code OFR_506}. */
    private boolean isJoined(int start, int i) {
        if ((joints[i >> 6] & 1L << i) == 0) {
            return false;
        }
        byte mark = line.bytes()[i];
        String text = line.text();
        if ((MARKS[mark] & (JOINS_NUMBER | JOINS_LETTERS)) == 0 || isIdeograph(text.charAt(start))) {
            return false;
        }
        char next = i + 1 < text.length() ? fold(text.charAt(i + 1)) : 0;
        return mark == '\'' ? next > '9' && endsSoon(i + 1) : isDigit(next);
    }

    /** Whether at most two letters stand at {@code i}, as after the apostrophe of an English contraction. */
    private boolean endsSoon(int i) {
        String text = line.text();
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
        return hash(Arrays.copyOf(bytes, bytes.length + SHORT), 0, bytes.length, 0);
    }

    /** The hash of a word, of which each byte has the bits of {@code more} set. */
    private static long hash(byte[] bytes, int from, int length, long more) {
        if (length > SHORT) {
            return hashOfLong(bytes, from, length, more);
        }
        long first = eight(bytes, from, more) & FIRST[length];
        long second = eight(bytes, from + 8, more) & SECOND[length];
        return mix(first * FACTOR + second * OTHER_FACTOR);
    }

    private static long hashOfLong(byte[] bytes, int from, int length, long more) {
        long hash = 0;
        for (int i = 0; i < length; i += 8) {
            long eight = eight(bytes, from + i, more) & FIRST[Math.min(length - i, 8)];
            hash = mix((hash ^ eight) * FACTOR);
        }
        return hash;
    }

    private static long eight(byte[] bytes, int i, long more) {
        return (long) EIGHT.get(bytes, i) | more;
    }

    private static long mix(long product) {
        return product ^ product >>> 32;
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
