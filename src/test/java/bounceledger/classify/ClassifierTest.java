package bounceledger.classify;

import static bounceledger.classify.Samples.LEXICON;
import static bounceledger.classify.Samples.NO_CODES;
import static bounceledger.classify.Samples.classifier;
import static bounceledger.classify.Samples.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bounceledger.classify.CodeTables.ReplyLine;
import bounceledger.classify.CodeTables.Span;
import bounceledger.classify.CodeTables.StatusLine;
import bounceledger.smtp.EnhancedStatusCode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the words, the codes and SES's own word for a bounce, by rules and tables small enough to oversee. */
class ClassifierTest {

    /** 5.1.z and 550 where there are no words, 4.2.2 and 452 in any case. */
    private static final CodeTables CODES = new CodeTables(
            List.of(
                    status(4, 2, 2, Classification.MAILBOX_FULL, false),
                    status(5, 1, 0, Classification.MAILBOX_UNKNOWN, true),
                    status(5, 1, 1, Classification.MAILBOX_UNKNOWN, false),
                    status(5, 1, 3, Classification.MAILBOX_UNKNOWN, false),
                    status(5, 1, 6, Classification.MAILBOX_UNKNOWN, false),
                    status(5, 1, 10, Classification.MAILBOX_UNKNOWN, false),
                    status(5, 1, 2, Classification.MAILBOX_UNKNOWN, false),
                    status(5, 2, 1, Classification.MAILBOX_DISABLED, false),
                    status(5, 7, 1, Classification.BLOCKED, false)),
            List.of(
                    new ReplyLine(new Span(452, 452), Classification.MAILBOX_FULL, false),
                    new ReplyLine(new Span(550, 550), Classification.MAILBOX_UNKNOWN, true)),
            Map.of("MailboxFull", Classification.MAILBOX_FULL, "NoEmail", Classification.MAILBOX_UNKNOWN));

    private static final List<Label> LABELS = List.of(
            new Label(Label.Kind.PROVIDER, "Gmail", List.of("gsmtp")),
            new Label(Label.Kind.BLOCKLIST, "Hamlist", List.of("hamlist")),
            new Label(Label.Kind.BLOCKLIST, "Eggslist", List.of("eggslist", "hamlist")),
            new Label(Label.Kind.TEMPORARY, "later", List.of("try later")),
            new Label(Label.Kind.RETRY, "retry", List.of("again in minutes", "again * seconds", "again soon")));

    private final Classifier classifier = new Classifier(new RuleSet(
            LEXICON,
            List.of(
                    new Rule(
                            "ses",
                            Classification.MAILBOX_DISABLED,
                            Rule.Rank.STATE,
                            List.of("on our list"),
                            List.of(),
                            List.of(),
                            List.of(),
                            false,
                            false),
                    new Rule(
                            "outer",
                            Classification.BLOCKED,
                            Rule.Rank.CAUSE,
                            List.of("whatever they say"),
                            List.of(),
                            List.of(),
                            List.of(),
                            false,
                            true),
                    rule("unknown", Classification.MAILBOX_UNKNOWN, "user unknown"),
                    new Rule(
                            "weak",
                            Classification.MAILBOX_UNKNOWN,
                            Rule.Rank.PLAIN,
                            List.of("user perhaps unknown"),
                            List.of(),
                            List.of(),
                            List.of(),
                            true,
                            false),
                    rule("disabled", Classification.MAILBOX_DISABLED, "user disabled"),
                    rule("expired", Classification.EXPIRED, "message expired"),
                    rule("relay", Classification.BAD_RELAY, "timed out"),
                    rule("full", Classification.MAILBOX_FULL, "over quota"),
                    rule("content", Classification.BAD_CONTENT, "bad words"),
                    rule("blocked", Classification.BLOCKED, "go away"),
                    rule("client", Classification.CLIENT_ERROR, "bad sender"),
                    rule("rate", Classification.RATE_LIMIT, "too fast"),
                    rule("signature", Classification.SIGNATURE_ERROR, "no dkim"),
                    rule("nothing", Classification.UNKNOWN, "no idea")),
            LABELS,
            CODES,
            "v1"));

    @Test
    void saysWithWhichRulesItJudges() {
        assertEquals("v1", classifier.version());
        assertEquals("v1", judged("550 x").ruleSet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            550 5.1.1 user unknown    | mailbox-unknown  | text                 | 511 | permanent
            450 4.1.1 user unknown    | mailbox-unknown  | text                 | 411 | temporary
            550 5.7.1 user unknown    | mailbox-unknown  | text                 | 571 | permanent
            550 4.2.2 user unknown    | mailbox-unknown  | text                 | 422 | temporary
            450 5.1.1 user unknown    | mailbox-unknown  | text                 | 511 | temporary
            250 5.1.1 user unknown    | mailbox-unknown  | text                 | 511 | permanent
            250 user unknown          | mailbox-unknown  | text                 | 400 | undetermined
            user unknown              | mailbox-unknown  | text                 | 400 | undetermined
            550 5.7.1 strange words   | blocked          | enhanced-status-code | 571 | permanent
            550 5.1.0 strange words   | unknown          | none                 | 510 | permanent
            550 5.1.0                 | mailbox-unknown  | enhanced-status-code | 510 | permanent
            550 5.6.1                 | mailbox-unknown  | reply-code           | 561 | permanent
            550                       | mailbox-unknown  | reply-code           | 550 | permanent
            550 mx.example.org        | mailbox-unknown  | reply-code           | 550 | permanent
            550 .example.org          | mailbox-unknown  | reply-code           | 550 | permanent
            550 x y                   | mailbox-unknown  | reply-code           | 550 | permanent
            550 ann@example.org 4711  | mailbox-unknown  | reply-code           | 550 | permanent
            550 mx.example.           | mailbox-unknown  | reply-code           | 550 | permanent
            550 go                    | unknown          | none                 | 550 | permanent
            550 the                   | unknown          | none                 | 550 | permanent
            550 end.                  | unknown          | none                 | 550 | permanent
            550 .example              | unknown          | none                 | 550 | permanent
            550 ..end                 | unknown          | none                 | 550 | permanent
            550 end. x                | unknown          | none                 | 550 | permanent
            550 x. end                | unknown          | none                 | 550 | permanent
            550 \u53cb                     | unknown          | none                 | 550 | permanent
            452 strange words         | mailbox-full     | reply-code           | 452 | temporary
            599 strange words         | unknown          | none                 | 599 | permanent
            strange words             | unknown          | none                 | 400 | undetermined
            ''                        | unknown          | none                 | 400 | undetermined
            """)
    void asksTheWordsThenTheEnhancedStatusCodeThenTheReplyCode(
            String diagnostic, String classification, String tier, int code, String permanence) {
        Verdict verdict = judged(diagnostic);
        assertEquals(
                classification + " " + tier + " " + code + " " + permanence,
                verdict.classification() + " " + verdict.evidence().tier() + " " + verdict.responseCode() + " "
                        + verdict.permanence());
        assertEquals(verdict.classification().fault(), verdict.fault());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                   | 5.1.1 | mailbox-unknown | enhanced-status-code | 511
            strange words       | 4.2.2 | mailbox-full    | enhanced-status-code | 422
            550 5.7.1 not now   | 5.1.1 | blocked         | enhanced-status-code | 571
            550 user unknown    | 5.7.1 | mailbox-unknown | text                 | 571
            550                 | 5.0.0 | mailbox-unknown | reply-code           | 550
            550                 | 5.1.0 | mailbox-unknown | reply-code           | 550
            550                 | 5.0.1 | mailbox-unknown | reply-code           | 550
            """)
    void theStatusFieldStandsInForACodeThatIsNotThereUnlessItIsVague(
            @Nullable String diagnostic, String status, String classification, String tier, int code) {
        Verdict verdict = classifier.classify(new Failure(
                diagnostic, EnhancedStatusCode.parse(status).orElseThrow(), BounceType.PERMANENT, null, false));
        assertEquals(
                classification + " " + tier + " " + code,
                verdict.classification() + " " + verdict.evidence().tier() + " " + verdict.responseCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                 | MailboxFull | mailbox-full    | bounce-sub-type
            strange words     | NoEmail     | mailbox-unknown | bounce-sub-type
            strange words     | General     | unknown         | none
            550 5.1.1         | MailboxFull | mailbox-unknown | enhanced-status-code
            user unknown      | MailboxFull | mailbox-unknown | text
            """)
    void asksSesLast(@Nullable String diagnostic, String subType, String classification, String tier) {
        Verdict verdict = classifier.classify(new Failure(diagnostic, null, BounceType.PERMANENT, subType, false));
        assertEquals(
                classification + " " + tier,
                verdict.classification() + " " + verdict.evidence().tier());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            user unknown     | PERMANENT    | permanent
            user unknown     | TRANSIENT    | temporary
            user unknown     | UNDETERMINED | undetermined
            user unknown     | -            | undetermined
            450 user unknown | PERMANENT    | temporary
            550 user unknown | TRANSIENT    | permanent
            """)
    void withoutCodesSesSaysWhetherItLasts(String diagnostic, @Nullable BounceType type, String permanence) {
        assertEquals(
                permanence,
                classifier
                        .classify(new Failure(diagnostic, null, type, null, false))
                        .permanence()
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550 5.1.1 user unknown            | hard
            550 user unknown                  | hard
            450 user unknown                  | soft
            user unknown                      | soft
            550 user unknown, try later       | weak
            550 user perhaps unknown          | weak
            550 user disabled                 | hard
            450 user disabled                 | soft
            550 5.1.1                         | hard
            550 5.1.3                         | hard
            550 5.1.6                         | hard
            550 5.1.10                        | hard
            550 5.2.1                         | hard
            550 5.1.2                         | weak
            550                               | weak
            550 5.1.1 try later               | weak
            550 message expired               | soft
            550 timed out                     | soft
            550 over quota                    | soft
            550 bad words                     | none
            550 go away                       | none
            550 bad sender                    | none
            550 too fast                      | none
            550 no dkim                       | none
            599 strange words                 | soft
            550 on our list                   | echo
            """)
    void doesToTheSubscriberWhatItMeans(String diagnostic, String effect) {
        assertEquals(effect, judged(diagnostic).effect().toString());
    }

    @Test
    void aForwardedMailsBounceIsNotCertain() {
        assertEquals(
                Effect.WEAK,
                classifier
                        .classify(new Failure("550 user unknown", null, BounceType.PERMANENT, null, true))
                        .effect());
    }

    @Test
    void theSendersOwnDeadlineIsNotTheSubscribersFault() {
        Failure failure = new Failure("message expired", null, BounceType.TRANSIENT, "CustomTimeoutExceeded", false);
        assertEquals(Effect.NONE, classifier.classify(failure).effect());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -             | PERMANENT    | -     | weak
            ''            | PERMANENT    | -     | weak
            -             | TRANSIENT    | -     | soft
            -             | -            | -     | soft
            strange words | PERMANENT    | -     | soft
            599           | PERMANENT    | -     | soft
            -             | PERMANENT    | 5.6.6 | soft
            """)
    void aPermanentBounceThatSaysNothingAtAllIsAHint(
            @Nullable String diagnostic, @Nullable BounceType type, @Nullable String status, String effect) {
        EnhancedStatusCode code =
                status == null ? null : EnhancedStatusCode.parse(status).orElseThrow();
        assertEquals(
                effect,
                classifier
                        .classify(new Failure(diagnostic, code, type, null, false))
                        .effect()
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Suppressed", "OnAccountSuppressionList", "OnTenantSuppressionList", "EmailValidationSuppressed"
            })
    void sesOwnListsComeBeforeEverything(String subType) {
        Verdict verdict =
                classifier.classify(new Failure("550 5.1.1 user unknown", null, BounceType.PERMANENT, subType, false));
        assertEquals(Classification.BLOCKED, verdict.classification());
        assertEquals(Evidence.Tier.SES_STATE, verdict.evidence().tier());
        assertEquals(Fault.SERVICE, verdict.fault());
        assertEquals(Effect.ECHO, verdict.effect());
        assertEquals(511, verdict.responseCode());
        assertEquals(Permanence.PERMANENT, verdict.permanence());
        assertNull(verdict.evidence().rule());
        assertNull(verdict.evidence().matched());
        assertEquals(-1, verdict.evidence().start());
        assertEquals(-1, verdict.evidence().end());
        assertNull(verdict.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            500 refused: said: 550 5.1.1 user unknown       | unknown  | cause | 511
            550 go away: said: 452 4.2.2 over quota         | full     | cause | 422
            554 4.4.7 message expired <421 4.4.2 timed out> | expired  | outer | 447
            554 4.4.7 message expired <452 4.2.2 over quota> | full    | cause | 422
            554 4.4.7 message expired <599 strange>         | expired  | outer | 447
            554 4.4.7 message expired <421 no idea>         | expired  | outer | 447
            554 5.7.1 go away [550]                         | blocked  | outer | 571
            554 5.7.1 strange [550]                         | -        | cause | 550
            554 go away <550 5.1.1>                         | -        | cause | 511
            554 5.7.1 whatever they say <550 5.1.1 user unknown> | outer | outer | 571
            554 5.7.1 on our list <550 5.1.1 user unknown>  | ses      | outer | 571
            554 5.7.1 go away <550 5.1.1 on our list>       | ses      | outer | 571
            554 5.7.1 strange <421 4.4.2 timed out>         | relay    | cause | 442
            """)
    void theInnermostReplyThatSaysSomethingDecides(String diagnostic, @Nullable String rule, String reply, int code) {
        Verdict verdict = judged(diagnostic);
        assertEquals(rule, verdict.evidence().rule());
        assertEquals(reply, verdict.evidence().reply().toString());
        assertEquals(code, verdict.responseCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            550 5.1.1 Sorry, user unknown here              | 7  | 19 | user unknown | -
            550 5.7.1 Sorry, user unknown here              | 7  | 19 | user unknown | blocked
            550 5.6.1 Sorry, user unknown here              | 7  | 19 | user unknown | -
            452 Sorry, user unknown here                    | 7  | 19 | user unknown | mailbox-full
            550 go away: said: 452 4.2.2 is over quota here | 3  | 13 | over quota   | -
            550 go away: said: 452 is over quota here       | 3  | 13 | over quota   | -
            """)
    void citesTheWordsAndWhatTheCodesAloneWouldHaveSaid(
            String diagnostic, int start, int end, String matched, @Nullable String codesAlone) {
        Evidence evidence = judged(diagnostic).evidence();
        assertEquals(
                start + " " + end + " " + matched, evidence.start() + " " + evidence.end() + " " + evidence.matched());
        assertEquals(
                codesAlone,
                evidence.codesAlone() == null ? null : evidence.codesAlone().toString());
    }

    /** A quoted reply is judged by its own words alone, whatever stands around it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 user said: 550 unknown user disabled",
                "550 over quota said: 550 user disabled",
                "550 user <550 disabled> unknown",
                "550 go <550 user disabled> away",
                "550 go <550 user disabled and so on> away",
                "550 go <550 user 1> disabled",
                "550 user <550 unknown 1>",
                "550 said: 550 5.1.1 <ann@example.org> user disabled",
                "550 go <551 user disabled> user disabled",
                "550 said: 551 5.1.1 user 551 5.1.1 disabled",
                "550 said: 551-5.1.1 user disabled 551 5.1.1 user disabled"
            })
    void readsTheQuotedReplyAsIfItStoodAlone(String diagnostic) {
        Verdict verdict = judged(diagnostic);
        assertNotNull(verdict.normalForm().cause());
        Verdict alone = judged(verdict.normalForm().cause().toString());
        if (verdict.evidence().reply() == Evidence.Reply.CAUSE) {
            assertEquals(alone.classification(), verdict.classification());
            assertEquals(alone.evidence().rule(), verdict.evidence().rule());
            assertEquals(alone.evidence().matched(), verdict.evidence().matched());
            assertEquals(alone.evidence().start(), verdict.evidence().start());
        } else {
            assertNull(alone.evidence().rule());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            550 user unknown gsmtp                | Gmail | -        | -
            550 go away, hamlist                  | -     | Hamlist  | -
            550 go away, eggslist                 | -     | Eggslist | -
            550 go away, eggslist, hamlist, gsmtp | Gmail | Hamlist  | -
            450 again in 5 minutes                | -     | -        | 300
            450 again in about 30 seconds         | -     | -        | 30
            450 again soon                        | -     | -        | -
            450 user unknown                      | -     | -        | -
            """)
    void tellsWhatTheLabelsTell(
            String diagnostic, @Nullable String provider, @Nullable String blocklist, @Nullable Integer retry) {
        Verdict verdict = judged(diagnostic);
        assertEquals(provider, verdict.provider());
        assertEquals(blocklist, verdict.blocklist());
        assertEquals(retry, verdict.retryAfterSeconds());
    }

    @Test
    void givesAFingerprintWhereNoRuleKnewTheWords() {
        assertEquals(
                "550 5.7.1 strange words", judged("550-5.7.1 strange words").fingerprint());
        assertNull(judged("550 5.7.1 user unknown").fingerprint());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            550 zebra                    | -
            550 zebra lion               | all
            550 zebra lion tiger         | all
            550 zebra lion bear          | -
            550 zebra lion tiger bear    | -
            550 zebra cage               | -
            550 zebra field              | not
            550 zebra field cage         | -
            550 zebra field fence        | -
            452 zebra                    | reply
            4.3.0 zebra                  | -
            450 4.3.1 zebra              | status
            450 4.4.1 zebra              | -
            550 5.3.1 zebra              | -
            450 4.3.11 zebra             | -
            550 horse                    | permanent
            450 horse                    | temporary
            horse                        | -
            """)
    void aRuleHoldsWhenItsConditionsDo(String diagnostic, @Nullable String rule) {
        Classifier conditions = classifier(
                rule(
                        "all",
                        Classification.EXPIRED,
                        List.of("zebra"),
                        List.of("lion"),
                        List.of("bear"),
                        List.of("permanent")),
                rule(
                        "not",
                        Classification.EXPIRED,
                        List.of("field", "meadow"),
                        List.of("zebra"),
                        List.of("cage", "fence"),
                        List.of()),
                rule("reply", Classification.EXPIRED, List.of("zebra"), List.of(), List.of(), List.of("451", "452")),
                rule("status", Classification.EXPIRED, List.of("zebra"), List.of(), List.of(), List.of("4.3.1")),
                rule("permanent", Classification.EXPIRED, List.of("horse"), List.of(), List.of(), List.of("permanent")),
                rule(
                        "temporary",
                        Classification.EXPIRED,
                        List.of("horse"),
                        List.of(),
                        List.of(),
                        List.of("temporary")));

        assertEquals(
                rule, conditions.classify(Failure.of(diagnostic)).evidence().rule());
    }

    @Test
    void allOfSeveralConditionsMustHold() {
        Classifier conditions = classifier(
                rule("both", Classification.EXPIRED, List.of("zebra"), List.of("lion", "tiger"), List.of(), List.of()));
        assertNull(conditions.classify(Failure.of("zebra lion")).evidence().rule());
        assertNull(conditions.classify(Failure.of("zebra tiger")).evidence().rule());
        assertEquals(
                "both",
                conditions.classify(Failure.of("zebra lion tiger")).evidence().rule());
    }

    @Test
    void refusesAConditionThatIsNoCode() {
        assertEquals(
                "\"9.1.1\" is no code",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> classifier(rule(
                                        "r",
                                        Classification.EXPIRED,
                                        List.of("zebra"),
                                        List.of(),
                                        List.of(),
                                        List.of("9.1.1"))))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 user unknown",
                "554 whatever they say <550 5.1.1 user unknown>",
                "550 5.1.0",
                "452 x",
                "450 again in 5 minutes, gsmtp",
                "550 strange"
            })
    void judgesTheSameAfterItWasWrittenAndRead(String diagnostic) {
        RuleSet rules = new RuleSet(
                LEXICON,
                List.of(
                        new Rule(
                                "outer",
                                Classification.BLOCKED,
                                Rule.Rank.CAUSE,
                                List.of("whatever they say"),
                                List.of(),
                                List.of(),
                                List.of(),
                                true,
                                true),
                        rule("unknown", Classification.MAILBOX_UNKNOWN, "{box} * (unknown|not here)"),
                        rule(
                                "again",
                                Classification.RATE_LIMIT,
                                List.of("again in"),
                                List.of("gsmtp"),
                                List.of("x"),
                                List.of("450"))),
                LABELS,
                CODES,
                "v2");
        CompiledRules read = CompiledRules.read(CompiledRules.of(rules).bytes());
        assertEquals("v2", read.version());
        assertEquals(
                new Classifier(rules).classify(Failure.of(diagnostic)),
                new Classifier(read).classify(Failure.of(diagnostic)));
        Failure full = new Failure(null, null, null, "MailboxFull", false);
        assertEquals(
                Classification.MAILBOX_FULL, new Classifier(read).classify(full).classification());
    }

    @Test
    void withAnotherEffectEverythingElseStays() {
        Verdict verdict = judged("550 5.1.1 user unknown, hamlist, gsmtp, again in 5 minutes");
        Verdict other = verdict.withEffect(Effect.NONE);
        assertEquals(Effect.NONE, other.effect());
        assertEquals(verdict, other.withEffect(verdict.effect()));
    }

    @Test
    void aRuleAndALabelNeedAPhrase() {
        assertThrows(IllegalArgumentException.class, () -> rule("r", Classification.EXPIRED));
        assertThrows(IllegalArgumentException.class, () -> new Label(Label.Kind.RETRY, "l", List.of()));
    }

    @Test
    void withoutRulesTheCodesSpeak() {
        Classifier empty = classifier(CODES, List.of());
        assertEquals(
                Classification.BLOCKED,
                empty.classify(Failure.of("550 5.7.1 no")).classification());
        assertEquals(
                Classification.UNKNOWN,
                classifier(NO_CODES, List.of())
                        .classify(Failure.of("550 5.7.1 no"))
                        .classification());
    }

    private static StatusLine status(
            int statusClass, int subject, int detail, Classification classification, boolean withoutWords) {
        return new StatusLine(
                new Span(statusClass, statusClass),
                new Span(subject, subject),
                new Span(detail, detail),
                classification,
                withoutWords);
    }

    private Verdict judged(String diagnostic) {
        return classifier.classify(Failure.of(diagnostic));
    }

    @Test
    void aRuleMayHave64PhrasesThatMustBeThereAndAnyNumberThatMustNot() {
        List<String> all = words("yes", 64);
        List<String> not = words("no", 100);
        Classifier classifier = classifier(
                rule("other", Classification.EXPIRED, List.of("alpha"), List.of("beta"), List.of("gamma"), List.of()),
                rule("many", Classification.BLOCKED, List.of("alpha"), all, not, List.of()));
        String text = "alpha " + String.join(" ", all);
        assertEquals(
                Classification.BLOCKED, classifier.classify(Failure.of(text)).classification());
        for (String word : all) {
            Failure without = Failure.of(text.replace(word + " ", "").replaceAll(" " + word + "$", ""));
            assertEquals(Classification.UNKNOWN, classifier.classify(without).classification(), word);
        }
        for (String word : not) {
            Failure with = Failure.of(text + " " + word);
            assertEquals(Classification.UNKNOWN, classifier.classify(with).classification(), word);
        }
    }

    private static List<String> words(String beginning, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> beginning + "x".repeat(i))
                .toList();
    }

    @Test
    void aRuleMustNotHaveMore() {
        assertEquals(
                "rule many has more than 64 phrases under all",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> rule(
                                        "many",
                                        Classification.BLOCKED,
                                        List.of("a"),
                                        words("yes", 65),
                                        List.of(),
                                        List.of()))
                        .getMessage());
    }
}
