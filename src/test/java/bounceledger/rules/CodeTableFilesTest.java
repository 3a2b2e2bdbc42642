package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.CodeTables;
import bounceledger.classify.CodeTables.ReplyLine;
import bounceledger.classify.CodeTables.StatusLine;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTableFilesTest {

    /** The table of enhanced status codes as it is written for people; here the narrower statement wins, whatever the order. */
    private static final String STATUS_TABLE = """
            5.1.1 5.1.2 5.1.3 5.1.6 X.1.10 | mailbox-unknown
            5.2.1 | mailbox-disabled
            X.2.2 | mailbox-full
            X.2.3 X.3.4 X.6.0-10 X.7.16 | bad-content
            X.7.5-7 X.7.20-24 X.7.26 X.7.27 X.7.30 X.7.32 X.7.40 X.7.509 X.7.515 | signature-error
            X.7.0 X.7.1 X.7.2 X.7.9 X.7.17 X.7.18 X.7.25 5.7.606-649 X.7.31-999 | blocked
            4.2.1 5.4.5 X.5.3 X.7.28 X.7.508 X.7.650 | rate-limit
            X.1.7 X.1.8 X.5.1 X.5.2 X.5.4-6 X.7.3 X.7.4 X.7.8 X.7.10-14 X.7.29 | client-error
            4.1.0-999 X.1.4 X.1.9 X.2.4 X.3.0-3 X.3.5 X.3.6 X.4.0-6 X.4.310-399 X.7.15 X.7.19 X.7.322 X.7.323 4.7.500 | bad-relay
            X.4.7 X.4.300 | expired
            5.1.0 | mailbox-unknown
            """;

    private static final String REPLY_TABLE = """
            510 511 512 550 556 | mailbox-unknown
            521 | mailbox-disabled
            422 522 552 | mailbox-full
            523 | bad-content
            553 554 571 | blocked
            500-504 525 530 534 538 555 455 | client-error
            421 431 441 444 450 451 452 454 471 532 535 544 546 551 400-499 | bad-relay
            500-599 | unknown
            """;

    private static final List<String> GENERAL_STATUS =
            List.of("4.0.0", "5.0.0", "4.1.0", "5.1.0", "4.2.0", "5.2.0", "4.5.0", "5.5.0");
    private static final List<Integer> GENERAL_REPLIES = List.of(550, 551, 553);

    private final CodeTables tables = CodeTableFiles.load();

    @Test
    void everyEnhancedStatusCodeSaysWhatTheTableSays() {
        Map<String, Classification> expected = new HashMap<>();
        Map<String, Integer> width = new HashMap<>();
        forEachEntry(STATUS_TABLE, (entry, classification) -> {
            String[] parts = entry.split("\\.", -1);
            for (String statusClass : parts[0].equals("X") ? List.of("4", "5") : List.of(parts[0])) {
                // A single number is narrower than a range, a range within one class narrower than one in both.
                int[] details = numbers(parts[2]);
                int entryWidth = details.length * (parts[0].equals("X") ? 2 : 1);
                for (int detail : details) {
                    String code = statusClass + "." + parts[1] + "." + detail;
                    if (entryWidth < width.getOrDefault(code, Integer.MAX_VALUE)) {
                        width.put(code, entryWidth);
                        expected.put(code, classification);
                    }
                }
            }
        });

        everyStatus().forEach(code -> {
            String written = code.toString();
            assertEquals(expected.get(written), tables.enhancedStatusCode(code, false), written);
            Classification besideWords = GENERAL_STATUS.contains(written) ? null : expected.get(written);
            assertEquals(
                    besideWords,
                    tables.enhancedStatusCode(code, true),
                    () -> written + " beside words that no rule knows");
        });
    }

    @Test
    void everyReplyCodeSaysWhatTheTableSays() {
        Map<Integer, Classification> expected = new HashMap<>();
        Map<Integer, Integer> width = new HashMap<>();
        forEachEntry(REPLY_TABLE, (entry, classification) -> {
            int[] codes = numbers(entry);
            for (int code : codes) {
                if (codes.length < width.getOrDefault(code, Integer.MAX_VALUE)) {
                    width.put(code, codes.length);
                    expected.put(code, classification);
                }
            }
        });

        everyReply().forEach(code -> {
            assertEquals(expected.get(code.value()), tables.replyCode(code, false), code.toString());
            Classification besideWords = GENERAL_REPLIES.contains(code.value()) ? null : expected.get(code.value());
            assertEquals(besideWords, tables.replyCode(code, true), () -> code + " beside words that no rule knows");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.4,bad-relay",
        "4.1.5,bad-relay",
        "4.1.1,bad-relay",
        "4.1.7,client-error",
        "4.1.10,mailbox-unknown",
        "5.1.10,mailbox-unknown",
        "4.2.1,rate-limit",
        "5.2.1,mailbox-disabled",
        "4.4.5,bad-relay",
        "5.4.5,rate-limit",
        "5.4.6,bad-relay",
        "5.4.7,expired",
        "5.4.300,expired",
        "5.4.310,bad-relay",
        "5.4.399,bad-relay",
        "5.6.10,bad-content",
        "5.7.30,signature-error",
        "5.7.31,blocked",
        "5.7.33,blocked",
        "4.7.500,bad-relay",
        "5.7.500,blocked",
        "5.7.605,blocked",
        "5.7.606,blocked",
        "5.7.649,blocked",
        "5.7.650,rate-limit",
        "5.7.651,blocked",
        "5.7.999,blocked",
        "4.1.0,bad-relay",
        "5.1.0,mailbox-unknown"
    })
    void bordersOfTheRanges(String code, String word) {
        assertEquals(Classification.of(word).orElseThrow(), tables.enhancedStatusCode(status(code), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5.0.0",
                "4.0.0",
                "5.0.9",
                "5.1.5",
                "5.1.11",
                "5.2.0",
                "4.2.0",
                "5.2.5",
                "5.3.7",
                "5.4.8",
                "5.4.299",
                "5.4.301",
                "5.4.309",
                "5.4.400",
                "5.5.0",
                "5.5.7",
                "5.6.11",
                "2.1.5",
                "2.0.0",
                "4.16.55",
                "5.8.0",
                "5.999.999"
            })
    void saysNothing(String code) {
        assertNull(tables.enhancedStatusCode(status(code), false));
        assertNull(tables.enhancedStatusCode(status(code), true));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 250, 354, 399})
    void repliesThatAreNoFailureSayNothing(int code) {
        assertNull(tables.replyCode(new ReplyCode(code), false));
    }

    @ParameterizedTest
    @CsvSource({
        "NoEmail,mailbox-unknown", "MailboxFull,mailbox-full", "MessageTooLarge,bad-content",
                "ContentRejected,bad-content",
        "AttachmentRejected,bad-content", "CustomTimeoutExceeded,expired", "General,unknown", "Undetermined,unknown"
    })
    void bounceSubTypes(String subType, String word) {
        assertEquals(Classification.of(word).orElseThrow(), tables.bounceSubType(subType));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noemail", "Suppressed", "OnAccountSuppressionList", "SomethingNew"})
    void otherBounceSubTypesSayNothing(String subType) {
        assertNull(tables.bounceSubType(subType));
    }

    @Test
    void noLineIsInVain() throws Exception {
        List<StatusLine> lines = CodeTableFiles.statusLines("f", resource("/rules/enhanced-status-codes.csv"));
        List<ReplyLine> replies = CodeTableFiles.replyLines("f", resource("/rules/reply-codes.csv"));
        List<@Nullable Classification> whole = everything(lines, replies);
        for (int i = 0; i < lines.size(); i++) {
            StatusLine line = lines.get(i);
            boolean tells = !whole.equals(everything(without(lines, i), replies));
            assertTrue(tells || line.classification() == null, () -> line + " changes nothing");
        }
        for (int i = 0; i < replies.size(); i++) {
            ReplyLine line = replies.get(i);
            assertTrue(!whole.equals(everything(lines, without(replies, i))), () -> line + " changes nothing");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5.1.1                        | expected two fields or three, not 1
            5.1.1,mailbox-unknown,,      | expected two fields or three, not 4
            5.1.1,mailbox-missing        | there is no classification mailbox-missing
            5.1.1,mailbox-unknown,always | the only condition is without-words, not always
            5.1,mailbox-unknown          | expected a code like 5.1.1, X.2.2 or 4.1.*, or a range of details like X.6.0-X.6.10, not 5.1
            X.6.0-5.6.1,bad-content      | expected a code like 5.1.1, X.2.2 or 4.1.*, or a range of details like X.6.0-X.6.10, not X.6.0-5.6.1
            X.6.9-X.6.0,bad-content      | a range goes upwards, not from 9 to 0
            2.1.5,unknown                | the class lies between 4 and 5
            5.8.1,unknown                | the subject lies between 0 and 7
            5.1.1000,unknown             | expected a number of one to three digits, not "1000"
            5.*.1,unknown                | expected a number of one to three digits, not "*"
            """)
    void aBrokenLineIsRefusedWithFileLineAndReason(String line, String reason) {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> CodeTableFiles.statusLines("codes.csv", "# a comment\n\n" + line + "\n"));
        assertEquals("codes.csv, line 3: " + reason, thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            250,unknown         | a failure's reply code lies between 400 and 599
            600,unknown         | a failure's reply code lies between 400 and 599
            500-501-502,unknown | expected a code like 550 or a range like 500-504, not 500-501-502
            5x0,unknown         | expected a number of one to three digits, not "5x0"
            """)
    void aBrokenReplyLineIsRefusedWithFileLineAndReason(String line, String reason) {
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> CodeTableFiles.replyLines("replies.csv", line));
        assertEquals("replies.csv, line 1: " + reason, thrown.getMessage());
    }

    @Test
    void aSubTypeIsRefusedTheSecondTime() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class, () -> CodeTableFiles.bounceSubTypes("types.csv", "A,unknown\nA,expired"));
        assertEquals("types.csv, line 2: A stands there twice", thrown.getMessage());
    }

    private static List<@Nullable Classification> everything(List<StatusLine> lines, List<ReplyLine> replies) {
        CodeTables tables = new CodeTables(lines, replies, Map.of());
        List<@Nullable Classification> all = new ArrayList<>();
        for (boolean words : new boolean[] {false, true}) {
            everyStatus().forEach(code -> all.add(tables.enhancedStatusCode(code, words)));
            everyReply().forEach(code -> all.add(tables.replyCode(code, words)));
        }
        return all;
    }

    private static <T> List<T> without(List<T> lines, int index) {
        List<T> rest = new ArrayList<>(lines);
        rest.remove(index);
        return rest;
    }

    private static Stream<EnhancedStatusCode> everyStatus() {
        return IntStream.of(2, 4, 5)
                .boxed()
                .flatMap(c -> IntStream.range(0, 9)
                        .boxed()
                        .flatMap(s -> IntStream.range(0, 1000).mapToObj(d -> new EnhancedStatusCode(c, s, d))));
    }

    private static Stream<ReplyCode> everyReply() {
        return IntStream.range(200, 600).mapToObj(ReplyCode::new);
    }

    private static EnhancedStatusCode status(String code) {
        return EnhancedStatusCode.parse(code).orElseThrow();
    }

    private interface Entry {
        void read(String entry, Classification classification);
    }

    private static void forEachEntry(String table, Entry reader) {
        table.lines().forEach(line -> {
            String[] sides = line.split(" \\| ", -1);
            Classification classification = Classification.of(sides[1]).orElseThrow();
            Arrays.stream(sides[0].split(" ", -1)).forEach(entry -> reader.read(entry, classification));
        });
    }

    private static int[] numbers(String written) {
        String[] ends = written.split("-", -1);
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                .toArray();
    }

    private static String resource(String file) throws Exception {
        try (var in = CodeTableFiles.class.getResourceAsStream(file)) {
            assertNotNull(in, file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
