package bounceledger.smtp;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes one diagnostic apart, from left to right: the type, the leading codes, the words, the reply that they quote. */
final class DiagnosticParser {

    /** Types that stand in front of a {@code ;}. Any other word there belongs to the text. */
    private static final Set<String> TYPES = Set.of("smtp", "esmtp", "lmtp", "dns", "unix", "local", "x400", "x.400");

    private static final int LONGEST_TYPE = 32;

    /** Marks that open a quoted reply when they stand right before its code, or before a space before it. */
    private static final String OPENERS = "<'\"([{:;=>|";

    private static final String[] QUOTING_WORDS = {"error", "said", "says", "returned", "responded", "reply", "response"
    };

    private static final int SEPARATOR = 1;
    private static final int BEFORE_CODE = 2;
    private static final int BETWEEN_CODES = 4;
    private static final int AFTER_REPLY_CODE = 8;

    /** Where an ASCII character may stand around codes. */
    private static final byte[] PLACES = new byte[0x80];

    static {
        for (char c = 0; c < PLACES.length; c++) {
            PLACES[c] = (byte) (isBlank(c) ? -1 : 0);
        }
        place("-:", SEPARATOR | BEFORE_CODE | BETWEEN_CODES);
        place("<'\"([#", BEFORE_CODE | BETWEEN_CODES);
        place("{,", BEFORE_CODE);
        place("-:#'\"(,<[)]}>", AFTER_REPLY_CODE);
    }

    private static void place(String characters, int places) {
        for (int i = 0; i < characters.length(); i++) {
            PLACES[characters.charAt(i)] |= (byte) places;
        }
    }

    /** How much deeper one is in brackets after an ASCII character, without and with angle brackets. */
    private static final byte[] DEPTHS = depths("([{", ")]}");

    private static final byte[] ANGLED_DEPTHS = depths("([{<", ")]}>");

    private static byte[] depths(String opening, String closing) {
        byte[] depths = new byte[0x80];
        for (int i = 0; i < opening.length(); i++) {
            depths[opening.charAt(i)] = 1;
            depths[closing.charAt(i)] = -1;
        }
        return depths;
    }

    private final String raw;
    private final Line words;
    private final int length;
    private int at;

    /** Where the last three digits of the words stand, or -1. */
    private int lastThree;

    private @Nullable ReplyCode replyCode;
    private @Nullable EnhancedStatusCode enhancedStatusCode;

    DiagnosticParser(String raw, Line words) {
        this.raw = raw;
        this.words = words;
        this.length = Math.min(raw.length(), DiagnosticCode.LONGEST);
    }

    DiagnosticCode parse() {
        skipSeparators();
        String type = type();
        String text = reply();
        int quote = quotedReply();
        DiagnosticCode cause = quote < 0 ? null : cause(text, quote, words.inner());
        findEnhancedStatusCodeInside(quote < 0 ? text.length() : quote);
        return new DiagnosticCode(type, replyCode, enhancedStatusCode, text, cause);
    }

    /** The innermost reply from {@code quote} on. Without its end or a repeated code it may quote one that was none before. */
    private static DiagnosticCode cause(String text, int quote, Line words) {
        DiagnosticParser inner = new DiagnosticParser(text.substring(quote, endOfQuote(text, quote)), words);
        String reply = inner.reply();
        int deeper = inner.quotedReply();
        if (deeper >= 0) {
            return cause(reply, deeper, words);
        }
        inner.findEnhancedStatusCodeInside(reply.length());
        return new DiagnosticCode(null, inner.replyCode, inner.enhancedStatusCode, reply, null);
    }

    private @Nullable String type() {
        if (at < length && isDigit(raw.charAt(at))) {
            return null;
        }
        int end = at;
        int limit = Math.min(length, at + LONGEST_TYPE);
        while (end < limit && isTypeCharacter(raw.charAt(end))) {
            end++;
        }
        int semicolon = end;
        while (semicolon < limit && isBlank(raw.charAt(semicolon))) {
            semicolon++;
        }
        if (end == at || semicolon >= limit || raw.charAt(semicolon) != ';') {
            return null;
        }
        String token =
                raw.startsWith("smtp", at) && end == at + 4 ? "smtp" : DiagnosticCode.lowerCase(raw.substring(at, end));
        if (!TYPES.contains(token) && !token.startsWith("x-")) {
            return null;
        }
        at = semicolon + 1;
        return token;
    }

    /** Reads the leading codes and gives the words after them. */
    private String reply() {
        leadingCodes();
        readWords();
        return words.text();
    }

    private void leadingCodes() {
        int start = at;
        skip(BEFORE_CODE);
        if (readEnhancedStatusCode()) {
            skipSeparators();
            readReplyCode();
        } else if (readReplyCode()) {
            int afterReplyCode = at;
            skip(BETWEEN_CODES);
            int own = replyCodeAt(raw, afterReplyCode - 3);
            while (isReplyCode(raw, at, length) && replyCodeAt(raw, at) == own) {
                at += 3;
                afterReplyCode = at;
                skip(BETWEEN_CODES);
            }
            if (!readEnhancedStatusCode()) {
                at = afterReplyCode;
            }
        } else {
            at = start;
        }
        skipSeparators();
    }

    private boolean readReplyCode() {
        if (!isReplyCode(raw, at, length)) {
            return false;
        }
        replyCode = new ReplyCode(replyCodeAt(raw, at));
        at += 3;
        return true;
    }

    private boolean readEnhancedStatusCode() {
        EnhancedStatusCode code = at < length ? EnhancedStatusCode.at(raw, at) : null;
        if (code == null) {
            return false;
        }
        int end = at + code.length();
        if (end > length || (end < length && isWordCharacter(raw.charAt(end)))) {
            return false;
        }
        enhancedStatusCode = code;
        at = end;
        if (at < length && (raw.charAt(at) == ')' || raw.charAt(at) == ']')) {
            at++;
        }
        return true;
    }

    /** The rest as one line: white space and control characters folded, repeated codes dropped. */
    private void readWords() {
        int end = length;
        while (end > at && isBlank(raw.charAt(end - 1))) {
            end--;
        }
        read(raw.substring(at, end));
        if (!words.isPlain() || repeatsReplyCode()) {
            read(folded(end));
        }
    }

    private void read(String text) {
        words.read(text);
        lastThree = words.three(text.length());
    }

    private String folded(int end) {
        char[] line = new char[end - at];
        raw.getChars(at, end, line, 0);
        int written = 0;
        boolean lineStart = true;
        int i = at;
        while (i < end) {
            char c = line[i - at];
            boolean wordStart = written == 0 || line[written - 1] == ' ';
            if (isBlank(c)) {
                lineStart |= c == '\n' || c == '\r';
                if (!wordStart) {
                    line[written++] = ' ';
                }
                i++;
            } else if (written == 0 && (c == '-' || c == ':')) {
                i++;
            } else {
                int afterCode = wordStart ? repeatedCode(i, end, lineStart, written > 1 ? line[written - 2] : 0) : i;
                if (afterCode > i) {
                    i = afterCode;
                } else {
                    lineStart = false;
                    for (; i < end && !isBlank(line[i - at]); i++) {
                        line[written++] = isLoneSurrogate(i, end) ? '\uFFFD' : line[i - at];
                    }
                }
            }
        }
        boolean trailing = written > 0 && line[written - 1] == ' ';
        return new String(line, 0, trailing ? written - 1 : written);
    }

    /** Whether the digits of the reply code stand in the words again. */
    private boolean repeatsReplyCode() {
        if (replyCode == null) {
            return false;
        }
        int i = lastThree;
        while (i >= 0 && replyCodeAt(words.text(), i) != replyCode.value()) {
            i = words.three(i);
        }
        return i >= 0;
    }

    /**
     * The index after a code that repeats the reply's own at {@code i}, or {@code i}. At the start of a line any form of
     * it is a repetition; inside a line only {@code 550-} and {@code 550 5.1.1} are, and not where the mark {@code before} the
     * space opens a quote.
     */
    private int repeatedCode(int i, int end, boolean lineStart, char before) {
        ReplyCode own = replyCode;
        if (own == null || !isReplyCode(raw, i, end) || replyCodeAt(raw, i) != own.value()) {
            return i;
        }
        boolean marked = i + 3 < end && raw.charAt(i + 3) == '-';
        int next = afterDashes(raw, i + 3, end);
        EnhancedStatusCode code = next < end ? EnhancedStatusCode.at(raw, next) : null;
        boolean quoted = OPENERS.indexOf(before) >= 0;
        boolean ironPort = marked && next < end && (raw.charAt(next) == '\'' || raw.charAt(next) == '"');
        if (ironPort || !lineStart && (quoted || !marked && code == null)) {
            return i;
        }
        return code == null ? next : afterCodes(next + code.length(), end);
    }

    /** The index after the further codes of a repetition: they would look like the codes of what stands before it. */
    private int afterCodes(int from, int end) {
        int after = from;
        for (int next = from; next < end; next++) {
            EnhancedStatusCode code = EnhancedStatusCode.at(raw, next);
            if (code != null) {
                after = next + code.length();
                next = after - 1;
            } else if (raw.charAt(next) != '-' && !isBlank(raw.charAt(next))) {
                break;
            }
        }
        return Math.min(end, after);
    }

    /** Where the innermost reply that the text quotes begins, or -1. */
    private int quotedReply() {
        String text = words.text();
        int remark = -1;
        for (int i = lastThree; i > 0; i = words.three(i)) {
            if (isQuotedCode(text, i)) {
                if (!isRemark(text, i)) {
                    return firstLine(text, i);
                }
                remark = remark < 0 ? firstLine(text, i) : remark;
            }
        }
        if (remark >= 0) {
            findEnhancedStatusCodeInside(remark);
        }
        boolean own = replyCode != null || enhancedStatusCode != null && !isGeneral(enhancedStatusCode);
        boolean gaveUp = enhancedStatusCode != null && enhancedStatusCode.subject() == 4;
        return !own || gaveUp ? remark : -1;
    }

    /** Whether a code behind a blank may begin what Sendmail adds to a reply: {@code 554 5.0.0 Service unavailable}. */
    private static boolean isRemark(String text, int code) {
        if (!goesOn(text, code)) {
            return false;
        }
        EnhancedStatusCode enhanced = EnhancedStatusCode.at(text, afterDashes(text, code + 3, text.length()));
        return enhanced != null && isGeneral(enhanced);
    }

    /** Whether a code is one of those that Sendmail adds, and that say next to nothing: X.0.0, and 5.6.0 for its exit status 65. */
    private static boolean isGeneral(EnhancedStatusCode code) {
        return code.detail() == 0 && (code.subject() == 0 || code.subject() == 6);
    }

    /** Where the reply begins one of whose lines begins with the code at {@code line}: all its lines have the same code. */
    private int firstLine(String text, int line) {
        int first = line;
        for (int i = words.three(line); i > 0 && goesOn(text, first); i = words.three(i)) {
            if (isQuotedCode(text, i)) {
                if (replyCodeAt(text, i) != replyCodeAt(text, line)) {
                    break;
                }
                first = i;
            }
        }
        return first == line || endOfQuote(text, first) > line ? first : line;
    }

    /** Whether a code may begin another line of a reply: an enhanced one follows, and nothing opens a quote. */
    private static boolean goesOn(String text, int code) {
        return code > 1
                && text.charAt(code - 1) == ' '
                && OPENERS.indexOf(text.charAt(code - 2)) < 0
                && !afterQuotingWord(text, code - 1)
                && isEnhancedStatusCode(text, afterDashes(text, code + 3, text.length()));
    }

    private static boolean isEnhancedStatusCode(String text, int i) {
        return i < text.length() && EnhancedStatusCode.at(text, i) != null;
    }

    private static int afterDashes(String text, int from, int end) {
        int next = from;
        while (next < end && (text.charAt(next) == '-' || isBlank(text.charAt(next)))) {
            next++;
        }
        return next;
    }

    private static boolean isQuotedCode(String text, int i) {
        return text.charAt(i) >= '4' && isReplyCode(text, i, text.length()) && isQuoted(text, i);
    }

    private static boolean isQuoted(String text, int code) {
        char before = text.charAt(code - 1);
        if (before != ' ' && OPENERS.indexOf(before) < 0) {
            return false;
        }
        int next = code + 3;
        while (next < text.length() && next < code + 6 && " -#'\"".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        if (isEnhancedStatusCode(text, next)) {
            return true;
        }
        boolean opened = before != ' '
                || code > 1 && OPENERS.indexOf(text.charAt(code - 2)) >= 0
                || afterQuotingWord(text, code - 1);
        return opened && before != '=' && replyCodeAt(text, code) != 500 && !isAmount(text, next);
    }

    private static boolean afterQuotingWord(String text, int end) {
        for (String word : QUOTING_WORDS) {
            if (text.regionMatches(true, end - word.length(), word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a unit follows, as in {@code limit: 450 messages}. */
    private static boolean isAmount(String text, int next) {
        for (String unit :
                new String[] {"messages", "recipients", "kb", "mb", "bytes", "seconds", "sec", "minutes", "per"}) {
            if (text.regionMatches(true, next, unit, 0, unit.length())) {
                return true;
            }
        }
        return false;
    }

    /** Where the quote that begins with the code at {@code code} ends: before its closing mark, else with the text. */
    private static int endOfQuote(String text, int code) {
        char open = text.charAt(code - 1);
        if (code + 4 < text.length() && text.charAt(code + 3) == '-' && "'\"".indexOf(text.charAt(code + 4)) >= 0) {
            open = text.charAt(code + 4);
        }
        int close = open == '\'' || open == '"' ? text.lastIndexOf(open) : firstUnopened(text, code, open == '<');
        return close > code + 4 ? close : text.length();
    }

    /** Where the first bracket closes that did not open after {@code from}, or -1. */
    private static int firstUnopened(String text, int from, boolean angled) {
        byte[] depths = angled ? ANGLED_DEPTHS : DEPTHS;
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            depth += depths[Math.min(text.charAt(i), 0x7f)];
            if (depth < 0) {
                return i;
            }
        }
        return -1;
    }

    /** Takes an enhanced status code from the middle of the words, as qmail's {@code (#5.1.1)}, when none led. */
    private void findEnhancedStatusCodeInside(int to) {
        if (enhancedStatusCode != null) {
            return;
        }
        String text = words.text();
        for (int i = words.single(1); enhancedStatusCode == null && i + 5 <= to; i = words.single(i + 1)) {
            if (text.charAt(i + 1) == '.' && "#([ ='".indexOf(text.charAt(i - 1)) >= 0) {
                EnhancedStatusCode code = EnhancedStatusCode.at(text, i);
                if (code != null && code.subject() <= 7 && code.statusClass() != 2) {
                    enhancedStatusCode = code;
                }
            }
        }
    }

    private void skipSeparators() {
        skip(SEPARATOR);
    }

    /** Passes over blanks and what may stand in one of these places. */
    private void skip(int places) {
        while (at < length && isSkipped(raw.charAt(at), places)) {
            at++;
        }
    }

    private static boolean isSkipped(char c, int places) {
        return c < 0x80 ? (PLACES[c] & places) != 0 : isBlank(c);
    }

    private static boolean isReplyCode(String text, int i, int end) {
        return i + 3 <= end
                && text.charAt(i) >= '2'
                && text.charAt(i) <= '5'
                && isDigit(text.charAt(i + 1))
                && isDigit(text.charAt(i + 2))
                && (i + 3 == end || isSkipped(text.charAt(i + 3), AFTER_REPLY_CODE));
    }

    private static int replyCodeAt(String text, int i) {
        return (text.charAt(i) - '0') * 100 + (text.charAt(i + 1) - '0') * 10 + text.charAt(i + 2) - '0';
    }

    private boolean isLoneSurrogate(int i, int end) {
        char c = raw.charAt(i);
        if (c < Character.MIN_SURROGATE) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= end || !Character.isLowSurrogate(raw.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(raw.charAt(i - 1)));
    }

    private static boolean isTypeCharacter(char c) {
        return isWordCharacter(c) || c == '-' || c == '.';
    }

    private static boolean isWordCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** White space, and the control characters that stand for nothing. */
    private static boolean isBlank(char c) {
        return c <= ' '
                || c >= 0x7f && (c <= 0xa0 || c == 0xfeff || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }
}
