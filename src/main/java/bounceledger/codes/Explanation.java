package bounceledger.codes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a file of explanations: a line with a key and a title, and indented lines with a text and advice. Lines that
 * begin with # are comments.
 *
 * @param place the file and the line of the key, for complaints
 * @param temporary advice for a temporary failure, or null where the entry has none of its own
 * @param permanent advice for a permanent failure, or null
 */
record Explanation(
        String place,
        String key,
        String title,
        String text,
        @Nullable String temporary,
        @Nullable String permanent) {

    private static final String ADVICE = "Do: ";
    private static final String ADVICE_WHEN_TEMPORARY = "Do (4): ";
    private static final String ADVICE_WHEN_PERMANENT = "Do (5): ";

    /**
     * The entries of a file on the class path, in its order.
     *
     * @throws IllegalStateException naming file, line and reason, when an entry cannot be read
     */
    static List<Explanation> read(String file) {
        try (InputStream in = Explanation.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    static List<Explanation> parse(String file, String content) {
        List<Explanation> explanations = new ArrayList<>();
        Draft draft = null;
        String[] lines = content.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].stripTrailing();
            String place = file + ", line " + (i + 1);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                if (draft != null) {
                    explanations.add(draft.finish());
                }
                draft = Draft.begin(place, line);
            } else if (draft == null) {
                throw new IllegalStateException(place + ": an indented line needs an entry before it");
            } else {
                draft.add(place, line.strip());
            }
        }
        if (draft != null) {
            explanations.add(draft.finish());
        }
        return explanations;
    }

    /** What to throw when this entry is wrong. */
    IllegalStateException broken(String reason) {
        return new IllegalStateException(place + ": " + reason);
    }

    private static final class Draft {
        private final String place;
        private final String key;
        private final String title;
        private String text = "";
        private @Nullable String temporary;
        private @Nullable String permanent;

        private Draft(String place, String key, String title) {
            this.place = place;
            this.key = key;
            this.title = title;
        }

        static Draft begin(String place, String line) {
            int gap = line.indexOf("  ");
            if (gap < 0) {
                throw new IllegalStateException(place + ": expected a key, two spaces and a title");
            }
            return new Draft(place, line.substring(0, gap), line.substring(gap).strip());
        }

        void add(String at, String line) {
            if (line.startsWith(ADVICE)) {
                temporary = once(at, temporary, line.substring(ADVICE.length()));
                permanent = once(at, permanent, line.substring(ADVICE.length()));
            } else if (line.startsWith(ADVICE_WHEN_TEMPORARY)) {
                temporary = once(at, temporary, line.substring(ADVICE_WHEN_TEMPORARY.length()));
            } else if (line.startsWith(ADVICE_WHEN_PERMANENT)) {
                permanent = once(at, permanent, line.substring(ADVICE_WHEN_PERMANENT.length()));
            } else if (temporary != null || permanent != null) {
                throw new IllegalStateException(
                        at + ": the advice comes last, on one line that begins with Do:, Do (4): or Do (5):");
            } else {
                text = text.isEmpty() ? line : text + ' ' + line;
            }
        }

        private static String once(String at, @Nullable String before, String advice) {
            if (before != null) {
                throw new IllegalStateException(at + ": there is advice for this case already");
            }
            return advice;
        }

        Explanation finish() {
            if (text.isEmpty()) {
                throw new IllegalStateException(place + ": " + key + " is not explained");
            }
            return new Explanation(place, key, title, text, temporary, permanent);
        }
    }
}
