package bounceledger.dynamodb;

import bounceledger.smtp.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text from outside on its way into the table: valid, bounded, and without addresses where none are kept. Sizes are octets of UTF-8. */
final class Texts {

    private static final String MASK = "***";

    /** Characters that end an address on either side, since none of them may stand in one without quotes. */
    private static final String DELIMITERS = "<>()[],;\"";

    /** Characters that may stand in an address, but around one are quotes or punctuation. */
    private static final String EDGES = "'`{}|.!?:";

    /** Characters beside which a local part may stand alone within a word, as in {@code user=ann}. */
    private static final Pattern SEPARATORS = Pattern.compile("[:=/\\\\+&?!]");

    /** A local part shorter than this is not looked for without its domain. */
    private static final int SHORTEST_NAME = 3;

    private Texts() {}

    /** The text without what UTF-16 or DynamoDB cannot take, cut to so many octets at the end of a character. */
    static String cut(String text, int octets) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(octets, bytes.length);
        while (end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** The text itself, or where it is longer, a beginning and a digest of it: still different for different texts. */
    static String identity(String text, int octets) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= octets) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        String digest = "~" + Addresses.base64(Addresses.sha256(bytes));
        return cut(text, octets - digest.length()) + digest;
    }

    /** The text without any address, and without the name of this one where it stands alone. */
    static String mask(String text, EmailAddress recipient) {
        StringBuilder masked = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int end = from;
            while (end < text.length() && !delimits(text.charAt(end))) {
                end++;
            }
            appendMasked(text, from, end, recipient, masked);
            if (end < text.length()) {
                masked.append(text.charAt(end));
            }
            from = end + 1;
        }
        return masked.toString();
    }

    /** One word, of which what is at its edges stays. */
    private static void appendMasked(String text, int from, int to, EmailAddress recipient, StringBuilder masked) {
        int start = from;
        int end = to;
        while (start < end && EDGES.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && EDGES.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String word = text.substring(start, end);
        masked.append(text, from, start)
                .append(isPersonal(word, recipient) ? MASK : word)
                .append(text, end, to);
    }

    private static boolean delimits(char c) {
        return Character.isWhitespace(c) || DELIMITERS.indexOf(c) >= 0;
    }

    private static boolean isPersonal(String word, EmailAddress recipient) {
        String name = recipient.localPart().replace("\"", "");
        return word.indexOf('@') >= 0
                || word.contains("%40")
                || isName(word, name)
                || SEPARATORS.splitAsStream(word).anyMatch(part -> isName(part, name));
    }

    private static boolean isName(String word, String name) {
        return name.length() >= SHORTEST_NAME && word.toLowerCase(Locale.ROOT).equals(name);
    }
}
