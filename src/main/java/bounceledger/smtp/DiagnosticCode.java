package bounceledger.smtp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The normal form of a diagnostic: what one mail server answered, taken apart. Any text has one; reading the printed form
 * of a normal form gives the same again.
 *
 * @param type the field's type token in lower case ({@code smtp}, {@code x-postfix}), or null when the text has none
 * @param replyCode the reply's three digits, or null
 * @param enhancedStatusCode the reply's enhanced status code, or null; one in the middle of the text counts when none leads
 * @param text the reply's words on one line: repeated codes dropped, white space folded, never more than 8 KiB of characters
 * @param cause the innermost reply that the text quotes, itself in normal form, or null when it quotes none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3464#section-2.3.6">RFC 3464, 2.3.6</a>
 */
public record DiagnosticCode(
        @Nullable String type,
        @Nullable ReplyCode replyCode,
        @Nullable EnhancedStatusCode enhancedStatusCode,
        String text,
        @Nullable DiagnosticCode cause) {

    /** Characters of a diagnostic that are read; what comes after them is cut. */
    public static final int LONGEST = 8192;

    /** The normal form of a diagnostic as SES reports it. Takes time linear in the length that is read. */
    public static DiagnosticCode parse(String diagnostic) {
        return parse(diagnostic, new Line());
    }

    /** The same, for whoever goes on with the {@link #text}: the line has read it afterwards. */
    public static DiagnosticCode parse(String diagnostic, Line line) {
        return new DiagnosticParser(diagnostic, line).parse();
    }

    /** Whether the reply carries neither a code nor a word. */
    public boolean isEmpty() {
        return replyCode == null && enhancedStatusCode == null && text.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(text.length() + 32);
        if (type != null) {
            line.append(type).append("; ");
        }
        if (replyCode != null) {
            line.append(replyCode.value()).append(' ');
        }
        if (enhancedStatusCode != null) {
            line.append(enhancedStatusCode).append(' ');
        }
        return line.append(text).toString().stripTrailing();
    }

    static String lowerCase(String token) {
        return token.toLowerCase(Locale.ROOT);
    }
}
