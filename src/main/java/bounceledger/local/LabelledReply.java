package bounceledger.local;

import bounceledger.classify.Classification;
import bounceledger.classify.Failure;
import bounceledger.smtp.EnhancedStatusCode;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A reply of which a person has said what it means: one line of a JSON Lines file.
 *
 * @param id what to call it; the number of its line when the file has no {@code id}
 * @param source where it is from; {@code -} when the file has no {@code source}
 * @param diagnostic the reply, as a diagnostic code carries it
 * @param status the status field of the bounce message, or null
 * @param label what it means
 * @param accept every classification that is right
 */
record LabelledReply(
        String id,
        String source,
        String diagnostic,
        @Nullable EnhancedStatusCode status,
        Classification label,
        Set<Classification> accept) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a file, in UTF-8; empty lines are passed over.
     *
     * @throws IllegalArgumentException naming file, line and reason, when a line is no labelled reply or there is none
     */
    static List<LabelledReply> read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            String reason = Files.exists(file) ? "cannot be read" : "does not exist";
            throw new UncheckedIOException(file + " " + reason, e);
        }
        List<LabelledReply> replies = new ArrayList<>();
        int number = 0;
        for (int start = 0; start < bytes.length; ) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            number++;
            try {
                JsonNode node = MAPPER.readTree(bytes, start, end - start);
                if (!node.isMissingNode()) {
                    replies.add(of(node, number));
                }
            } catch (JsonProcessingException e) {
                JsonLocation place = e.getLocation();
                String column = place == null ? "" : ", see column " + place.getColumnNr();
                throw unreadable(file, number, "this is not JSON in UTF-8" + column, e);
            } catch (IOException e) {
                throw unreadable(file, number, "this is not JSON in UTF-8", e);
            } catch (IllegalArgumentException e) {
                throw unreadable(file, number, e.getMessage(), e);
            }
            start = end + 1;
        }
        if (replies.isEmpty()) {
            throw new IllegalArgumentException(file + " has no labelled reply");
        }
        return replies;
    }

    private static IllegalArgumentException unreadable(Path file, int line, @Nullable String reason, Exception cause) {
        return new IllegalArgumentException(file + ", line " + line + ": " + reason, cause);
    }

    private static LabelledReply of(JsonNode node, int line) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("this is not a JSON object");
        }
        String status = text(node, "status", "");
        return new LabelledReply(
                text(node, "id", "line " + line),
                text(node, "source", "-"),
                text(node, "diagnostic", null),
                status.isBlank()
                        ? null
                        : EnhancedStatusCode.parse(status)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "\"status\" is \"" + status + "\", which is no enhanced status code")),
                classification(text(node, "label", null), "label"),
                accept(node.path("accept")));
    }

    private static String text(JsonNode node, String field, @Nullable String otherwise) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            if (otherwise == null) {
                throw new IllegalArgumentException("there is no \"" + field + '"');
            }
            return otherwise;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException('"' + field + "\" is not a string");
        }
        return value.textValue();
    }

    private static Set<Classification> accept(JsonNode list) {
        if (list.isMissingNode() || list.isNull()) {
            throw new IllegalArgumentException("there is no \"accept\"");
        }
        if (!list.isArray() || list.isEmpty()) {
            throw new IllegalArgumentException("\"accept\" is not a list of at least one classification");
        }
        Set<Classification> accept = new TreeSet<>();
        for (JsonNode word : list) {
            accept.add(classification(word.isTextual() ? word.textValue() : word.toString(), "accept"));
        }
        return accept;
    }

    private static Classification classification(String word, String field) {
        return Classification.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        '"' + field + "\" has \"" + word + "\", which is no classification"));
    }

    /** What the classifier is asked. */
    Failure failure() {
        return new Failure(diagnostic, status, null, null, false);
    }

    /** Whether a verdict that removes the subscriber would be wrong. */
    boolean mustStay() {
        return accept.stream().noneMatch(LabelledReply::removes);
    }

    /** Whether a verdict that does not remove the subscriber would be wrong. */
    boolean mustGo() {
        return accept.stream().allMatch(LabelledReply::removes);
    }

    static boolean removes(Classification classification) {
        return classification == Classification.MAILBOX_UNKNOWN || classification == Classification.MAILBOX_DISABLED;
    }
}
