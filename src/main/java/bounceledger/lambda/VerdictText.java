package bounceledger.lambda;

import bounceledger.classify.Effect;
import bounceledger.classify.Evidence;
import bounceledger.classify.Fault;
import bounceledger.classify.Permanence;
import bounceledger.classify.Verdict;
import bounceledger.codes.ClassificationEntry;
import bounceledger.codes.CodeCatalogue;
import bounceledger.codes.CodeEntry;
import bounceledger.codes.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A verdict in a few lines for a terminal. */
final class VerdictText {

    private VerdictText() {}

    static String of(Verdict verdict, CodeCatalogue codes) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict.classification() + ", " + verdict.permanence() + " (code " + verdict.responseCode() + ")");
        codes.classifications().stream()
                .filter(entry -> entry.classification() == verdict.classification())
                .findFirst()
                .ifPresent(entry -> {
                    lines.add("Meaning:  " + entry.meaning());
                    lines.add("Advice:   " + advice(entry, verdict.permanence()));
                });
        reading(verdict, codes)
                .ifPresent(reading -> lines.add(2, "Code:     " + reading.code() + ", " + reading.title()));
        lines.add("Fault:    " + fault(verdict.fault()));
        lines.add("Effect:   " + verdict.effect() + ": " + effect(verdict.effect()));
        lines.add("Evidence: " + evidence(verdict.evidence()));
        if (verdict.provider() != null) {
            lines.add("Said by:  " + verdict.provider());
        }
        if (verdict.blocklist() != null) {
            lines.add("Listed:   " + verdict.blocklist());
        }
        if (verdict.retryAfterSeconds() != null) {
            lines.add("Wait:     " + verdict.retryAfterSeconds() + " seconds, it says");
        }
        return lines.stream().map(VerdictText::harmless).reduce("", (text, line) -> text + line + "\n");
    }

    private static Optional<Reading> reading(Verdict verdict, CodeCatalogue codes) {
        return codes.entry(verdict.responseCode()).map(entry -> reading(verdict, entry));
    }

    private static @org.jspecify.annotations.Nullable Reading reading(Verdict verdict, CodeEntry entry) {
        return switch (verdict.responseCodeFrom()) {
            case ENHANCED_STATUS_CODE -> entry.asEnhancedStatusCode();
            case REPLY_CODE -> entry.asReplyCode();
            case PERMANENCE -> entry.asPermanence();
        };
    }

    private static String advice(ClassificationEntry entry, Permanence permanence) {
        return permanence == Permanence.PERMANENT ? entry.adviceWhenPermanent() : entry.adviceWhenTemporary();
    }

    private static String fault(Fault fault) {
        return switch (fault) {
            case RECIPIENT -> "the recipient's mailbox or domain";
            case SENDER -> "the sender's";
            case CONTENT -> "the message's content";
            case INFRASTRUCTURE -> "a server, a network or a name service on the way";
            case SERVICE -> "the sending service, which did not send because of its own suppression list";
            case NONE -> "nobody's that is known";
        };
    }

    private static String effect(Effect effect) {
        return switch (effect) {
            case ECHO -> "the subscriber is suppressed until a delivery or a reactivation";
            case NONE -> "nothing is held against the subscriber";
            case HARD -> "the subscriber is undeliverable at once";
            case WEAK -> "the subscriber is undeliverable after a second one at least 72 hours apart";
            case SOFT -> "one of several that the subscriber may have before becoming undeliverable";
        };
    }

    private static String evidence(Evidence evidence) {
        String where = evidence.reply() == Evidence.Reply.CAUSE ? " in the reply that it quotes" : "";
        return switch (evidence.tier()) {
            case SES_STATE -> "SES's own state" + rule(evidence, where);
            case TEXT -> "the words" + rule(evidence, where);
            case ENHANCED_STATUS_CODE -> "the enhanced status code alone" + where;
            case REPLY_CODE -> "the reply code alone" + where;
            case BOUNCE_SUB_TYPE -> "SES's bounce subtype alone";
            case NONE -> "none";
        };
    }

    private static String rule(Evidence evidence, String where) {
        return evidence.rule() == null
                ? ""
                : " \"" + evidence.matched() + "\"" + where + " (rule " + evidence.rule() + ")";
    }

    /** Remote text can hold what moves a terminal's cursor, or half a character. */
    private static String harmless(String line) {
        return line.replaceAll("[\\p{Cc}\\p{Cs}\\p{Cf}\\u2028\\u2029]", "\uFFFD");
    }
}
