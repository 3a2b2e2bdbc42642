package bounceledger.local;

import bounceledger.classify.Classification;
import bounceledger.classify.Evidence;
import bounceledger.classify.Evidence.Tier;
import bounceledger.local.Evaluation.Judged;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An evaluation as a terminal shows it. */
final class EvaluationReport {

    private static final int LONGEST_REPLY = 240;

    private final Evaluation evaluation;
    private final StringBuilder text = new StringBuilder();

    private EvaluationReport(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /**
     * The whole report.
     *
     * @param file what the replies were read from
     */
    static String of(String file, Evaluation evaluation) {
        EvaluationReport report = new EvaluationReport(evaluation);
        report.line(
                "%s: %d labelled replies, judged by rule set %s",
                file, evaluation.judged().size(), evaluation.ruleSet());
        report.figures();
        report.shares("by source", each -> each.reply().source());
        report.shares("by label", each -> each.reply().label().toString());
        report.tiers();
        report.confusion();
        report.wrong();
        report.quotes();
        return report.text.toString();
    }

    private void figures() {
        line("\n%-28s %6s %6s %9s   %s", "", "cases", "of", "share", "95 % interval");
        figure("right", evaluation.count(Judged::isRight));
        figure("false removals", evaluation.count(each -> each.reply().mustStay(), Judged::isFalseRemoval));
        figure("missed removals", evaluation.count(each -> each.reply().mustGo(), Judged::isMissedRemoval));
        figure("right by quotes", evaluation.count(Judged::isRight, Judged::restsOnQuote));
        figure("right by words of their own", evaluation.count(Judged::isRight, Judged::restsOnOwnWords));
    }

    private void figure(String name, Proportion cases) {
        String interval = cases.of() == 0 ? "" : percent(cases.low()) + " to " + percent(cases.high());
        line("%-28s %6d %6d %9s   %s", name, cases.cases(), cases.of(), percent(cases.share()), interval);
    }

    private void shares(String title, Function<Judged, String> key) {
        line("\n%-28s %6s %6s %9s", title, "right", "of", "share");
        Map<String, List<Judged>> groups =
                evaluation.judged().stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
        groups.forEach((name, group) -> {
            Proportion right =
                    new Proportion((int) group.stream().filter(Judged::isRight).count(), group.size());
            line("%-28s %6d %6d %9s", clean(name), right.cases(), right.of(), percent(right.share()));
        });
    }

    private void tiers() {
        line("\n%-28s %6s %6s %9s   %s", "decided by", "cases", "of", "share", "right of these");
        for (Tier tier : Tier.values()) {
            Predicate<Judged> decided = each -> each.verdict().evidence().tier() == tier;
            Proportion cases = evaluation.count(decided);
            Proportion right = evaluation.count(decided, Judged::isRight);
            line(
                    "%-28s %6d %6d %9s   %s",
                    tier,
                    cases.cases(),
                    cases.of(),
                    percent(cases.share()),
                    right.of() == 0 ? "" : right.cases() + ", " + percent(right.share()));
        }
    }

    private void confusion() {
        line("\nlabels (rows) and verdicts (columns); a verdict beside the diagonal is right where \"accept\" has it");
        List<Classification> all = List.of(Classification.values());
        StringBuilder head = new StringBuilder(" ".repeat(19));
        all.forEach(verdict -> head.append(String.format(Locale.ROOT, "%5c", letter(all, verdict))));
        line("%s", head);
        for (Classification label : all) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%c %-17s", letter(all, label), label));
            for (Classification verdict : all) {
                int cases = evaluation
                        .count(each ->
                                each.reply().label() == label && each.verdict().classification() == verdict)
                        .cases();
                row.append(String.format(Locale.ROOT, "%5s", cases == 0 ? "." : cases));
            }
            line("%s", row);
        }
    }

    private static char letter(List<Classification> all, Classification classification) {
        return (char) ('a' + all.indexOf(classification));
    }

    private void wrong() {
        List<Judged> wrong = evaluation.judged().stream()
                .filter(each -> !each.isRight())
                .sorted(Comparator.comparing(EvaluationReport::gravity))
                .toList();
        line("\nwrong: %d", wrong.size());
        for (Judged each : wrong) {
            Evidence evidence = each.verdict().evidence();
            String words = evidence.rule() == null
                    ? ""
                    : ", rule " + evidence.rule() + ": \"" + clean(String.valueOf(evidence.matched())) + '"';
            line("\n  %s  %s%s", clean(each.reply().id()), clean(each.reply().source()), gravity(each).remark);
            line(
                    "    wanted  %s",
                    each.reply().accept().stream().map(Object::toString).collect(Collectors.joining(" or ")));
            line(
                    "    got     %s, effect %s, tier %s%s",
                    each.verdict().classification(), each.verdict().effect(), evidence.tier(), words);
            line("    reply   %s", clean(shortened(each.reply().diagnostic())));
        }
    }

    /** How much harm a wrong answer does, the worst first. */
    private enum Gravity {
        FALSE_REMOVAL("  FALSE REMOVAL"),
        MISSED_REMOVAL("  missed removal"),
        OTHER("");

        private final String remark;

        Gravity(String remark) {
            this.remark = remark;
        }
    }

    private static Gravity gravity(Judged wrong) {
        if (wrong.isFalseRemoval()) {
            return Gravity.FALSE_REMOVAL;
        }
        return wrong.isMissedRemoval() ? Gravity.MISSED_REMOVAL : Gravity.OTHER;
    }

    private void quotes() {
        List<Judged> quotes =
                evaluation.judged().stream().filter(Judged::restsOnQuote).toList();
        line("\nright by quotes, a phrase or a choice in it that decides no other reply: %d", quotes.size());
        for (Judged each : quotes) {
            String wordings =
                    each.quotes().stream().map(wording -> '"' + wording + '"').collect(Collectors.joining(", "));
            line(
                    "  %s  %s  %s",
                    clean(each.reply().id()), each.verdict().evidence().rule(), wordings);
        }
    }

    private void line(String form, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, form, values).stripTrailing()).append('\n');
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** A foreign text on one line, without what a terminal would obey. */
    private static String clean(String foreign) {
        return foreign.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Cs}\u2028\u2029]+", " ")
                .strip();
    }

    private static String shortened(String reply) {
        return reply.length() <= LONGEST_REPLY ? reply : reply.substring(0, LONGEST_REPLY) + " ...";
    }
}
