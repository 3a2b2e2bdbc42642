package bounceledger.local;

import static bounceledger.classify.Classification.BLOCKED;
import static bounceledger.classify.Classification.MAILBOX_DISABLED;
import static bounceledger.classify.Classification.MAILBOX_UNKNOWN;
import static bounceledger.classify.Classification.RATE_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bounceledger.classify.Classification;
import bounceledger.smtp.EnhancedStatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledReplyTest {

    private static final String GOOD =
            "{\"diagnostic\": \"550 no\", \"label\": \"unknown\", \"accept\": [\"unknown\", \"blocked\"]}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void readsEveryField() throws IOException {
        LabelledReply reply = read("{\"id\": \"a7\", \"source\": \"mta\", \"diagnostic\": \"550 Häuschen weg\","
                        + " \"label\": \"mailbox-unknown\", \"accept\": [\"mailbox-unknown\", \"mailbox-disabled\"],"
                        + " \"status\": \"5.1.1\", \"agreement\": \"agreed\"}\n")
                .get(0);

        assertEquals(
                new LabelledReply(
                        "a7",
                        "mta",
                        "550 Häuschen weg",
                        new EnhancedStatusCode(5, 1, 1),
                        MAILBOX_UNKNOWN,
                        Set.of(MAILBOX_UNKNOWN, MAILBOX_DISABLED)),
                reply);
        assertEquals(new EnhancedStatusCode(5, 1, 1), reply.failure().status());
    }

    @Test
    void doesWithoutIdSourceAndStatusAndPassesOverEmptyLines() throws IOException {
        List<LabelledReply> replies = read("\uFEFF" + GOOD + "\r\n\r\n" + GOOD);

        assertEquals(
                List.of("line 1", "line 3"),
                replies.stream().map(LabelledReply::id).toList());
        assertEquals("-", replies.get(1).source());
        assertNull(replies.get(1).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            550 User unknown | this is not JSON in UTF-8, see column 5
            {"diagnostic": "550 no" | this is not JSON in UTF-8, see column 24
            ["550 no"] | this is not a JSON object
            {"label": "blocked", "accept": ["blocked"]} | there is no "diagnostic"
            {"diagnostic": 550, "label": "blocked", "accept": ["blocked"]} | "diagnostic" is not a string
            {"diagnostic": "550 no", "accept": ["blocked"]} | there is no "label"
            {"diagnostic": "550 no", "label": "spam", "accept": ["blocked"]} | "label" has "spam", which is no classification
            {"diagnostic": "550 no", "label": "blocked"} | there is no "accept"
            {"diagnostic": "550 no", "label": "blocked", "accept": []} | "accept" is not a list of at least one classification
            {"diagnostic": "550 no", "label": "blocked", "accept": "blocked"} | "accept" is not a list of at least one classification
            {"diagnostic": "550 no", "label": "blocked", "accept": ["blocked", 7]} | "accept" has "7", which is no classification
            {"diagnostic": "550 no", "label": "blocked", "accept": ["blocked"], "status": "5.1"} | "status" is "5.1", which is no enhanced status code
            """)
    void namesFileLineAndReason(String line, String reason) throws IOException {
        Path file = file(GOOD + "\n" + line + "\n" + GOOD + "\n");

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> LabelledReply.read(file));

        assertEquals(file + ", line 2: " + reason, refused.getMessage());
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin.jsonl");
        Files.write(file, GOOD.replace("no", "n\u00f6").getBytes(StandardCharsets.ISO_8859_1));

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> LabelledReply.read(file));

        assertEquals(file + ", line 1: this is not JSON in UTF-8, see column 14", refused.getMessage());
    }

    @Test
    void refusesAFileWithoutReplies() throws IOException {
        Path file = file("\n\n");

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> LabelledReply.read(file));

        assertEquals(file + " has no labelled reply", refused.getMessage());
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path file = folder.resolve("gone.jsonl");

        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> LabelledReply.read(file));

        assertEquals(file + " does not exist", refused.getMessage());
    }

    @Test
    void mustStayOrGoOnlyWhereNothingElseIsRight() {
        assertEquals("stay", duty(BLOCKED, RATE_LIMIT));
        assertEquals("go", duty(MAILBOX_UNKNOWN, MAILBOX_DISABLED));
        assertEquals("either", duty(MAILBOX_UNKNOWN, BLOCKED));
    }

    private static String duty(Classification... accept) {
        LabelledReply reply = new LabelledReply("1", "-", "", null, accept[0], Set.of(accept));
        if (reply.mustStay()) {
            return "stay";
        }
        return reply.mustGo() ? "go" : "either";
    }

    private List<LabelledReply> read(String content) throws IOException {
        return LabelledReply.read(file(content));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("replies.jsonl"), content);
    }
}
