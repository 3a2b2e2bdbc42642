package bounceledger.local;

import static bounceledger.classify.Classification.BAD_CONTENT;
import static bounceledger.classify.Classification.BLOCKED;
import static bounceledger.classify.Classification.MAILBOX_DISABLED;
import static bounceledger.classify.Classification.MAILBOX_FULL;
import static bounceledger.classify.Classification.MAILBOX_UNKNOWN;
import static bounceledger.classify.Classification.RATE_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.Lexicon;
import bounceledger.classify.Rule;
import bounceledger.classify.RuleSet;
import bounceledger.local.Evaluation.Judged;
import bounceledger.rules.CodeTableFiles;
import bounceledger.smtp.EnhancedStatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judges {@code evaluate/replies.jsonl} by a few rules of the test's own, some of which are wrong about it. */
class EvaluateTest {

    private static final Path REPLIES = Path.of("src/test/resources/evaluate/replies.jsonl");
    private static final Path REPORT = Path.of("src/test/resources/evaluate/report.txt");

    private static final RuleSet RULES = new RuleSet(
            new Lexicon(
                    List.of("the", "is", "has", "been"),
                    Map.of("blocked", List.of("listed")),
                    Map.of("box", List.of("user", "mailbox", "recipient"), "off", List.of("suspended", "disabled"))),
            List.of(
                    rule("suspended", MAILBOX_DISABLED, "account * {off}"),
                    rule("user-unknown", MAILBOX_UNKNOWN, "{box} unknown", "no such {box}", "unknown {box}"),
                    rule("over-quota", MAILBOX_FULL, "over quota"),
                    rule("blocklist", BLOCKED, "blocked * (spamhaus|spamcop)"),
                    rule("spam", BAD_CONTENT, "(looks|smells) like spam", "looks like spam"),
                    new Rule(
                            "greylisted",
                            RATE_LIMIT,
                            Rule.Rank.PLAIN,
                            List.of("try again later"),
                            List.of("(greylisted|greylisting)"),
                            List.of(),
                            List.of(),
                            false,
                            false)),
            List.of(),
            CodeTableFiles.load(),
            "0123456789abcdef");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsTheWholeReport() throws IOException {
        String report = EvaluationReport.of("replies.jsonl", Evaluation.of(LabelledReply.read(REPLIES), RULES));

        assertEquals(Files.readString(REPORT), report);
    }

    @Test
    void countsRightAnswersAndBothKindsOfErrors() {
        Evaluation evaluation = evaluation(
                reply("right", "550 5.1.1 user unknown", MAILBOX_UNKNOWN),
                reply("near", "550 5.1.1 user unknown", MAILBOX_DISABLED, MAILBOX_UNKNOWN),
                reply("false removal", "550 5.1.1 user unknown here, says our filter", BLOCKED),
                reply("either", "550 5.1.1 user unknown, or unwelcome", MAILBOX_UNKNOWN, BLOCKED),
                reply("missed", "550 5.7.1 listed by spamhaus", MAILBOX_UNKNOWN),
                reply("soft", "450 4.1.1 user unknown", BLOCKED),
                reply("wrong", "550 over quota", RATE_LIMIT));

        assertEquals(new Proportion(3, 7), evaluation.count(Judged::isRight));
        assertEquals(List.of("false removal"), ids(evaluation, Judged::isFalseRemoval));
        assertEquals(List.of("missed"), ids(evaluation, Judged::isMissedRemoval));
        assertEquals(
                new Proportion(1, 3), evaluation.count(judged -> judged.reply().mustStay(), Judged::isFalseRemoval));
        assertEquals(
                new Proportion(1, 3), evaluation.count(judged -> judged.reply().mustGo(), Judged::isMissedRemoval));
    }

    @Test
    void judgesByTheStatusWhereTheReplyHasNoCode() {
        LabelledReply bare = reply("bare", "gone", MAILBOX_UNKNOWN);
        LabelledReply withStatus = new LabelledReply(
                "status", "-", "gone", new EnhancedStatusCode(5, 1, 1), MAILBOX_UNKNOWN, Set.of(MAILBOX_UNKNOWN));

        assertEquals(List.of("status"), ids(evaluation(bare, withStatus), Judged::isRight));
    }

    @Test
    void phraseOrChoiceThatDecidesOneReplyAloneIsAQuote() {
        Evaluation evaluation = evaluation(
                reply("user", "550 user unknown", MAILBOX_UNKNOWN),
                reply("user again", "550 sorry, user ann@example.org unknown", MAILBOX_UNKNOWN),
                reply("lone member", "550 recipient unknown", MAILBOX_UNKNOWN),
                reply("lone phrase", "550 no such user", MAILBOX_UNKNOWN),
                reply("lone alternative", "554 blocked by spamcop", BLOCKED),
                reply("spamhaus", "554 blocked by spamhaus", BLOCKED),
                reply("spamhaus again", "554 blocked, see our mirror of spamhaus", BLOCKED),
                reply("by its code", "550 5.1.1 gone", MAILBOX_UNKNOWN));

        assertEquals(List.of("lone member", "lone phrase", "lone alternative"), ids(evaluation, Judged::restsOnQuote));
        assertEquals(
                List.of("lone member", "lone phrase", "lone alternative"), ids(evaluation, Judged::restsOnOwnWords));
        assertEquals(List.of("recipient unknown"), evaluation.judged().get(2).quotes());
    }

    @Test
    void choicesKnownFromElsewhereAreNoQuoteButWordsOfItsOwn() {
        Evaluation evaluation = evaluation(
                reply("a", "550 account was suspended", MAILBOX_DISABLED),
                reply("b", "550 looks like spam", BAD_CONTENT),
                reply("c", "550 it looks like spam", BAD_CONTENT),
                reply("d", "451 try again later, greylisted", RATE_LIMIT),
                reply("e", "451 greylisting, try again later", RATE_LIMIT),
                reply("f", "451 try again later: greylisted", RATE_LIMIT));

        assertEquals(List.of("a", "e"), ids(evaluation, Judged::restsOnQuote), "e has a condition of its own");

        RuleSet pairs = new RuleSet(
                RULES.lexicon(),
                List.of(rule("pair", MAILBOX_UNKNOWN, "(no|unknown) (user|mailbox)")),
                List.of(),
                RULES.codes(),
                "pairs");
        Evaluation combined = Evaluation.of(
                List.of(
                        reply("a", "no user", MAILBOX_UNKNOWN),
                        reply("b", "no mailbox", MAILBOX_UNKNOWN),
                        reply("c", "unknown user", MAILBOX_UNKNOWN),
                        reply("d", "unknown mailbox", MAILBOX_UNKNOWN)),
                pairs);

        assertEquals(List.of(), ids(combined, Judged::restsOnQuote));
        assertEquals(List.of("a", "b", "c", "d"), ids(combined, Judged::restsOnOwnWords));
    }

    @Test
    void theSameReplyTwiceAndWrongAnswersBearNoWitness() {
        Evaluation evaluation = evaluation(
                reply("a", "550 no such user", MAILBOX_UNKNOWN),
                reply("the same", "550 no such user", MAILBOX_UNKNOWN),
                reply("wrong", "550 no such user, says our filter", BLOCKED));

        assertEquals(List.of("a", "the same"), ids(evaluation, Judged::restsOnQuote));
    }

    @Test
    void printsForeignTextsWithoutWhatATerminalWouldObey() {
        String report = EvaluationReport.of(
                "f",
                evaluation(reply("x\u001b[2J", "550\u001b]0;owned\u0007\r\n \u202e" + "long ".repeat(100), BLOCKED)));

        assertTrue(report.contains("  x [2J  -\n"), report);
        assertTrue(report.contains("    reply   550 ]0;owned long long "), report);
        assertTrue(report.lines().allMatch(line -> line.length() <= 260), report);
        assertFalse(report.chars().anyMatch(c -> c < ' ' && c != '\n' || c == 0x202e), report);
    }

    @Test
    void printsByTheProductsRulesAndThoseOfTheUserBeforeThem() throws IOException {
        Path rules = folder.resolve("my.rules");
        Files.writeString(rules, "classification blocked\nrule brown-fox\nany quick brown fox\n");

        assertEquals(0, run(REPLIES.toString(), ""));
        assertTrue(out().startsWith(REPLIES + ": 25 labelled replies, judged by rule set "), out());
        assertFalse(out().contains("rule brown-fox"), out());
        out.reset();
        assertEquals(0, run(REPLIES.toString(), rules.toString()));
        assertTrue(
                out().contains("got     blocked, effect none, tier text, rule brown-fox: \"quick brown fox\""), out());
        assertEquals("", err());
    }

    @Test
    void saysInOneLineWhyItCannot() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"diagnostic\": \"550 no\"}\n");
        Path rules = Files.writeString(folder.resolve("my.rules"), "classification blocked\nrule fox\nany {fox}\n");

        assertEquals(1, run(broken.toString(), ""));
        assertEquals(broken + ", line 1: there is no \"label\"\n", err());
        err.reset();
        assertEquals(1, run(folder + "/gone.jsonl", ""));
        assertEquals(folder + "/gone.jsonl does not exist\n", err());
        err.reset();
        assertEquals(1, run(REPLIES.toString(), rules.toString()));
        assertEquals(rules + ", line 3, rule fox: there is no set {fox}\n", err());
        err.reset();
        assertEquals(1, run(REPLIES.toString(), folder + "/gone.rules"));
        assertEquals("the rule file " + folder + "/gone.rules cannot be read\n", err());
        err.reset();
        assertEquals(1, run("", ""));
        assertTrue(err().startsWith("Name a file of labelled replies: "), err());
        assertEquals("", out());
    }

    private static Rule rule(String id, Classification classification, String... any) {
        return new Rule(
                id, classification, Rule.Rank.PLAIN, List.of(any), List.of(), List.of(), List.of(), false, false);
    }

    private static LabelledReply reply(String id, String diagnostic, Classification... accept) {
        return new LabelledReply(id, "-", diagnostic, null, accept[0], Set.of(accept));
    }

    private static Evaluation evaluation(LabelledReply... replies) {
        return Evaluation.of(List.of(replies), RULES);
    }

    private static List<String> ids(Evaluation evaluation, Predicate<Judged> which) {
        return evaluation.judged().stream()
                .filter(which)
                .map(judged -> judged.reply().id())
                .toList();
    }

    private int run(String... args) {
        return Evaluate.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
