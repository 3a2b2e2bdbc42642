package bounceledger.lambda;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoded text of URLs. Any text has a reading: a percent sign that no two hexadecimal digits follow is itself, since
 * gateways decode some paths already.
 */
final class PercentEncoding {

    private PercentEncoding() {}

    /** Decodes a piece of a path, in which a plus is a plus. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int octet = octet(text, i);
            if (octet < 0) {
                flush(bytes, decoded);
                decoded.append(text.charAt(i));
            } else {
                bytes.write(octet);
                i += 2;
            }
        }
        flush(bytes, decoded);
        return decoded.toString();
    }

    /** Decodes a piece of a query, in which a plus is a space. */
    static String decodeForm(String text) {
        return decode(text.replace('+', ' '));
    }

    private static int octet(String text, int at) {
        if (text.charAt(at) != '%' || at + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static void flush(ByteArrayOutputStream bytes, StringBuilder decoded) {
        decoded.append(bytes.toString(StandardCharsets.UTF_8));
        bytes.reset();
    }
}
