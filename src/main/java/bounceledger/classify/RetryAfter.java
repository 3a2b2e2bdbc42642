package bounceledger.classify;

import org.jspecify.annotations.Nullable;

/** The wait that a reply asks for, as in {@code try again in 5 minutes} or {@code retry after 300 seconds}. */
final class RetryAfter {

    /** A longer wait than a week is no request but a number that means something else. */
    private static final long LONGEST = 7L * 24 * 3600;

    private RetryAfter() {}

    /** The seconds asked for in the words between the two indices that {@code span} holds, or null when no number stands there. */
    static @Nullable Integer seconds(String text, int span) {
        int end = span & 0xffff;
        for (int i = span >>> 16; i < end; i++) {
            if (isDigit(text.charAt(i)) && !isDigit(text.charAt(i - 1))) {
                long number = 0;
                int digits = i;
                for (; digits < end && isDigit(text.charAt(digits)) && number <= LONGEST; digits++) {
                    number = number * 10 + text.charAt(digits) - '0';
                }
                long seconds = number * unit(text, digits);
                return seconds > LONGEST ? null : (int) seconds;
            }
        }
        return null;
    }

    /** Seconds in the unit that is named after the number. */
    private static int unit(String text, int from) {
        int i = from;
        while (i < text.length() && !Character.isLetter(text.charAt(i))) {
            i++;
        }
        return switch (i < text.length() ? text.charAt(i) | 0x20 : 's') {
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            default -> 1;
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
