package bounceledger.codes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.CodeTables;
import bounceledger.classify.Permanence;
import bounceledger.classify.ResponseCode;
import bounceledger.classify.ResponseCode.Source;
import bounceledger.rules.CodeTableFiles;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeCatalogueTest {

    private static final CodeTables TABLES = CodeTableFiles.load();
    private static final CodeCatalogue CATALOGUE = CodeCatalogue.load(TABLES);

    /** The IANA registry, for each subject its highest detail. */
    private static final int[] HIGHEST_DETAIL = {0, 10, 4, 6, 7, 6, 10, 30};

    /** The replies of RFC 5321, 7504 and 4954. */
    private static final List<Integer> STANDARD_REPLIES = List.of(
            421, 432, 450, 451, 452, 454, 455, 500, 501, 502, 503, 504, 521, 530, 534, 535, 538, 550, 551, 552, 553,
            554, 555, 556);

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 200, 422, 431, 441, 444, 450, 471, 500, 510, 511, 512, 521, 522, 523, 532, 535, 544, 546, 550, 571,
                1001, 1002
            })
    void listsTheCodesOfTheMission(int code) {
        assertTrue(listed().contains(code));
    }

    static Stream<EnhancedStatusCode> registry() {
        return Stream.of(4, 5)
                .flatMap(c -> IntStream.range(0, HIGHEST_DETAIL.length)
                        .boxed()
                        .flatMap(s -> IntStream.rangeClosed(0, HIGHEST_DETAIL[s])
                                .mapToObj(d -> new EnhancedStatusCode(c, s, d))));
    }

    @ParameterizedTest
    @MethodSource("registry")
    void explainsEveryCodeOfTheRegistryUnderItsThreeDigits(EnhancedStatusCode code) {
        int digits = code.statusClass() * 100 + code.subject() * 10 + (code.detail() > 9 ? 0 : code.detail());
        assertTrue(listed().contains(digits));
        Reading reading = asStatusCode(digits);
        List<String> codes = Stream.concat(Stream.of(reading), reading.alsoShownFor().stream())
                .map(Reading::code)
                .toList();
        assertTrue(codes.contains(code.toString()), () -> digits + " explains " + codes);
    }

    @Test
    void explainsEveryStandardReply() {
        for (int code : STANDARD_REPLIES) {
            assertEquals(Integer.toString(code), asReplyCode(code).code());
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                421, 422, 430, 432, 450, 451, 452, 453, 454, 455, 500, 510, 511, 512, 521, 523, 530, 532, 533, 534, 535,
                550, 551, 552, 553, 554, 555, 556
            })
    void listsBothReadings(int code) {
        String digits = Integer.toString(code);
        String dotted = digits.charAt(0) + "." + digits.charAt(1) + "." + digits.charAt(2);
        assertEquals(digits, asReplyCode(code).code());
        assertEquals(dotted, asStatusCode(code).code());
    }

    @ParameterizedTest
    @CsvSource({
        "421,enhanced-status-code reply-code",
        "511,enhanced-status-code reply-code",
        "570,enhanced-status-code reply-code",
        "550,reply-code",
        "501,reply-code",
        "599,reply-code",
        "500,reply-code permanence",
        "400,reply-code permanence",
        "0,''",
        "200,''",
        "1001,''",
        "1002,''"
    })
    void tellsInWhichReadingsAVerdictShowsTheNumber(int code, String sources) {
        assertEquals(
                sources,
                entry(code).responseCodeFrom().stream().map(Source::toString).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0    | Nothing is known
            511  | No such mailbox
            421  | The mailbox takes no messages / The service is not available
            500  | The command was not understood / Failed for good, no more is known
            550  | The mailbox is not available
            431  | The receiving mail system is full
            513  | The address cannot be one
            548  | A network problem that is not registered / Failed for good
            1002 | Complained
            """)
    void theTitleIsThatOfTheReadingsInVerdicts(int code, String title) {
        assertEquals(title, entry(code).title());
    }

    @Test
    void hasAReadingForWhateverAVerdictShows() {
        for (Permanence permanence : Permanence.values()) {
            IntStream.range(200, 600).forEach(reply -> {
                assertExplained(ResponseCode.of(new ReplyCode(reply), null, permanence));
                // Subject 0 leaves the field to the reply code.
                assertExplained(ResponseCode.of(new ReplyCode(reply), new EnhancedStatusCode(5, 0, 0), permanence));
            });
            for (int statusClass : List.of(2, 4, 5)) {
                for (int subject = 0; subject < 10; subject++) {
                    for (int detail = 0; detail < 1000; detail++) {
                        assertExplained(ResponseCode.of(
                                null, new EnhancedStatusCode(statusClass, subject, detail), permanence));
                    }
                }
            }
        }
    }

    private static void assertExplained(ResponseCode shown) {
        CodeEntry entry = entry(shown.value());
        assertTrue(entry.responseCodeFrom().contains(shown.from()), shown::toString);
        Reading reading = switch (shown.from()) {
            case ENHANCED_STATUS_CODE -> entry.asEnhancedStatusCode();
            case REPLY_CODE -> entry.asReplyCode();
            case PERMANENCE -> entry.asPermanence();
        };
        assertNotNull(reading, shown::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 199, 201, 250, 399, 600, 1000, 1003, Integer.MAX_VALUE})
    void hasNoEntryForWhatNothingShows(int code) {
        assertTrue(CATALOGUE.entry(code).isEmpty());
    }

    @Test
    void aNumberThatNobodyDefinesIsAnsweredButNotListed() {
        assertEquals("5.4.n", asStatusCode(548).code());
        assertEquals("5yz", asReplyCode(548).code());
        assertFalse(listed().contains(548));
        assertNull(entry(580).asEnhancedStatusCode());
    }

    @Test
    void aSharedNumberExplainsTheFinerCodes() {
        Reading reading = asStatusCode(570);
        assertEquals("5.7.0", reading.code());
        List<String> finer = reading.alsoShownFor().stream().map(Reading::code).toList();
        assertTrue(finer.containsAll(List.of("5.7.10", "5.7.26", "5.7.30", "5.7.515")));
        assertFalse(finer.contains("5.7.1"));
        assertEquals(
                List.of("5.1.10"),
                asStatusCode(510).alsoShownFor().stream().map(Reading::code).toList());
        assertTrue(asStatusCode(511).alsoShownFor().isEmpty());
    }

    @Test
    void aReadingGivesTheClassificationOfTheCodeAlone() {
        for (Reading reading : readings()) {
            EnhancedStatusCode status = EnhancedStatusCode.parse(reading.code()).orElse(null);
            if (status != null) {
                assertEquals(TABLES.enhancedStatusCode(status, false), reading.classification(), reading.code());
            }
        }
        assertEquals(Classification.MAILBOX_UNKNOWN, asReplyCode(550).classification());
        assertNull(asStatusCode(550).classification());
        assertEquals(Classification.RATE_LIMIT, asStatusCode(421).classification());
        assertEquals(Classification.BAD_RELAY, asReplyCode(421).classification());
        assertEquals(Classification.BAD_RELAY, asReplyCode(499).classification());
        assertEquals(Classification.UNKNOWN, asReplyCode(599).classification());
    }

    @Test
    void theFirstDigitTellsThePermanence() {
        for (Reading reading : readings()) {
            @Nullable
            Permanence expected = switch (reading.code().charAt(0)) {
                case '4' -> Permanence.TEMPORARY;
                case '5' -> Permanence.PERMANENT;
                default -> null;
            };
            assertEquals(expected, reading.permanence(), reading.code());
        }
    }

    @Test
    void adviceIsTheCodesOwnOrThatOfItsClassification() {
        ClassificationEntry full = classification(Classification.MAILBOX_FULL);
        assertEquals(full.adviceWhenPermanent(), asStatusCode(522).advice());
        ClassificationEntry disabled = classification(Classification.MAILBOX_DISABLED);
        Reading mailboxDisabled = asStatusCode(521);
        assertEquals(disabled.adviceWhenPermanent(), mailboxDisabled.advice());
        assertEquals(
                "Send more slowly to this person or provider.",
                asStatusCode(421).advice());
    }

    @Test
    void everyTextIsASentenceAndEveryTitleIsNone() {
        for (Reading reading : readings()) {
            assertTrue(reading.explanation().endsWith("."), reading::toString);
            assertTrue(reading.advice().endsWith("."), reading::toString);
            assertFalse(reading.title().endsWith("."), reading::toString);
        }
    }

    @Test
    void explainsTheElevenClassificationsOnce() {
        List<ClassificationEntry> entries = CATALOGUE.classifications();
        assertEquals(11, entries.size());
        assertEquals(
                EnumSet.allOf(Classification.class),
                entries.stream().map(ClassificationEntry::classification).collect(Collectors.toSet()));
        for (ClassificationEntry entry : entries) {
            assertEquals(entry.classification().fault(), entry.fault());
        }
    }

    @Test
    void theListAscendsWithoutRepetition() {
        List<Integer> codes = CATALOGUE.entries().stream().map(CodeEntry::code).toList();
        assertEquals(codes.stream().sorted().distinct().toList(), codes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2.1.5  Good        | expected a code like 5.1.1, X.1.1 or X.1.n, not 2.1.5
            X.8.1  Eight       | expected a code like 5.1.1, X.1.1 or X.1.n, not X.8.1
            5.1.1.1  Long      | expected a code like 5.1.1, X.1.1 or X.1.n, not 5.1.1.1
            5.1.1  Twice       | 5.1.1 is explained twice
            """)
    void aBrokenStatusCodeIsRefusedWithFileLineAndReason(String head, String reason) {
        List<Explanation> broken = Explanation.parse("s.txt", "X.1.1  Known\n   So.\n\n" + head + "\n   So.\n");
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> catalogue(broken, List.of(), List.of()));
        assertEquals("s.txt, line 4: " + reason, thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"399", "600", "55", "5501", "5x0", "6yz"})
    void aBrokenReplyCodeIsRefused(String code) {
        List<Explanation> broken = Explanation.parse("r.txt", code + "  Title\n   So.");
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> catalogue(List.of(), broken, List.of()));
        assertEquals("r.txt, line 1: expected a number from 400 to 599, not " + code, thrown.getMessage());
    }

    @Test
    void aSubscriberCodeNeedsAdvice() {
        List<Explanation> broken = Explanation.parse("u.txt", "200  Delivered\n   So.");
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> catalogue(List.of(), List.of(), broken));
        assertEquals("u.txt, line 1: 200 has no advice for one of the two cases", thrown.getMessage());
    }

    @Test
    void aClassificationWithoutAnExplanationIsRefused() {
        CodeCatalogue.Texts texts = new CodeCatalogue.Texts(List.of(), List.of(), List.of(), List.of(), List.of());
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> new CodeCatalogue(TABLES, texts));
        assertEquals("the classification bad-content is not explained", thrown.getMessage());
    }

    private static CodeCatalogue catalogue(
            List<Explanation> statusCodes, List<Explanation> replies, List<Explanation> subscriber) {
        return new CodeCatalogue(
                TABLES,
                new CodeCatalogue.Texts(
                        Explanation.read("/codes/classifications.txt"), statusCodes, replies, List.of(), subscriber));
    }

    private static CodeEntry entry(int code) {
        return CATALOGUE.entry(code).orElseThrow();
    }

    private static Reading asReplyCode(int code) {
        return Objects.requireNonNull(entry(code).asReplyCode());
    }

    private static Reading asStatusCode(int code) {
        return Objects.requireNonNull(entry(code).asEnhancedStatusCode());
    }

    private static ClassificationEntry classification(Classification classification) {
        return CATALOGUE.classifications().stream()
                .filter(entry -> entry.classification() == classification)
                .findFirst()
                .orElseThrow();
    }

    private static Set<Integer> listed() {
        return CATALOGUE.entries().stream().map(CodeEntry::code).collect(Collectors.toSet());
    }

    private static List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        for (CodeEntry entry : CATALOGUE.entries()) {
            Stream.of(entry.asSubscriberCode(), entry.asReplyCode(), entry.asEnhancedStatusCode(), entry.asPermanence())
                    .filter(Objects::nonNull)
                    .forEach(reading -> {
                        all.add(reading);
                        all.addAll(reading.alsoShownFor());
                    });
        }
        return all;
    }
}
