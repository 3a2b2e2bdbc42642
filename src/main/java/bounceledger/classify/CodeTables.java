package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.List;
import java.util.Map;
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

    private final @Nullable Classification[] statusWithoutWords = new Classification[2 * SUBJECTS * DETAILS];
    private final @Nullable Classification[] statusBesideWords = new Classification[2 * SUBJECTS * DETAILS];
    private final @Nullable Classification[] replyWithoutWords = new Classification[REPLY_CODES];
    private final @Nullable Classification[] replyBesideWords = new Classification[REPLY_CODES];
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
        // From the last line to the first, so that the first has the last word.
        for (int i = statusLines.size() - 1; i >= 0; i--) {
            write(statusLines.get(i));
        }
        for (int i = replyLines.size() - 1; i >= 0; i--) {
            write(replyLines.get(i));
        }
        this.bounceSubTypes = Map.copyOf(bounceSubTypes);
    }

    private void write(StatusLine line) {
        for (int c = line.statusClass.first; c <= line.statusClass.last; c++) {
            for (int s = line.subject.first; s <= line.subject.last; s++) {
                for (int d = line.detail.first; d <= line.detail.last; d++) {
                    int index = index(c, s, d);
                    statusWithoutWords[index] = line.classification;
                    statusBesideWords[index] = line.withoutWords ? null : line.classification;
                }
            }
        }
    }

    private void write(ReplyLine line) {
        for (int code = line.codes.first; code <= line.codes.last; code++) {
            replyWithoutWords[code] = line.classification;
            replyBesideWords[code] = line.withoutWords ? null : line.classification;
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
        return wordsUnknown ? statusBesideWords[index] : statusWithoutWords[index];
    }

    /** What this code says, or null when it says nothing; a 5yz that is not listed says {@code UNKNOWN}. */
    public @Nullable Classification replyCode(ReplyCode code, boolean wordsUnknown) {
        return wordsUnknown ? replyBesideWords[code.value()] : replyWithoutWords[code.value()];
    }

    /** What SES's bounce subtype says, or null when it is not listed. */
    public @Nullable Classification bounceSubType(String bounceSubType) {
        return bounceSubTypes.get(bounceSubType);
    }
}
