package bounceledger.classify;

import static bounceledger.classify.Samples.LEXICON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.classify.CodeTables.Span;
import bounceledger.classify.CodeTables.StatusLine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several rules decides that fit one reply: their order, but for what the code and the first clause say of the recipient, and what is only supposed. */
class PrecedenceTest {

    private static final CodeTables CODES = new CodeTables(
            List.of(
                    status(1, 1, Classification.MAILBOX_UNKNOWN, false),
                    status(1, 0, Classification.MAILBOX_UNKNOWN, true),
                    status(2, 1, Classification.MAILBOX_DISABLED, false),
                    status(7, 1, Classification.BLOCKED, false)),
            List.of(),
            Map.of());

    private final Classifier classifier = new Classifier(new RuleSet(
            LEXICON,
            List.of(
                    rule("state", Classification.BLOCKED, Rule.Rank.STATE, "suppressed here"),
                    rule("token", Classification.BLOCKED, Rule.Rank.TOKEN, "B42"),
                    rule("listed", Classification.BLOCKED, Rule.Rank.CAUSE, "listed"),
                    rule("sender", Classification.CLIENT_ERROR, Rule.Rank.PLAIN, "bad sender"),
                    rule("disabled", Classification.MAILBOX_DISABLED, Rule.Rank.PLAIN, "user disabled"),
                    rule("unknown", Classification.MAILBOX_UNKNOWN, Rule.Rank.PLAIN, "user unknown"),
                    rule("refused", Classification.BLOCKED, Rule.Rank.VAGUE, "refused"),
                    rule("unavailable", Classification.MAILBOX_UNKNOWN, Rule.Rank.VAGUE, "unavailable")),
            List.of(new Label(Label.Kind.SUPPOSITION, "if", List.of("if", "in case", "i"))),
            CODES,
            "small"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 user unknown, not listed                 | listed
            550 5.7.1 sorry. user unknown. not listed    | listed
            550 5.1.0 sorry. user unknown. not listed    | listed
            550 5.1.1 sorry. user unknown. not listed    | unknown
            550 5.2.1 sorry. user unknown. not listed    | unknown
            550 5.1.1 user disabled. not listed          | disabled
            550 5.1.1 user unknown, not listed           | listed
            550 5.1.1 not listed                         | listed
            550 5.1.1 listed. user unknown               | listed
            550 5.1.1 bad sender, user unknown. listed   | listed
            550 5.1.1 user unknown. listed. user disabled | unknown
            550 5.1.1 unavailable. listed                | listed
            550 5.1.1 unavailable, refused               | unavailable
            550 5.1.1 user unknown. B42                  | token
            550 5.1.1 user unknown. suppressed here      | state
            """)
    void whatTheCodeSaysTooOfTheRecipientComesFirst(String diagnostic, String rule) {
        assertEquals(rule, decides(diagnostic));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 user unknown. not listed               | unknown
            550 5.7.1 user unknown; not listed         | unknown
            550 user unknown (listed)                  | unknown
            550 user unknown。not listed                | unknown
            550 user unknown, not listed. So what      | listed
            550 sorry. user unknown, listed            | listed
            550 sorry. user unknown. listed            | listed
            550 listed. user unknown. listed           | listed
            550 not listed. user unknown               | listed
            550 unavailable. listed                    | listed
            550 user unknown. B42                      | token
            550 listed                                 | listed
            550 see "421 user unknown. not listed"     | unknown
            550 listed. see "421 user unknown. listed" | unknown
            """)
    void whatTheFirstClauseSaysOfTheRecipientComesFirst(String diagnostic, String rule) {
        assertEquals(rule, decides(diagnostic));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 sorry. if listed, ask us. user unknown        | unknown
            550 sorry; In case you are listed. user unknown   | unknown
            550 sorry If listed ask us; user unknown          | unknown
            550 sorry (if listed); user unknown               | unknown
            550 sorry IF listed ask us; user unknown          | listed
            550 Sorry If listed ask us; user unknown          | listed
            550 sorry if listed; user unknown                 | listed
            550 sorry (if so) listed, user unknown            | listed
            550 If listed, ask us. user unknown               | listed
            550 see http://x.example/?if=listed user unknown  | listed
            550 sorry. If listed, ask us. If user unknown too | listed
            550 listed. If user unknown, ask                  | listed
            550 refused. If listed                            | refused
            550 sorry. If listed, ask us                      | listed
            550 sorry, listed I                               | listed
            550 see "421 sorry. If listed; user unknown"      | unknown
            550 sorry. If listed: "421 user unknown"          | unknown
            550 5.1.1 sorry. If listed, ask. user unknown. listed | unknown
            550 5.1.1 sorry. If user unknown, ask. listed. user unknown | listed
            """)
    void whatIsSupposedCountsWhereNothingIsStated(String diagnostic, String rule) {
        assertEquals(rule, decides(diagnostic));
    }

    @Test
    void whatOneTextSupposesTheNextMayState() {
        assertEquals("unknown", decides("550 sorry. If listed, ask us. user unknown"));
        assertEquals("listed", decides("550 sorry. Now listed, what; In case you are. user unknown"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 user unknown said: "550 refused"       | unknown
            550 user unknown said: "450 4.7.1 refused" | refused
            550 user unknown said: "550 listed"        | listed
            550 unavailable said: "550 refused"        | refused
            550 listed said: "550 refused"             | refused
            """)
    void vagueWordsInAQuoteDoNotUndoWhatIsSaidOfTheRecipient(String diagnostic, String rule) {
        assertEquals(rule, decides(diagnostic));
    }

    private String decides(String diagnostic) {
        return String.valueOf(
                classifier.classify(Failure.of(diagnostic)).evidence().rule());
    }

    private static Rule rule(String id, Classification classification, Rule.Rank rank, String phrase) {
        return new Rule(id, classification, rank, List.of(phrase), List.of(), List.of(), List.of(), false, false);
    }

    private static StatusLine status(int subject, int detail, Classification says, boolean withoutWords) {
        return new StatusLine(new Span(5, 5), new Span(subject, subject), new Span(detail, detail), says, withoutWords);
    }
}
