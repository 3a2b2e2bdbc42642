package bounceledger.classify;

import bounceledger.smtp.DiagnosticCode;
import java.util.Locale;
import java.util.Set;

/** A reply without what differs from one failure to the next: addresses, hosts, IPs, ids, dates and numbers are masked. */
final class Fingerprint {

    private static final int LONGEST = 256;

    private static final Set<String> DATE_WORDS = Set.of(
            "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
            "sep", "oct", "nov", "dec", "gmt", "utc");

    private Fingerprint() {}

    /** The codes and the masked words, at most 256 characters. Equal failures have equal ones. */
    static String of(DiagnosticCode reply) {
        StringBuilder line = new StringBuilder();
        if (reply.replyCode() != null) {
            line.append(reply.replyCode().value()).append(' ');
        }
        if (reply.enhancedStatusCode() != null) {
            line.append(reply.enhancedStatusCode()).append(' ');
        }
        mask(reply.text(), line);
        return line.toString().strip();
    }

    private static void mask(String text, StringBuilder line) {
        int i = 0;
        while (i < text.length() && line.length() < LONGEST) {
            if (!isTokenCharacter(text.charAt(i))) {
                line.append(text.charAt(i++));
                continue;
            }
            int end = i;
            while (end < text.length() && isTokenCharacter(text.charAt(end))) {
                end++;
            }
            int last = end;
            while (last > i && ".:?=-/&".indexOf(text.charAt(last - 1)) >= 0) {
                last--;
            }
            appendMasked(text.substring(i, last), line);
            line.append(text, last, end);
            i = end;
        }
        line.setLength(Math.min(line.length(), LONGEST));
    }

    private static void appendMasked(String token, StringBuilder line) {
        String mask = maskOf(token);
        boolean repeats = mask.equals("<n>") && endsWith(line, "<n> ");
        line.append(repeats ? "" : mask);
        if (repeats) {
            line.setLength(line.length() - 1);
        }
    }

    private static boolean endsWith(StringBuilder line, String end) {
        return line.length() >= end.length()
                && line.substring(line.length() - end.length()).equals(end);
    }

    private static String maskOf(String token) {
        int digits = 0;
        int letters = 0;
        int dots = 0;
        int colons = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            letters += Character.isLetter(c) ? 1 : 0;
            dots += c == '.' ? 1 : 0;
            colons += c == ':' ? 1 : 0;
        }
        if (token.indexOf('@') >= 0) {
            return "<address>";
        }
        if (token.contains("://")) {
            return "<url>";
        }
        if (letters == 0) {
            return digits == 0 ? token : dots == 3 ? "<ip>" : "<n>";
        }
        if (colons > 1 && digits > 0) {
            return "<ip>";
        }
        if (dots > 0 && letters > 1) {
            return "<host>";
        }
        if (digits > 0 && token.length() > 5) {
            return "<id>";
        }
        return DATE_WORDS.contains(token.toLowerCase(Locale.ROOT)) ? "<n>" : token;
    }

    private static boolean isTokenCharacter(char c) {
        return Character.isLetterOrDigit(c) || "._%+-@:/=#?&~".indexOf(c) >= 0;
    }
}
