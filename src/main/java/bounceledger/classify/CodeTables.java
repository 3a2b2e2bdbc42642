package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of a failure say by themselves. Each question is one look into an array.
 *
 * <p>{@code wordsUnknown} tells the two cases apart in which numbers are asked: the reply has words, but no rule knows them
 * (true), or it has none at all (false). General codes such as 550 say something only in the second case.
 */
public final class CodeTables {

    /** Subjects beyond 7 are not registered, so no line can speak of them. */
    private static final int SUBJECTS = 8;

    private static final int DETAILS = 1000;
    private static final int REPLY_CODES = 600;

    private static final List<Classification> CLASSIFICATIONS = List.of(Classification.values());

    /** For each code the place of a classification in the list, plus one; 0 where it says nothing. */
    private final byte[] statusWithoutWords;

    private final byte[] statusBesideWords;
    private final byte[] replyWithoutWords;
    private final byte[] replyBesideWords;
    private final Map<String, Classification> bounceSubTypes;

    /**
     * Numbers from one to another, both included.
     *
     * @param first the smallest
     * @param last the largest
     */
    public record Span(int first, int last) {
        public Span {
            if (first > last) {
                throw new IllegalArgumentException("a range goes upwards, not from " + first + " to " + last);
            }
        }

        private void requireWithin(int least, int most, String what) {
            if (first < least || last > most) {
                throw new IllegalArgumentException(what + " lies between " + least + " and " + most);
            }
        }
    }

    /**
     * A line about every enhanced status code whose three numbers lie in these spans.
     *
     * @param classification what the code says, or null when it says nothing
     * @param withoutWords whether it says so only where the reply has no words
     */
    public record StatusLine(
            Span statusClass,
            Span subject,
            Span detail,
            @Nullable Classification classification,
            boolean withoutWords) {
        public StatusLine {
            statusClass.requireWithin(4, 5, "the class");
            subject.requireWithin(0, SUBJECTS - 1, "the subject");
            detail.requireWithin(0, DETAILS - 1, "the detail");
        }
    }

    /**
     * A line about every reply code of this span.
     *
     * @param classification what the code says, or null when it says nothing
     * @param withoutWords whether it says so only where the reply has no words
     */
    public record ReplyLine(Span codes, @Nullable Classification classification, boolean withoutWords) {
        public ReplyLine {
            codes.requireWithin(400, REPLY_CODES - 1, "a failure's reply code");
        }
    }

    /** The tables of these lines; of the lines that fit a code the first decides. */
    public CodeTables(
            List<StatusLine> statusLines, List<ReplyLine> replyLines, Map<String, Classification> bounceSubTypes) {
        statusWithoutWords = new byte[2 * SUBJECTS * DETAILS];
        statusBesideWords = new byte[2 * SUBJECTS * DETAILS];
        replyWithoutWords = new byte[REPLY_CODES];
        replyBesideWords = new byte[REPLY_CODES];
        // From the last line to the first, so that the first has the last word.
        for (int i = statusLines.size() - 1; i >= 0; i--) {
            write(statusLines.get(i));
        }
        for (int i = replyLines.size() - 1; i >= 0; i--) {
            write(replyLines.get(i));
        }
        this.bounceSubTypes = Map.copyOf(bounceSubTypes);
    }

    private CodeTables(Binary.Reader in) {
        statusWithoutWords = in.bytes();
        statusBesideWords = in.bytes();
        replyWithoutWords = in.bytes();
        replyBesideWords = in.bytes();
        Map<String, Classification> read = new HashMap<>();
        for (int left = in.number(); left > 0; left--) {
            read.put(in.text(), CLASSIFICATIONS.get(in.number()));
        }
        bounceSubTypes = Map.copyOf(read);
    }

    /** Reads what {@link #write(Binary.Writer)} wrote. */
    static CodeTables read(Binary.Reader in) {
        return new CodeTables(in);
    }

    void write(Binary.Writer out) {
        out.bytes(statusWithoutWords);
        out.bytes(statusBesideWords);
        out.bytes(replyWithoutWords);
        out.bytes(replyBesideWords);
        out.number(bounceSubTypes.size());
        new TreeMap<>(bounceSubTypes).forEach((subType, classification) -> {
            out.text(subType);
            out.number(CLASSIFICATIONS.indexOf(classification));
        });
    }

    private static byte place(Classification classification) {
        return (byte) (CLASSIFICATIONS.indexOf(classification) + 1);
    }

    private static @Nullable Classification at(byte[] table, int index) {
        return table[index] == 0 ? null : CLASSIFICATIONS.get(table[index] - 1);
    }

    private void write(StatusLine line) {
        byte place = line.classification == null ? 0 : place(line.classification);
        for (int c = line.statusClass.first; c <= line.statusClass.last; c++) {
            for (int s = line.subject.first; s <= line.subject.last; s++) {
                for (int d = line.detail.first; d <= line.detail.last; d++) {
                    int index = index(c, s, d);
                    statusWithoutWords[index] = place;
                    statusBesideWords[index] = line.withoutWords ? 0 : place;
                }
            }
        }
    }

    private void write(ReplyLine line) {
        byte place = line.classification == null ? 0 : place(line.classification);
        for (int code = line.codes.first; code <= line.codes.last; code++) {
            replyWithoutWords[code] = place;
            replyBesideWords[code] = line.withoutWords ? 0 : place;
        }
    }

    private static int index(int statusClass, int subject, int detail) {
        return ((statusClass - 4) * SUBJECTS + subject) * DETAILS + detail;
    }

    /** What this code says, or null when it says nothing. */
    public @Nullable Classification enhancedStatusCode(EnhancedStatusCode code, boolean wordsUnknown) {
        if (code.statusClass() < 4 || code.subject() >= SUBJECTS) {
            return null;
        }
        int index = index(code.statusClass(), code.subject(), code.detail());
        return at(wordsUnknown ? statusBesideWords : statusWithoutWords, index);
    }

    /** What this code says, or null when it says nothing; a 5yz that is not listed says {@code UNKNOWN}. */
    public @Nullable Classification replyCode(ReplyCode code, boolean wordsUnknown) {
        return at(wordsUnknown ? replyBesideWords : replyWithoutWords, code.value());
    }

    /** What SES's bounce subtype says, or null when it is not listed. */
    public @Nullable Classification bounceSubType(String bounceSubType) {
        return bounceSubTypes.get(bounceSubType);
    }
}
