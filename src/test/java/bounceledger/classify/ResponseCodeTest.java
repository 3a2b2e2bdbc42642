package bounceledger.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseCodeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            550 | 5.1.1  | PERMANENT    | 511 | enhanced-status-code
            550 | 4.2.2  | TEMPORARY    | 422 | enhanced-status-code
            550 | 5.1.9  | PERMANENT    | 519 | enhanced-status-code
            550 | 5.1.10 | PERMANENT    | 510 | enhanced-status-code
            550 | 5.7.26 | PERMANENT    | 570 | enhanced-status-code
            550 | 5.8.1  | PERMANENT    | 550 | reply-code
            550 | 5.0.1  | PERMANENT    | 550 | reply-code
            550 | 5.5.1  | PERMANENT    | 550 | reply-code
            550 | 2.1.5  | PERMANENT    | 550 | reply-code
            550 | -      | PERMANENT    | 550 | reply-code
            450 | -      | TEMPORARY    | 450 | reply-code
            450 | -      | UNDETERMINED | 450 | reply-code
            450 | -      | PERMANENT    | 500 | permanence
            550 | -      | TEMPORARY    | 400 | permanence
            550 | -      | UNDETERMINED | 400 | permanence
            -   | -      | PERMANENT    | 500 | permanence
            -   | -      | UNDETERMINED | 400 | permanence
            """)
    void isTheEnhancedCodeElseTheReplyCodeElseWhatItsPermanenceSays(
            @Nullable Integer reply, @Nullable String status, Permanence permanence, int value, String from) {
        ResponseCode code = ResponseCode.of(
                reply == null ? null : new ReplyCode(reply),
                status == null ? null : EnhancedStatusCode.parse(status).orElseThrow(),
                permanence);
        assertEquals(value, code.value());
        assertEquals(from, code.from().toString());
    }
}
