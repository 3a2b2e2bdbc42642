package bounceledger.smtp;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An enhanced mail system status code such as {@code 5.1.1}.
 *
 * @param statusClass 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject what the code is about, 0 to 999 (the registry has 0 to 7)
 * @param detail the precise condition, 0 to 999
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3463#section-2">RFC 3463, 2</a>
 */
public record EnhancedStatusCode(int statusClass, int subject, int detail) {

    public EnhancedStatusCode {
        if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
            throw new IllegalArgumentException("the class of an enhanced status code is 2, 4 or 5, not " + statusClass);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException(
                    "subject and detail have one to three digits: " + subject + "." + detail);
        }
    }

    /** Reads a text that is such a code and nothing else, white space around it aside. */
    public static Optional<EnhancedStatusCode> parse(String text) {
        String code = text.strip();
        Optional<EnhancedStatusCode> read = Optional.ofNullable(at(code, 0));
        return read.filter(c -> c.length() == code.length());
    }

    /** The code that stands at {@code from}, or null when there is none or more digits or dots follow. */
    static @Nullable EnhancedStatusCode at(String text, int from) {
        int length = text.length();
        if (from + 5 > length || text.charAt(from + 1) != '.') {
            return null;
        }
        char first = text.charAt(from);
        if (first != '2' && first != '4' && first != '5') {
            return null;
        }
        int dot = endOfNumber(text, from + 2);
        if (dot < 0 || dot >= length || text.charAt(dot) != '.') {
            return null;
        }
        int end = endOfNumber(text, dot + 1);
        if (end < 0 || (end + 1 < length && text.charAt(end) == '.' && isDigit(text.charAt(end + 1)))) {
            return null;
        }
        return new EnhancedStatusCode(first - '0', number(text, from + 2, dot), number(text, dot + 1, end));
    }

    /** The end of one to three digits without a leading zero, or -1. */
    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        int digits = end - from;
        boolean padded = digits > 1 && text.charAt(from) == '0';
        return digits == 0 || digits > 3 || padded ? -1 : end;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The code without its dots (5.1.1 gives 511), where each part has one digit. */
    public OptionalInt condensed() {
        return subject > 9 || detail > 9
                ? OptionalInt.empty()
                : OptionalInt.of(statusClass * 100 + subject * 10 + detail);
    }

    /** The characters of the code as it is written. */
    int length() {
        return 3 + digits(subject) + digits(detail);
    }

    private static int digits(int number) {
        return number < 10 ? 1 : number < 100 ? 2 : 3;
    }

    /** As a record's is; but a start need not make classes for it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EnhancedStatusCode code
                && statusClass == code.statusClass
                && subject == code.subject
                && detail == code.detail;
    }

    @Override
    public int hashCode() {
        return (statusClass * 1_000 + subject) * 1_000 + detail;
    }

    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}
