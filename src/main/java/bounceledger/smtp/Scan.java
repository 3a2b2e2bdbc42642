package bounceledger.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where codes may stand in a text: a run of three digits may be a reply code, one digit by itself may begin an enhanced status
 * code. Looks at eight characters at a time, and tells as well whether the text is plain: printable ASCII without double spaces.
 */
final class Scan {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long TOP = 0x8080808080808080L;

    private final String text;
    private final int length;
    /** One bit for each character that is a digit. */
    private final long[] digits;

    private boolean isPlain;
    private boolean asks;

    Scan(String text) {
        this.text = text;
        length = text.length();
        digits = new long[(length >> 6) + 1];
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        isPlain = bytes.length == length;
        read(isPlain ? bytes : ascii(text));
        // A question mark may stand for a surrogate without its partner.
        isPlain = isPlain && !(asks && text.chars().anyMatch(c -> c > 0x7f));
    }

    /** The text with a full stop in the place of what is not ASCII. */
    private static byte[] ascii(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (text.charAt(i) < 0x80 ? text.charAt(i) : '.');
        }
        return bytes;
    }

    private void read(byte[] bytes) {
        long odd = 0;
        long questionMarks = 0;
        long spaceBefore = 0;
        for (int i = 0; i < length; i += 8) {
            long eight = eight(bytes, i);
            long digit = (eight + (0x80 - '0') * EACH) & ~(eight + (0x7f - '9') * EACH) & TOP;
            long space = equal(eight, ' ');
            questionMarks |= equal(eight, '?');
            odd |= space & (space << 8 | spaceBefore) | ~(eight + (0x80 - ' ') * EACH) & TOP | (eight + EACH) & TOP;
            spaceBefore = space >>> 56;
            digits[i >> 6] |= (digit * 0x2040810204081L >>> 56) << i;
        }
        isPlain &= odd == 0;
        asks = questionMarks != 0;
    }

    /** The uppermost bit of each of eight ASCII characters that is this one. */
    private static long equal(long eight, char c) {
        return ~((eight ^ c * EACH) + 0x7f * EACH) & TOP;
    }

    /** Eight characters, or those that are left and letters in the place of the others. */
    private static long eight(byte[] bytes, int i) {
        int missing = i + 8 - bytes.length;
        if (missing <= 0) {
            return (long) EIGHT.get(bytes, i);
        }
        if (bytes.length >= 8) {
            return (long) EIGHT.get(bytes, i - missing) >>> 8 * missing | 'x' * EACH << -8 * missing;
        }
        byte[] few = Arrays.copyOf(bytes, 8);
        Arrays.fill(few, bytes.length, 8, (byte) 'x');
        return (long) EIGHT.get(few, 0);
    }

    String text() {
        return text;
    }

    /** Whether the text is printable ASCII without double spaces. */
    boolean isPlain() {
        return isPlain;
    }

    /** The index at or after {@code from} at which one digit stands by itself, or the text's length. */
    int single(int from) {
        for (int block = from >> 6; block < digits.length; block++) {
            long found = digits[block] & ~before(block, 1) & ~after(block, 1);
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
            long found = digits[block] & after(block, 1) & after(block, 2) & ~after(block, 3) & ~before(block, 1);
            found &= block == to - 1 >> 6 ? -1L >>> -to : -1L;
            if (found != 0) {
                return (block << 6) + 63 - Long.numberOfLeadingZeros(found);
            }
        }
        return -1;
    }

    /** A bit for each character that has a digit so many characters before it. */
    private long before(int block, int distance) {
        return digits[block] << distance | (block > 0 ? digits[block - 1] >>> -distance : 0);
    }

    /** A bit for each character that has a digit so many characters after it. */
    private long after(int block, int distance) {
        return digits[block] >>> distance | (block + 1 < digits.length ? digits[block + 1] << -distance : 0);
    }
}
