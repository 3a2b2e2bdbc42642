package bounceledger.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bounceledger.classify.CodeTables.ReplyLine;
import bounceledger.classify.CodeTables.Span;
import bounceledger.classify.CodeTables.StatusLine;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTablesTest {

    private final CodeTables tables = new CodeTables(
            List.of(
                    line(4, 5, 7, 7, 990, 999, Classification.BLOCKED, false),
                    line(4, 4, 0, 0, 0, 0, Classification.EXPIRED, false),
                    line(5, 5, 2, 2, 3, 3, null, false),
                    line(5, 5, 2, 3, 2, 4, Classification.MAILBOX_FULL, true)),
            List.of(
                    new ReplyLine(new Span(400, 400), Classification.EXPIRED, false),
                    new ReplyLine(new Span(551, 551), null, false),
                    new ReplyLine(new Span(550, 599), Classification.BLOCKED, true)),
            Map.of("NoEmail", Classification.MAILBOX_UNKNOWN));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            4.7.990 | blocked      | blocked
            5.7.999 | blocked      | blocked
            5.7.989 | -            | -
            4.6.999 | -            | -
            4.0.0   | expired      | expired
            5.0.0   | -            | -
            5.2.2   | mailbox-full | -
            5.2.3   | -            | -
            5.2.4   | mailbox-full | -
            5.3.3   | mailbox-full | -
            5.2.1   | -            | -
            5.2.5   | -            | -
            5.4.2   | -            | -
            4.2.2   | -            | -
            2.7.990 | -            | -
            5.8.990 | -            | -
            5.999.0 | -            | -
            """)
    void ofTheLinesThatFitAnEnhancedStatusCodeTheFirstDecides(
            String code, @Nullable String alone, @Nullable String besideWords) {
        EnhancedStatusCode status = EnhancedStatusCode.parse(code).orElseThrow();
        assertEquals(alone, word(tables.enhancedStatusCode(status, false)));
        assertEquals(besideWords, word(tables.enhancedStatusCode(status, true)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            400 | expired | expired
            401 | -       | -
            549 | -       | -
            550 | blocked | -
            551 | -       | -
            552 | blocked | -
            599 | blocked | -
            250 | -       | -
            """)
    void ofTheLinesThatFitAReplyCodeTheFirstDecides(int code, @Nullable String alone, @Nullable String besideWords) {
        assertEquals(alone, word(tables.replyCode(new ReplyCode(code), false)));
        assertEquals(besideWords, word(tables.replyCode(new ReplyCode(code), true)));
    }

    @Test
    void knowsSesOwnWords() {
        assertEquals(Classification.MAILBOX_UNKNOWN, tables.bounceSubType("NoEmail"));
        assertNull(tables.bounceSubType("General"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 | 4 | 0 | 0 | 0 | 0    | the class lies between 4 and 5
            5 | 6 | 0 | 0 | 0 | 0    | the class lies between 4 and 5
            4 | 5 | -1 | 0 | 0 | 0   | the subject lies between 0 and 7
            4 | 5 | 0 | 8 | 0 | 0    | the subject lies between 0 and 7
            4 | 5 | 0 | 7 | -1 | 0   | the detail lies between 0 and 999
            4 | 5 | 0 | 7 | 0 | 1000 | the detail lies between 0 and 999
            5 | 4 | 0 | 7 | 0 | 999  | a range goes upwards, not from 5 to 4
            """)
    void refusesALineBeyondWhatIsRegistered(
            int class1, int class2, int subject1, int subject2, int detail1, int detail2, String message) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> line(
                                        class1,
                                        class2,
                                        subject1,
                                        subject2,
                                        detail1,
                                        detail2,
                                        Classification.BLOCKED,
                                        false))
                        .getMessage());
    }

    @Test
    void refusesAReplyCodeThatIsNoFailures() {
        String message = "a failure's reply code lies between 400 and 599";
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new ReplyLine(new Span(399, 400), null, false))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new ReplyLine(new Span(599, 600), null, false))
                        .getMessage());
    }

    private static StatusLine line(
            int class1,
            int class2,
            int subject1,
            int subject2,
            int detail1,
            int detail2,
            @Nullable Classification classification,
            boolean withoutWords) {
        return new StatusLine(
                new Span(class1, class2),
                new Span(subject1, subject2),
                new Span(detail1, detail2),
                classification,
                withoutWords);
    }

    private static @Nullable String word(@Nullable Classification classification) {
        return classification == null ? null : classification.toString();
    }
}
