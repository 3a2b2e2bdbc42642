package bounceledger.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticCodeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            smtp; 550 5.1.1 <ann@example.org>... User unknown     | smtp      | 550 | 5.1.1 | <ann@example.org>... User unknown
            smtp;550 5.1.1 no such user                           | smtp      | 550 | 5.1.1 | no such user
            SMTP; 550-5.1.1 no such user                          | smtp      | 550 | 5.1.1 | no such user
            X-Postfix; unknown user                               | x-postfix | -   | -     | unknown user
            552 1 Requested mail action aborted                   | -         | 552 | -     | 1 Requested mail action aborted
            550: User unknown                                     | -         | 550 | -     | User unknown
            550 #5.1.0 Address rejected                           | -         | 550 | 5.1.0 | Address rejected
            #550 5.2.2 mailbox full                               | -         | 550 | 5.2.2 | mailbox full
            5.1.1 550 User unknown                                | -         | 550 | 5.1.1 | User unknown
            5.3.0 - Other mail system problem                     | -         | -   | 5.3.0 | Other mail system problem
            550 no mailbox here by that name (#5.1.1)             | -         | 550 | 5.1.1 | no mailbox here by that name (#5.1.1)
            421 4.7.0 [TSS04] deferred - 4.16.55.1; see this      | -         | 421 | 4.7.0 | [TSS04] deferred - 4.16.55.1; see this
            blocked; see our site                                 | -         | -   | -     | blocked; see our site
            5505 is no reply code                                 | -         | -   | -     | 5505 is no reply code
            550                                                   | -         | 550 | -     | ''
            550 5.1.1                                             | -         | 550 | 5.1.1 | ''
            550 5.1.1 550                                         | -         | 550 | 5.1.1 | ''
            """)
    void takesAReplyApart(
            String diagnostic,
            @Nullable String type,
            @Nullable String replyCode,
            @Nullable String enhancedStatusCode,
            String text) {
        DiagnosticCode normal = DiagnosticCode.parse(diagnostic);
        assertEquals(type, normal.type());
        assertSays(normal, replyCode, enhancedStatusCode, text, null);
    }

    private static void assertSays(
            DiagnosticCode normal,
            @Nullable String replyCode,
            @Nullable String enhancedStatusCode,
            String text,
            @Nullable String cause) {
        assertEquals(replyCode, shown(normal.replyCode()));
        assertEquals(enhancedStatusCode, shown(normal.enhancedStatusCode()));
        assertEquals(text, normal.text());
        assertEquals(cause, shown(normal.cause()));
    }

    private static @Nullable String shown(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '\u0001', nullValues = "-", textBlock = """
            554 mx.example.org said 451 later ^ 554 ^ - ^ mx.example.org said 451 later ^ 451 later
            554 mx.example.org SAID 451 later ^ 554 ^ - ^ mx.example.org SAID 451 later ^ 451 later
            554 error 451                     ^ 554 ^ - ^ error 451 ^ 451
            554 in room 451 later             ^ 554 ^ - ^ in room 451 later ^ -
            554 said: 450 messages per hour   ^ 554 ^ - ^ said: 450 messages per hour ^ -
            554 (500 characters)              ^ 554 ^ - ^ (500 characters) ^ -
            554 (501 characters)              ^ 554 ^ - ^ (501 characters) ^ 501 characters
            550 a =451 b                      ^ 550 ^ - ^ a =451 b ^ -
            550 a|451 b                       ^ 550 ^ - ^ a|451 b ^ 451 b
            554 relayed (450 4.4.1 a (b) c) d ^ 554 ^ - ^ relayed (450 4.4.1 a (b) c) d ^ 450 4.4.1 a (b) c
            554 {451 a [b]} c                 ^ 554 ^ - ^ {451 a [b]} c ^ 451 a [b]
            554 <451 <a> b> c                 ^ 554 ^ - ^ <451 <a> b> c ^ 451 <a> b
            554 "451 a" b                     ^ 554 ^ - ^ "451 a" b ^ 451 a
            550 \u3042\u3000\u3044 (451 4.1.1 \u3046) ^ 550 ^ - ^ \u3042 \u3044 (451 4.1.1 \u3046) ^ 451 4.1.1 \u3046
            550 Usu\u00e1rio\u3000desconhecido ^ 550 ^ - ^ Usu\u00e1rio desconhecido ^ -
            600 x       ^ - ^ - ^ 600 x ^ -
            599 x       ^ 599 ^ - ^ x ^ -
            200 x       ^ 200 ^ - ^ x ^ -
            199 x       ^ - ^ - ^ 199 x ^ -
            550 5.1.1a x ^ 550 ^ - ^ 5.1.1a x ^ -
            550 5.1.1z x ^ 550 ^ - ^ 5.1.1z x ^ -
            550 5.1.1A x ^ 550 ^ - ^ 5.1.1A x ^ -
            550 5.1.1Z x ^ 550 ^ - ^ 5.1.1Z x ^ -
            550 5.1.1_ x ^ 550 ^ 5.1.1 ^ _ x ^ -
            550 5.1.1] x ^ 550 ^ 5.1.1 ^ x ^ -
            554 x =5.1.1 ^ 554 ^ 5.1.1 ^ x =5.1.1 ^ -
            554 x5.1.1   ^ 554 ^ - ^ x5.1.1 ^ -
            554 x (2.1.1) ^ 554 ^ - ^ x (2.1.1) ^ -
            554 x (5.8.1) ^ 554 ^ - ^ x (5.8.1) ^ -
            554 x (5.7.1) ^ 554 ^ 5.7.1 ^ x (5.7.1) ^ -
            550-550-5.1.1 a ^ 550 ^ 5.1.1 ^ a ^ -
            550 a 550- b ^ 550 ^ - ^ a b ^ -
            550 5.1.1.2 x ^ 550 ^ - ^ 5.1.1.2 x ^ -
            550 5.1.1. x ^ 550 ^ 5.1.1 ^ . x ^ -
            550 a <550 5.1.1 b ^ 550 ^ - ^ a <550 5.1.1 b ^ 550 5.1.1 b
            550 a 550-'5.1.1 b' ^ 550 ^ - ^ a 550-'5.1.1 b' ^ 550 5.1.1 b
            =[550-'421'messages ^ - ^ - ^ =[550-'421'messages ^ 421
            smtpx; 550 a ^ - ^ - ^ smtpx; 550 a ^ 550 a
            421 550 a ^ 421 ^ - ^ 550 a ^ -
            554 a,451 b ^ 554 ^ - ^ a,451 b ^ -
            550 (5.1.1x a ^ 550 ^ 5.1.1 ^ (5.1.1x a ^ -
            550 a < 550 5.1.1 b ^ 550 ^ - ^ a < 550 5.1.1 b ^ 550 5.1.1 b
            550 a 550- ^ 550 ^ - ^ a ^ -
            550 5.1.1 550: a ^ 550 ^ 5.1.1 ^ a ^ -
            550 a 550 5.1.1 4.4.7 4.4.8 b ^ 550 ^ - ^ a b ^ -
            554 in room 451 - 4.4.1 b ^ 554 ^ - ^ in room 451 - 4.4.1 b ^ 451 4.4.1 b
            554 in room 451 -- 4.4.1 b ^ 554 ^ 4.4.1 ^ in room 451 -- 4.4.1 b ^ -
            554 a < 451 b ^ 554 ^ - ^ a < 451 b ^ 451 b
            554 a <451- ^ 554 ^ - ^ a <451- ^ 451
            554 a <451 b (#4.4.1)> ^ 554 ^ - ^ a <451 b (#4.4.1)> ^ 451 4.4.1 b (#4.4.1)
            550 a 550 b ^ 550 ^ - ^ a 550 b ^ -
            550 a\u007fb ^ 550 ^ - ^ a b ^ -
            550 a\u0080b ^ 550 ^ - ^ a b ^ -
            550 a\u00a0b ^ 550 ^ - ^ a b ^ -
            550 a\uD83D\uD83D\uDE00b ^ 550 ^ - ^ a\uFFFD\uD83D\uDE00b ^ -
            550 a\uD83D ^ 550 ^ - ^ a\uFFFD ^ -
            """)
    void seesWhatIsACodeAndWhatOnlyLooksLikeOne(
            String diagnostic,
            @Nullable String replyCode,
            @Nullable String enhancedStatusCode,
            String text,
            @Nullable String cause) {
        assertSays(DiagnosticCode.parse(diagnostic), replyCode, enhancedStatusCode, text, cause);
    }

    @Test
    void joinsTheLinesAndDropsTheCodesThatRepeat() {
        DiagnosticCode normal = DiagnosticCode.parse(
                "smtp; 550-5.1.1 The account does not\r\n550-5.1.1  exist. Please\n550 5.1.1 look again");
        assertEquals("The account does not exist. Please look again", normal.text());
        assertEquals("a b", DiagnosticCode.parse("550 a\r550 b").text());
        DiagnosticCode joined =
                DiagnosticCode.parse("550-5.1.1 The account does not 550-5.1.1 exist. Please 550 5.1.1 look again");
        assertEquals("The account does not exist. Please look again", joined.text());
    }

    @Test
    void keepsAnAmountThatLooksLikeTheCode() {
        assertEquals(
                "you sent 550 messages",
                DiagnosticCode.parse("550 you sent 550 messages").text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            554 4.4.7 Message expired: unable to deliver in 840 minutes.<452 4.2.2 <ann@example.org> over quota> | 452 4.2.2 <ann@example.org> over quota
            5.1.0 - Unknown address error 550-'5.7.1 <a@example.org>... Access denied' (delivery attempts: 0)     | 550 5.7.1 <a@example.org>... Access denied
            Remote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'                            | 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found
            host mx.example.org[192.0.2.1] said: 550 no such user (in reply to RCPT TO command)                  | 550 no such user (in reply to RCPT TO command)
            550 5.4.300 Message expired -> 451 4.7.0 try later                                                  | 451 4.7.0 try later
            550 relayed ({LED=450 4.4.316 Connection refused})                                                  | 450 4.4.316 Connection refused
            554 a (451 b) and "552 5.2.2 c"                                                                     | 552 5.2.2 c
            """)
    void findsTheInnermostReplyThatIsQuoted(String diagnostic, String cause) {
        DiagnosticCode normal = DiagnosticCode.parse(diagnostic);
        assertEquals(DiagnosticCode.parse(cause), normal.cause());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            host mx.example.org said: 550-5.1.1 no such user 550-5.1.1 for help 550 5.1.1 see http://x | 550-5.1.1 no such user for help see http://x
            said: 550-5.1.1 no such user 550-for help 550 5.1.1 bye       | 550-5.1.1 no such user 550-for help bye
            said: 550-no such user 550-for help 550 bye                   | 550-no such user 550-for help 550 bye
            554 5.4.7 gave up, was 452-4.2.2 full 452 4.2.2 try again     | 452-4.2.2 full try again
            said: 550-5.1.1 no such user 450 4.2.0 greylisted             | 450 4.2.0 greylisted
            said: 550 5.1.1 a <550 5.1.1 b>                               | 550 5.1.1 b
            said: 550 5.1.1 a said: 550 5.1.1 b                           | 550 5.1.1 b
            said: 550 5.1.1 a "550 5.1.1 b 550 5.1.1 c"                   | 550 5.1.1 b c
            said: 421 4.7.0 a said: 550 5.1.1 b 421 4.7.0 c               | 421 4.7.0 c
            a said (550 5.1.1 b) 550 5.2.2 c                              | 550 5.2.2 c
            a said (550 5.1.1 b) 552 5.2.2 c                              | 552 5.2.2 c
            450 4.4.7 expired, last 550 5.0.0 no such user                | 550 5.0.0 no such user
            said: 550 #5.1.1 a 550 #5.1.1 b                               | 550 #5.1.1 b
            to x <<< 550 5.1.1 no such user 554 5.0.0 Service unavailable      | 550 5.1.1 no such user 554 5.0.0 Service unavailable
            to x <<< 550 5.1.1 no such user 554-5.0.0 Service unavailable | 550 5.1.1 no such user 554-5.0.0 Service unavailable
            to x <<< 550 5.1.1 no such user 554- 5.0.0 not done           | 550 5.1.1 no such user 554- 5.0.0 not done
            to x <<< 553 5.1.8 bad sender 501 5.6.0 Data format error          | 553 5.1.8 bad sender 501 5.6.0 Data format error
            said 554 5.0.0 a 554 5.0.0 b                                  | 554 5.0.0 a b
            said 553 5.0.0 a 554 5.0.0 b                                  | 553 5.0.0 a 554 5.0.0 b
            said: 550 5.1.1 a said: 554 5.0.0 b                           | 554 5.0.0 b
            said: 550-'5.1.1 a' 550-'5.1.1 b'                             | 550 5.1.1 b
            """)
    void takesTheLinesOfAQuotedReplyTogether(String diagnostic, String cause) {
        assertEquals(
                DiagnosticCode.parse(cause), DiagnosticCode.parse(diagnostic).cause());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 limit: 450 messages per hour",
                "552 size limit is =500 of it",
                "550 5.1.1 no such user (ann@example.org) 192.0.2.1",
                "550 5.7.1 rejected, id=455"
            })
    void takesAnAmountForNoReply(String diagnostic) {
        assertNull(DiagnosticCode.parse(diagnostic).cause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"550", "5.1.1", "a"})
    void isNotEmptyWithACodeOrAWord(String diagnostic) {
        assertFalse(DiagnosticCode.parse(diagnostic).isEmpty());
    }

    @Test
    void takesATypeOfUpTo31Characters() {
        String longest = "x-" + "a".repeat(29);
        assertEquals(longest, DiagnosticCode.parse(longest + "; b").type());
        assertNull(DiagnosticCode.parse(longest + "a; b").type());
        assertEquals("x.400", DiagnosticCode.parse("X.400 ; b").type());
    }

    @Test
    void findsCodesWhereverTheyStand() {
        for (int i = 0; i < 140; i++) {
            String before = "554 " + "a".repeat(i) + " ";
            assertEquals(
                    "451 b", shown(DiagnosticCode.parse(before + "said: 451 b").cause()), before);
            assertEquals(
                    "451 c",
                    shown(DiagnosticCode.parse(before + "<451 c> " + "d".repeat(i))
                            .cause()),
                    before);
            assertEquals(
                    "5.1.1", shown(DiagnosticCode.parse(before + "(#5.1.1) b").enhancedStatusCode()), before);
            for (String none : List.of("said: 4511 b", "said: 1451 b", "said: 45 b", "said: 351 b", "1 2 3 4 51 b")) {
                assertNull(DiagnosticCode.parse(before + none).cause(), before + none);
            }
            assertNull(DiagnosticCode.parse(before + "(#15.1.1) (#5.1) b").enhancedStatusCode(), before);
        }
    }

    @Test
    void foldsWhiteSpaceWhereverItStands() {
        for (int i = 0; i < 140; i++) {
            String before = "a".repeat(i);
            assertEquals(
                    "A".repeat(i) + "B C",
                    DiagnosticCode.parse("554 " + "A".repeat(i) + "B\tC").text());
            for (String space : List.of("  ", "\t", "\u007f", "\u0001", " \r\n ", "\u00a0", "\u3000")) {
                assertEquals(
                        before + "b? c",
                        DiagnosticCode.parse("554 " + before + "b?" + space + "c")
                                .text());
            }
            for (String kept : List.of("!", "~", "?", "\u00e9", " - ")) {
                assertEquals(
                        before + "b" + kept + "c",
                        DiagnosticCode.parse("554 " + before + "b" + kept + "c").text());
            }
            assertEquals(
                    before + "b\uFFFDc",
                    DiagnosticCode.parse("554 " + before + "b\uD800c").text());
        }
    }

    @Test
    void findsTheTypeBehindWhiteSpace() {
        assertEquals("smtp", DiagnosticCode.parse(" \nsmtp; 550 a").type());
        assertEquals("smtp", DiagnosticCode.parse("smtp \n; 550 a").type());
        assertEquals("smtp", DiagnosticCode.parse("\u0080smtp; 550 a").type());
    }

    @Test
    void hasAFormForWhateverComes() {
        assertTrue(DiagnosticCode.parse("").isEmpty());
        assertTrue(DiagnosticCode.parse(" \n\t\u0000").isEmpty());
        assertEquals("\uFFFD", DiagnosticCode.parse("\uD800").text());
        assertEquals("a \uFFFD b", DiagnosticCode.parse("a\u0007\uD800\n b").text());
        assertEquals(
                "a \uD83D\uDE00 b", DiagnosticCode.parse("a \uD83D\uDE00  b").text());
        assertEquals(
                DiagnosticCode.LONGEST - 4,
                DiagnosticCode.parse("550 " + "x".repeat(1_000_000)).text().length());
    }

    @Test
    void takesTimeLinearInTheLength() {
        for (String slow : List.of("550 ", "<", "(550 a ", "550-", "5.1.1 ", "'", "<<550 ", "550-'", " \n", "a@")) {
            String diagnostic = "550 " + slow.repeat(DiagnosticCode.LONGEST / slow.length());
            assertTimeout(Duration.ofMillis(500), () -> DiagnosticCode.parse(diagnostic), slow);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550-<\n)\t550\n550 5.1.1 4.4.7",
                "550 5.1.1 a) 550 \n550 5.1.1 - 5.7.26 4.4.7 b",
                "=[550-'421'messages",
                "\";550 5.1.1 a 550-550-'5.7.1 "
            })
    void readingThePrintedFormGivesTheSameHoweverCodesPileUp(String diagnostic) {
        readingThePrintedFormGivesTheSame(diagnostic);
    }

    @Property(tries = 3000)
    void readingThePrintedFormGivesTheSame(@ForAll("diagnostics") String diagnostic) {
        DiagnosticCode normal = DiagnosticCode.parse(diagnostic);
        assertEquals(normal, DiagnosticCode.parse(normal.toString()));
        if (normal.cause() != null) {
            assertEquals(normal.cause(), DiagnosticCode.parse(normal.cause().toString()));
        }
    }

    @Property(tries = 1000)
    void hasNoWhiteSpaceToFoldLeft(@ForAll String diagnostic) {
        DiagnosticCode normal = DiagnosticCode.parse(diagnostic);
        assertEquals(normal.text().strip(), normal.text());
        assertTrue(
                normal.text().chars().noneMatch(c -> c < ' ') && !normal.text().contains("  "));
        assertEquals(normal, DiagnosticCode.parse(normal.toString()));
    }

    /** Texts of the pieces that the normal form looks at, in any order. */
    @Provide
    Arbitrary<String> diagnostics() {
        return Arbitraries.of(
                        "smtp;",
                        "x-a;",
                        " ",
                        "  ",
                        "\n",
                        "\r\n",
                        "\t",
                        "550",
                        "550-",
                        "451",
                        "421",
                        "5.1.1",
                        "4.4.7",
                        "5.7.26",
                        "-",
                        ":",
                        "#",
                        "(",
                        ")",
                        "<",
                        ">",
                        "'",
                        "\"",
                        "[",
                        "]",
                        "{",
                        "=",
                        ";",
                        "->",
                        ".",
                        "a",
                        "said",
                        "error",
                        "User unknown",
                        "ann@example.org",
                        "(#5.1.1)",
                        "192.0.2.1",
                        "550 5.1.1 ",
                        "\n550-5.1.1 ",
                        "550-'5.7.1 ",
                        "<421 4.4.2 ",
                        "554 5.0.0 ",
                        "501 5.6.0 ",
                        "\uD800",
                        "\u00e9",
                        "\u3000",
                        "messages")
                .list()
                .ofMaxSize(14)
                .map(pieces -> String.join("", pieces));
    }
}
