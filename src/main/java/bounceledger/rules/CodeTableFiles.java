package bounceledger.rules;

import bounceledger.classify.Classification;
import bounceledger.classify.CodeTables;
import bounceledger.classify.CodeTables.ReplyLine;
import bounceledger.classify.CodeTables.Span;
import bounceledger.classify.CodeTables.StatusLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The three files of code tables; each explains its form in its first lines. */
public final class CodeTableFiles {

    private static final String ENHANCED_STATUS_CODES = "/rules/enhanced-status-codes.csv";
    private static final String REPLY_CODES = "/rules/reply-codes.csv";
    private static final String BOUNCE_SUB_TYPES = "/rules/bounce-sub-types.csv";

    private static final String SAYS_NOTHING = "(says nothing)";
    private static final String WITHOUT_WORDS = "without-words";

    private CodeTableFiles() {}

    /**
     * The tables that the product ships.
     *
     * @throws IllegalStateException naming file, line and reason, when a line cannot be read
     */
    public static CodeTables load() {
        return new CodeTables(
                statusLines(ENHANCED_STATUS_CODES, read(ENHANCED_STATUS_CODES)),
                replyLines(REPLY_CODES, read(REPLY_CODES)),
                bounceSubTypes(BOUNCE_SUB_TYPES, read(BOUNCE_SUB_TYPES)));
    }

    static List<StatusLine> statusLines(String file, String content) {
        List<StatusLine> lines = new ArrayList<>();
        for (Line line : lines(file, content)) {
            try {
                lines.add(statusLine(line.fields));
            } catch (IllegalArgumentException e) {
                throw line.broken(e);
            }
        }
        return lines;
    }

    static List<ReplyLine> replyLines(String file, String content) {
        List<ReplyLine> lines = new ArrayList<>();
        for (Line line : lines(file, content)) {
            try {
                lines.add(replyLine(line.fields));
            } catch (IllegalArgumentException e) {
                throw line.broken(e);
            }
        }
        return lines;
    }

    static Map<String, Classification> bounceSubTypes(String file, String content) {
        Map<String, Classification> types = new HashMap<>();
        for (Line line : lines(file, content)) {
            try {
                requireFields(line.fields, 2);
                if (types.putIfAbsent(line.fields[0], classificationWord(line.fields[1])) != null) {
                    throw new IllegalArgumentException(line.fields[0] + " stands there twice");
                }
            } catch (IllegalArgumentException e) {
                throw line.broken(e);
            }
        }
        return types;
    }

    private static StatusLine statusLine(String[] fields) {
        requireFields(fields, 3);
        String[] ends = fields[0].split("-", -1);
        String[] from = ends[0].split("\\.", -1);
        String[] to = ends[ends.length - 1].split("\\.", -1);
        if (ends.length > 2 || from.length != 3 || to.length != 3 || !from[0].equals(to[0]) || !from[1].equals(to[1])) {
            throw new IllegalArgumentException(
                    "expected a code like 5.1.1, X.2.2 or 4.1.*, or a range of details like X.6.0-X.6.10, not "
                            + fields[0]);
        }
        int subject = number(from[1]);
        boolean everyDetail = ends.length == 1 && from[2].equals("*");
        return new StatusLine(
                from[0].equals("X") ? new Span(4, 5) : new Span(number(from[0]), number(from[0])),
                new Span(subject, subject),
                everyDetail ? new Span(0, 999) : new Span(number(from[2]), number(to[2])),
                classification(fields[1]),
                withoutWords(fields));
    }

    private static ReplyLine replyLine(String[] fields) {
        requireFields(fields, 3);
        String[] ends = fields[0].split("-", -1);
        if (ends.length > 2) {
            throw new IllegalArgumentException("expected a code like 550 or a range like 500-504, not " + fields[0]);
        }
        Span codes = new Span(number(ends[0]), number(ends[ends.length - 1]));
        return new ReplyLine(codes, classification(fields[1]), withoutWords(fields));
    }

    private static void requireFields(String[] fields, int most) {
        if (fields.length < 2 || fields.length > most) {
            throw new IllegalArgumentException(
                    "expected two fields" + (most > 2 ? " or three" : "") + ", not " + fields.length);
        }
    }

    private static boolean withoutWords(String[] fields) {
        if (fields.length == 3 && !fields[2].equals(WITHOUT_WORDS)) {
            throw new IllegalArgumentException("the only condition is " + WITHOUT_WORDS + ", not " + fields[2]);
        }
        return fields.length == 3;
    }

    private static @Nullable Classification classification(String word) {
        return word.equals(SAYS_NOTHING) ? null : classificationWord(word);
    }

    private static Classification classificationWord(String word) {
        for (Classification classification : Classification.values()) {
            if (classification.toString().equals(word)) {
                return classification;
            }
        }
        throw new IllegalArgumentException("there is no classification " + word);
    }

    private static int number(String text) {
        int number = 0;
        boolean digits = !text.isEmpty() && text.length() <= 3;
        for (int i = 0; i < text.length() && digits; i++) {
            number = number * 10 + text.charAt(i) - '0';
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new IllegalArgumentException("expected a number of one to three digits, not \"" + text + '"');
        }
        return number;
    }

    /** A line that is neither empty nor a comment. */
    private static final class Line {
        private final String file;
        private final int number;
        private final String[] fields;

        private Line(String file, int number, String[] fields) {
            this.file = file;
            this.number = number;
            this.fields = fields;
        }

        private IllegalStateException broken(IllegalArgumentException reason) {
            return new IllegalStateException(file + ", line " + number + ": " + reason.getMessage(), reason);
        }
    }

    private static List<Line> lines(String file, String content) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String written : content.split("\n", -1)) {
            number++;
            String line = written.strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                lines.add(new Line(file, number, line.split(",", -1)));
            }
        }
        return lines;
    }

    private static String read(String file) {
        try (InputStream in = CodeTableFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
