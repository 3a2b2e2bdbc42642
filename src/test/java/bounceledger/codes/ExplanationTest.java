package bounceledger.codes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

    @Test
    void readsKeyTitleTextAndAdvice() {
        String file = """
                # A comment.

                X.1.1  No such mailbox
                   It is not there.
                   Nor was it ever.
                   Do (4): Wait.
                   Do (5): Stop.
                X.1.2  No such domain
                   It is not there.
                   Do: Look.
                X.1.3  Bad
                   It is bad.
                """;
        assertEquals(
                List.of(
                        new Explanation(
                                "f, line 3",
                                "X.1.1",
                                "No such mailbox",
                                "It is not there. Nor was it ever.",
                                "Wait.",
                                "Stop."),
                        new Explanation("f, line 8", "X.1.2", "No such domain", "It is not there.", "Look.", "Look."),
                        new Explanation("f, line 11", "X.1.3", "Bad", "It is bad.", null, null)),
                Explanation.parse("f", file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "   text"                                 | f, line 1: an indented line needs an entry before it
            "550 one space"                           | f, line 1: expected a key, two spaces and a title
            "550  Title"                              | f, line 1: 550 is not explained
            "550  Title\\n   Text.\\n   Do: A.\\n   Do (4): B." | f, line 4: there is advice for this case already
            "550  Title\\n   Text.\\n   Do: A.\\n   More."      | f, line 4: the advice comes last, on one line that begins with Do:, Do (4): or Do (5):
            """, quoteCharacter = '"')
    void aBrokenEntryIsRefusedWithFileLineAndReason(String content, String message) {
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> Explanation.parse("f", content.replace("\\n", "\n")));
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void aMissingFileIsNamed() {
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> Explanation.read("/codes/none.txt"));
        assertEquals("/codes/none.txt is not on the class path", thrown.getMessage());
    }
}
