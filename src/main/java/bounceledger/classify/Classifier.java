package bounceledger.classify;

import bounceledger.classify.Evidence.Reply;
import bounceledger.classify.Evidence.Tier;
import bounceledger.smtp.DiagnosticCode;
import bounceledger.smtp.EnhancedStatusCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges failed deliveries by a rule set. SES's own state comes first, then the words of the innermost reply that says
 * something, then the codes, then SES's bounce subtype. Safe for use by many threads.
 */
public final class Classifier {

    private static final Set<String> SUPPRESSIONS =
            Set.of("Suppressed", "OnAccountSuppressionList", "OnTenantSuppressionList", "EmailValidationSuppressed");

    /** The codes that settle by themselves that a mailbox is not there. */
    private static final Set<EnhancedStatusCode> CERTAIN = Set.of(
            new EnhancedStatusCode(5, 1, 1),
            new EnhancedStatusCode(5, 1, 3),
            new EnhancedStatusCode(5, 1, 6),
            new EnhancedStatusCode(5, 1, 10),
            new EnhancedStatusCode(5, 2, 1));

    private final RuleMatcher matcher;
    private final CodeTables codes;
    private final String version;

    public Classifier(RuleSet ruleSet) {
        this(CompiledRules.of(ruleSet));
    }

    public Classifier(CompiledRules rules) {
        matcher = new RuleMatcher(rules);
        codes = rules.codes();
        version = rules.version();
    }

    /** The digest of the rules. */
    public String version() {
        return version;
    }

    /** The judgement of one failed delivery; the same for the same input and rules, always. */
    public Verdict classify(Failure failure) {
        String diagnostic = failure.diagnosticCode();
        RuleMatcher.Reading reading = matcher.begin();
        DiagnosticCode outer = DiagnosticCode.parse(diagnostic == null ? "" : diagnostic, reading.line());
        RuleMatcher.Found found = reading.find();
        Judgement judgement = judge(failure, outer, reading, found);
        int retry = found.label(Label.Kind.RETRY);
        ResponseCode code = judgement.responseCode();
        Verdict verdict = new Verdict(
                diagnostic,
                outer,
                code.value(),
                code.from(),
                judgement.permanence,
                judgement.classification,
                judgement.tier == Tier.SES_STATE ? Fault.SERVICE : judgement.classification.fault(),
                effect(failure, judgement, found.label(Label.Kind.TEMPORARY) != RuleMatcher.NONE),
                evidence(judgement),
                name(found.label(Label.Kind.BLOCKLIST)),
                retry == RuleMatcher.NONE ? null : RetryAfter.seconds(outer.text(), found.spanOf(retry)),
                name(found.label(Label.Kind.PROVIDER)),
                judgement.rule == null && judgement.tier != Tier.SES_STATE ? Fingerprint.of(outer) : null,
                version);
        reading.release();
        return verdict;
    }

    private @Nullable String name(int label) {
        return label == RuleMatcher.NONE ? null : matcher.label(label).name();
    }

    /** What one reply, or SES, says of a failure. */
    private record Judgement(
            Classification classification,
            Tier tier,
            @Nullable Rule rule,
            int bit,
            RuleMatcher.@Nullable Found found,
            DiagnosticCode reply,
            Reply which,
            @Nullable EnhancedStatusCode code,
            Permanence permanence) {

        ResponseCode responseCode() {
            return ResponseCode.of(reply.replyCode(), code, permanence);
        }
    }

    private Judgement judge(
            Failure failure, DiagnosticCode outer, RuleMatcher.Reading reading, RuleMatcher.Found found) {
        Judgement own = judge(failure, outer, Reply.OUTER, found);
        if (failure.bounceSubType() != null && SUPPRESSIONS.contains(failure.bounceSubType())) {
            return new Judgement(
                    Classification.BLOCKED,
                    Tier.SES_STATE,
                    null,
                    RuleMatcher.NONE,
                    null,
                    outer,
                    Reply.OUTER,
                    own.code,
                    own.permanence);
        }
        DiagnosticCode cause = outer.cause();
        if (own.tier == Tier.SES_STATE || cause == null) {
            return own;
        }
        int start = reading.line().cause();
        Judgement inner = judge(
                failure,
                cause,
                Reply.CAUSE,
                start < 0
                        ? reading.find(cause.text())
                        : reading.find(start, start + cause.text().length()));
        return decides(inner, own) ? inner : own;
    }

    /**
     * Whether the quoted reply is the cause. A queue that gave up over a passing fault of the other side has expired; three
     * digits alone ({@code [416]}) say less than the words around them, and vague words for good less than a plain statement
     * about the recipient.
     */
    private static boolean decides(Judgement inner, Judgement own) {
        if (inner.classification == Classification.UNKNOWN || own.rule != null && own.rule.outer()) {
            return false;
        }
        if (inner.tier == Tier.REPLY_CODE && own.rule != null) {
            return false;
        }
        if (own.rule != null
                && isRecipients(own.classification)
                && !isVague(own.rule)
                && isVague(inner.rule)
                && inner.permanence != Permanence.TEMPORARY) {
            return false;
        }
        return own.classification != Classification.EXPIRED || inner.classification != Classification.BAD_RELAY;
    }

    private static boolean isVague(@Nullable Rule rule) {
        return rule != null && rule.rank() == Rule.Rank.VAGUE;
    }

    private Judgement judge(Failure failure, DiagnosticCode reply, Reply which, RuleMatcher.Found found) {
        EnhancedStatusCode code =
                reply.enhancedStatusCode() == null ? standIn(failure.status()) : reply.enhancedStatusCode();
        Permanence permanence = permanence(reply, code, failure.bounceType());
        int bit = decisive(reply, code, permanence, found);
        Rule rule = bit == RuleMatcher.NONE ? null : matcher.rule(bit);
        Classification classification;
        Tier tier;
        if (rule != null) {
            classification = rule.classification();
            tier = rule.rank() == Rule.Rank.STATE ? Tier.SES_STATE : Tier.TEXT;
        } else {
            classification = code == null ? null : codes.enhancedStatusCode(code, found.hasWords());
            tier = Tier.ENHANCED_STATUS_CODE;
            if (classification == null) {
                classification =
                        reply.replyCode() == null ? null : codes.replyCode(reply.replyCode(), found.hasWords());
                tier = Tier.REPLY_CODE;
            }
            if (classification == null) {
                classification = failure.bounceSubType() == null ? null : codes.bounceSubType(failure.bounceSubType());
                tier = Tier.BOUNCE_SUB_TYPE;
            }
            if (classification == null) {
                classification = Classification.UNKNOWN;
                tier = Tier.NONE;
            }
        }
        return new Judgement(classification, tier, rule, bit, found, reply, which, code, permanence);
    }

    /**
     * The bit of the rule that decides, or {@link RuleMatcher#NONE}: the first that fits, or one that speaks of the recipient
     * before all else is mentioned. Nothing comes before a user's rule or a token.
     */
    private int decisive(
            DiagnosticCode reply, @Nullable EnhancedStatusCode code, Permanence permanence, RuleMatcher.Found found) {
        int first = found.rule(reply.replyCode(), code, permanence);
        if (first < matcher.users()) {
            return first;
        }
        Rule rule = matcher.rule(first);
        boolean comesFirst = isRecipients(rule.classification()) || rule.rank().compareTo(Rule.Rank.TOKEN) <= 0;
        if (comesFirst || !found.speaksOfRecipient(first, isVague(rule))) {
            return first;
        }
        boolean agrees = code != null && isRecipients(codes.enhancedStatusCode(code, true));
        return found.isOneClause() && !(agrees && isVague(rule))
                ? first
                : recipientsBefore(first, reply, code, permanence, found, agrees);
    }

    /** A rule that speaks of the recipient before what the first rule, and those between, speak of; or that first rule. */
    private int recipientsBefore(
            int first,
            DiagnosticCode reply,
            @Nullable EnhancedStatusCode code,
            Permanence permanence,
            RuleMatcher.Found found,
            boolean agrees) {
        int other = Integer.MAX_VALUE;
        boolean othersAreVague = true;
        for (int bit = first; bit != RuleMatcher.NONE; bit = found.next(bit, reply.replyCode(), code, permanence)) {
            int word = found.firstWord(bit);
            boolean isVague = isVague(matcher.rule(bit));
            if (!isRecipients(matcher.rule(bit).classification())) {
                other = Math.min(other, word);
                othersAreVague &= isVague;
            } else if (word < other
                    && (othersAreVague || !isVague)
                    && (agrees || found.isInFirstClause(word))
                    && (agrees && othersAreVague || !found.isOneClause(word, other))) {
                return bit;
            }
        }
        return first;
    }

    private static boolean isRecipients(@Nullable Classification classification) {
        return classification != null && classification.fault() == Fault.RECIPIENT;
    }

    private static @Nullable EnhancedStatusCode standIn(@Nullable EnhancedStatusCode status) {
        return status == null || status.subject() == 0 || status.detail() == 0 ? null : status;
    }

    private static Permanence permanence(
            DiagnosticCode reply, @Nullable EnhancedStatusCode code, @Nullable BounceType type) {
        int replyClass = reply.replyCode() == null ? 0 : reply.replyCode().replyClass();
        int statusClass = code == null ? 0 : code.statusClass();
        if (replyClass == 4 || statusClass == 4) {
            return Permanence.TEMPORARY;
        }
        if (replyClass == 5 || statusClass == 5) {
            return Permanence.PERMANENT;
        }
        if (type == null) {
            return Permanence.UNDETERMINED;
        }
        return switch (type) {
            case PERMANENT -> Permanence.PERMANENT;
            case TRANSIENT -> Permanence.TEMPORARY;
            case UNDETERMINED -> Permanence.UNDETERMINED;
        };
    }

    private static Effect effect(Failure failure, Judgement judgement, boolean saysTemporary) {
        if (judgement.tier == Tier.SES_STATE) {
            return Effect.ECHO;
        }
        return switch (judgement.classification) {
            case BAD_CONTENT, BLOCKED, CLIENT_ERROR, RATE_LIMIT, SIGNATURE_ERROR -> Effect.NONE;
            case EXPIRED -> "CustomTimeoutExceeded".equals(failure.bounceSubType()) ? Effect.NONE : Effect.SOFT;
            case BAD_RELAY, MAILBOX_FULL -> Effect.SOFT;
            case UNKNOWN -> saysNothing(failure, judgement) ? Effect.WEAK : Effect.SOFT;
            case MAILBOX_UNKNOWN, MAILBOX_DISABLED -> {
                if (judgement.permanence != Permanence.PERMANENT) {
                    yield Effect.SOFT;
                }
                yield isCertain(judgement) && !saysTemporary && !failure.forwarded() ? Effect.HARD : Effect.WEAK;
            }
        };
    }

    private static boolean saysNothing(Failure failure, Judgement judgement) {
        return failure.bounceType() == BounceType.PERMANENT && judgement.code == null && judgement.reply.isEmpty();
    }

    private static boolean isCertain(Judgement judgement) {
        if (judgement.rule != null) {
            return !judgement.rule.weak();
        }
        return judgement.tier == Tier.ENHANCED_STATUS_CODE
                && judgement.code != null
                && CERTAIN.contains(judgement.code);
    }

    private Evidence evidence(Judgement judgement) {
        Rule rule = judgement.rule;
        if (rule == null || judgement.found == null) {
            return new Evidence(judgement.tier, null, null, judgement.which, -1, -1, null);
        }
        int span = judgement.found.spanOf(judgement.bit);
        int start = span >>> 16;
        int end = span & 0xffff;
        Classification codesAlone = codesAlone(judgement);
        return new Evidence(
                judgement.tier,
                rule.id(),
                judgement.reply.text().substring(start, end),
                judgement.which,
                start,
                end,
                codesAlone == judgement.classification ? null : codesAlone);
    }

    private @Nullable Classification codesAlone(Judgement judgement) {
        Classification byCode = judgement.code == null ? null : codes.enhancedStatusCode(judgement.code, false);
        if (byCode == null && judgement.reply.replyCode() != null) {
            return codes.replyCode(judgement.reply.replyCode(), false);
        }
        return byCode;
    }
}
