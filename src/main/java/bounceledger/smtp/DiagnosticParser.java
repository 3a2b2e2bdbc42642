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

    /** How much deeper one is in brackets after a character of Latin-1, without and with angle brackets. */
    private static final byte[] DEPTHS = depths("([{", ")]}");

    private static final byte[] ANGLED_DEPTHS = depths("([{<", ")]}>");

    private static byte[] depths(String opening, String closing) {
        byte[] depths = new byte[0x100];
        for (int i = 0; i < opening.length(); i++) {
            depths[opening.charAt(i)] = 1;
            depths[closing.charAt(i)] = -1;
        }
        return depths;
    }

    private static final String[] UNITS = {
        "messages", "recipients", "kb", "mb", "bytes", "seconds", "sec", "minutes", "per"
    };

    /** What is read of {@link #raw}: a diagnostic, or of one's words what may be a reply. */
    private final String raw;

    private final int end;
    private int at;

    /** The line that the diagnostic's words are read into, and that of the text in which this reply's words stand. */
    private final Line outermost;

    private Line line;

    /** That text, and the part of it that is the words. */
    private String text = "";

    private int from;
    private int to;

    /** Where the last three digits of the words stand, or an index before them. */
    private int lastThree;

    private @Nullable ReplyCode replyCode;
    private @Nullable EnhancedStatusCode enhancedStatusCode;

    DiagnosticParser(String raw, Line line) {
        this(raw, 0, Math.min(raw.length(), DiagnosticCode.LONGEST), line, line);
    }

    private DiagnosticParser(String raw, int from, int end, Line line, Line outermost) {
        this.raw = raw;
        this.at = from;
        this.end = end;
        this.line = line;
        this.outermost = outermost;
    }

    DiagnosticCode parse() {
        skipSeparators();
        String type = type();
        leadingCodes();
        read(raw.substring(at, endOfWords()));
        if (!line.isPlain() || repeatsReplyCode()) {
            String folded = folded();
            if (!folded.equals(text)) {
                read(folded);
            }
        }
        int quote = quotedReply();
        DiagnosticCode cause = quote < 0 ? null : cause(quote);
        findEnhancedStatusCodeInside(quote < 0 ? to : quote);
        return new DiagnosticCode(type, replyCode, enhancedStatusCode, text, cause);
    }

    /** The innermost reply from {@code quote} on. Without its end or a repeated code it may quote one that was none before. */
    private DiagnosticCode cause(int quote) {
        DiagnosticParser inner = new DiagnosticParser(text, quote, endOfQuote(quote), line, outermost);
        inner.leadingCodes();
        inner.stay();
        int deeper = inner.quotedReply();
        if (deeper >= 0) {
            return inner.cause(deeper);
        }
        inner.findEnhancedStatusCodeInside(inner.to);
        outermost.causes(inner.line == outermost ? inner.from : -1);
        String words = inner.text.substring(inner.from, inner.to);
        return new DiagnosticCode(null, inner.replyCode, inner.enhancedStatusCode, words, null);
    }

    private @Nullable String type() {
        if (at < end && isDigit(raw.charAt(at))) {
            return null;
        }
        int after = at;
        int limit = Math.min(end, at + LONGEST_TYPE);
        while (after < limit && isTypeCharacter(raw.charAt(after))) {
            after++;
        }
        int semicolon = after;
        while (semicolon < limit && isBlank(raw.charAt(semicolon))) {
            semicolon++;
        }
        if (after == at || semicolon >= limit || raw.charAt(semicolon) != ';') {
            return null;
        }
        String token = raw.startsWith("smtp", at) && after == at + 4
                ? "smtp"
                : DiagnosticCode.lowerCase(raw.substring(at, after));
        if (!TYPES.contains(token) && !token.startsWith("x-")) {
            return null;
        }
        at = semicolon + 1;
        return token;
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
            while (isReplyCode(raw, at, end) && replyCodeAt(raw, at) == own) {
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
        if (!isReplyCode(raw, at, end)) {
            return false;
        }
        replyCode = new ReplyCode(replyCodeAt(raw, at));
        at += 3;
        return true;
    }

    private boolean readEnhancedStatusCode() {
        EnhancedStatusCode code = at < end ? EnhancedStatusCode.at(raw, at) : null;
        if (code == null) {
            return false;
        }
        int after = at + code.length();
        if (after > end || (after < end && isWordCharacter(raw.charAt(after)))) {
            return false;
        }
        enhancedStatusCode = code;
        at = after;
        if (at < end && (raw.charAt(at) == ')' || raw.charAt(at) == ']')) {
            at++;
        }
        return true;
    }

    /** The index after the words, which no white space ends. */
    private int endOfWords() {
        int after = end;
        while (after > at && isBlank(raw.charAt(after - 1))) {
            after--;
        }
        return after;
    }

    /** Goes on with words of their own. */
    private void read(String words) {
        line.read(words);
        text = words;
        from = 0;
        to = words.length();
        lastThree = line.three(to);
    }

    /** Goes on with the words where they stand, which the line has read, unless codes are to be dropped from them. */
    private void stay() {
        text = raw;
        from = at;
        to = endOfWords();
        lastThree = line.three(to);
        if (repeatsReplyCode()) {
            line = outermost.inner();
            read(folded());
        }
    }

    /** The words as one line: white space and control characters folded, repeated codes dropped. */
    private String folded() {
        int last = endOfWords();
        char[] line = new char[last - at];
        raw.getChars(at, last, line, 0);
        int written = 0;
        boolean lineStart = true;
        int i = at;
        while (i < last) {
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
                int afterCode = wordStart ? repeatedCode(i, last, lineStart, written > 1 ? line[written - 2] : 0) : i;
                if (afterCode > i) {
                    i = afterCode;
                } else {
                    lineStart = false;
                    for (; i < last && !isBlank(line[i - at]); i++) {
                        char kept = line[i - at];
                        line[written++] = Character.isSurrogate(kept) && isLone(i, last) ? '\uFFFD' : kept;
                    }
                }
            }
        }
        boolean trailing = written > 0 && line[written - 1] == ' ';
        return new String(line, 0, trailing ? written - 1 : written);
    }

    /** Whether the reply code stands in the words again where it is to be dropped, when they are on one line. */
    private boolean repeatsReplyCode() {
        if (replyCode == null) {
            return false;
        }
        for (int i = lastThree; i >= from; i = line.three(i)) {
            int inRaw = at + i - from;
            if (replyCodeAt(text, i) == replyCode.value()
                    && (i == from || text.charAt(i - 1) == ' ')
                    && repeatedCode(inRaw, inRaw + to - i, i == from, i > from + 1 ? text.charAt(i - 2) : 0) > inRaw) {
                return true;
            }
        }
        return false;
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

    /** Where the innermost reply that the words quote begins, or -1. */
    private int quotedReply() {
        int remark = -1;
        for (int i = lastThree; i > from; i = line.three(i)) {
            if (isQuotedCode(i)) {
                if (!isRemark(i)) {
                    return firstLine(i);
                }
                remark = remark < 0 ? firstLine(i) : remark;
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
    private boolean isRemark(int code) {
        EnhancedStatusCode enhanced = goesOn(code) ? enhancedStatusCodeAt(afterDashes(text, code + 3, to)) : null;
        return enhanced != null && isGeneral(enhanced);
    }

    /** Whether a code is one of those that Sendmail adds, and that say next to nothing: X.0.0, and 5.6.0 for its exit status 65. */
    private static boolean isGeneral(EnhancedStatusCode code) {
        return code.detail() == 0 && (code.subject() == 0 || code.subject() == 6);
    }

    /** Where the reply begins one of whose lines begins with the code at {@code last}: all its lines have the same code. */
    private int firstLine(int last) {
        int first = last;
        for (int i = line.three(last); i > from && goesOn(first); i = line.three(i)) {
            if (isQuotedCode(i)) {
                if (replyCodeAt(text, i) != replyCodeAt(text, last)) {
                    break;
                }
                first = i;
            }
        }
        return first == last || endOfQuote(first) > last ? first : last;
    }

    /** Whether a code may begin another line of a reply: an enhanced one follows, and nothing opens a quote. */
    private boolean goesOn(int code) {
        return code > from + 1
                && text.charAt(code - 1) == ' '
                && OPENERS.indexOf(text.charAt(code - 2)) < 0
                && !afterQuotingWord(code - 1)
                && enhancedStatusCodeAt(afterDashes(text, code + 3, to)) != null;
    }

    private @Nullable EnhancedStatusCode enhancedStatusCodeAt(int i) {
        return i < to ? EnhancedStatusCode.at(text, i) : null;
    }

    private static int afterDashes(String text, int from, int end) {
        int next = from;
        while (next < end && (text.charAt(next) == '-' || isBlank(text.charAt(next)))) {
            next++;
        }
        return next;
    }

    private boolean isQuotedCode(int i) {
        return text.charAt(i) >= '4' && isReplyCode(text, i, to) && isQuoted(i);
    }

    private boolean isQuoted(int code) {
        char before = text.charAt(code - 1);
        if (before != ' ' && OPENERS.indexOf(before) < 0) {
            return false;
        }
        int next = code + 3;
        while (next < to && next < code + 6 && " -#'\"".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        if (enhancedStatusCodeAt(next) != null) {
            return true;
        }
        boolean opened = before != ' '
                || code > from + 1 && OPENERS.indexOf(text.charAt(code - 2)) >= 0
                || afterQuotingWord(code - 1);
        return opened && before != '=' && replyCodeAt(text, code) != 500 && !isAmount(next);
    }

    private boolean afterQuotingWord(int index) {
        for (String word : QUOTING_WORDS) {
            int start = index - word.length();
            if (start >= from && text.regionMatches(true, start, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a unit follows, as in {@code limit: 450 messages}. */
    private boolean isAmount(int next) {
        for (String unit : UNITS) {
            if (next + unit.length() <= to && text.regionMatches(true, next, unit, 0, unit.length())) {
                return true;
            }
        }
        return false;
    }

    /** Where the quote that begins with the code at {@code code} ends: before its closing mark, else with the words. */
    private int endOfQuote(int code) {
        char open = text.charAt(code - 1);
        if (code + 4 < to && text.charAt(code + 3) == '-' && "'\"".indexOf(text.charAt(code + 4)) >= 0) {
            open = text.charAt(code + 4);
        }
        int close = open == '\'' || open == '"' ? text.lastIndexOf(open, to - 1) : firstUnopened(code, open == '<');
        return close > code + 4 ? close : to;
    }

    /** Where the first bracket closes that did not open after {@code code}, or -1. */
    private int firstUnopened(int code, boolean angled) {
        byte[] bytes = line.bytes();
        byte[] depths = angled ? ANGLED_DEPTHS : DEPTHS;
        int depth = 0;
        for (int i = code; i < to; i++) {
            depth += depths[bytes[i] & 0xff];
            if (depth < 0) {
                return i;
            }
        }
        return -1;
    }

    /** Takes an enhanced status code from the middle of the words, as qmail's {@code (#5.1.1)}, when none led. */
    private void findEnhancedStatusCodeInside(int before) {
        if (enhancedStatusCode != null) {
            return;
        }
        for (int i = line.single(from + 1); enhancedStatusCode == null && i + 5 <= before; i = line.single(i + 1)) {
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
        while (at < end && isSkipped(raw.charAt(at), places)) {
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

    /** Whether a surrogate has no other one beside it that makes a character with it. */
    private boolean isLone(int i, int end) {
        char c = raw.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 >= end || !Character.isLowSurrogate(raw.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(raw.charAt(i - 1));
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
