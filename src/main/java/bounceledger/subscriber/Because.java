package bounceledger.subscriber;

import bounceledger.classify.Effect;
import bounceledger.subscriber.Fact.Bounced;
import bounceledger.subscriber.Fact.Choice;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sentences that say why a subscriber stands where they stand, and what would change it. None names the address. */
final class Because {

    /** By these names, not by the JDK's, for which a start would read what it knows of languages. */
    private static final Map<Long, String> MONTHS = Map.ofEntries(
            Map.entry(1L, "January"),
            Map.entry(2L, "February"),
            Map.entry(3L, "March"),
            Map.entry(4L, "April"),
            Map.entry(5L, "May"),
            Map.entry(6L, "June"),
            Map.entry(7L, "July"),
            Map.entry(8L, "August"),
            Map.entry(9L, "September"),
            Map.entry(10L, "October"),
            Map.entry(11L, "November"),
            Map.entry(12L, "December"));

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendPattern("d ")
            .appendText(ChronoField.MONTH_OF_YEAR, MONTHS)
            .appendPattern(" uuuu")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String CLEARS = " A delivery or a reactivation would change it.";
    private static final String SPOILS = " A bounce, a complaint or an opt-out would change it.";

    private Because() {}

    static String complained(Instant at) {
        return "The subscriber complained about a message on " + date(at) + ". Only a reactivation would change it.";
    }

    static String optedOut(Map<String, Choice> topics) {
        Instant last = topics.values().stream()
                .map(Choice::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        boolean several = topics.size() > 1;
        return "The subscriber opted out of " + name(topics.keySet()) + (several ? ", last on " : " on ") + date(last)
                + (several ? ". Opting in again to each" : ". Opting in again") + " or a reactivation would change it.";
    }

    private static String name(Collection<String> topics) {
        boolean everything = topics.contains(Event.Subscription.EVERYTHING);
        String[] others = topics.stream()
                .filter(topic -> !topic.equals(Event.Subscription.EVERYTHING))
                .toArray(String[]::new);
        String named = switch (others.length) {
            case 0 -> "";
            case 1 -> "the topic \"" + others[0] + "\"";
            default -> others.length + " topics";
        };
        return everything ? "all mail" + (named.isEmpty() ? "" : " and of " + named) : named;
    }

    static String hardBounced(Bounced hard) {
        return sentence(hard) + " A delivery within 30 days or a reactivation would change it.";
    }

    static String deliveredTooLate(Bounced hard) {
        return sentence(hard)
                + " Mail was delivered again only more than 30 days later, as it is where a dead address was"
                + " made a spam trap: only a reactivation would change it.";
    }

    static String confirmed(Bounced latest) {
        return "Messages at least " + StatusTable.WEAK_GAP.toHours()
                + " hours apart came back as from a dead mailbox; most" + " recently " + clause(latest) + "." + CLEARS;
    }

    static String overSoftLimit(int bounces, Duration span, Bounced latest) {
        return "Mail bounced on " + days(bounces) + " over " + days(span.toDays()) + " without a delivery since; most"
                + " recently " + clause(latest) + "." + CLEARS;
    }

    static String suppressed(Bounced echo, @Nullable Bounced own) {
        String apart = own == null ? "" : "; apart from that, " + clause(own);
        String change = echo.lapsesAt()
                .map(end -> " It lapses on " + date(end) + "; a delivery or a reactivation would change it sooner.")
                .orElse(CLEARS);
        return "SES did not send on " + date(echo.at()) + " because " + list(echo) + apart + "." + change;
    }

    private static String list(Bounced echo) {
        return switch (Optional.ofNullable(echo.subType()).orElse("")) {
            case Bounced.SUPPRESSED -> "this address is on SES's global suppression list";
            case "OnAccountSuppressionList" -> "this address is on the account's suppression list";
            case "OnTenantSuppressionList" -> "this address is on the tenant's suppression list";
            case "EmailValidationSuppressed" -> "SES's own validation found this address unlikely to take mail";
            default -> "this address is on a suppression list of SES";
        };
    }

    static String bouncing(Bounced latest, Policy policy) {
        return sentence(latest) + " Mail may be sent: "
                + switch (latest.effect()) {
                    case WEAK ->
                        "a delivery would make it active, another such bounce at least "
                                + StatusTable.WEAK_GAP.toHours() + " hours apart undeliverable.";
                    case SOFT, HARD ->
                        "a delivery would make it active, bounces on " + days(policy.softLimit()) + " over "
                                + days(policy.softSpan().toDays()) + " undeliverable.";
                    case NONE, ECHO -> "this is not held against the subscriber, and a delivery would make it active.";
                };
    }

    static String lapsed(Bounced echo) {
        Instant end = echo.lapsesAt().orElseThrow();
        return "SES's suppression of " + date(echo.at()) + " lapsed on " + date(end) + "." + SPOILS;
    }

    static String delivered(Instant at) {
        return "Mail was delivered on " + date(at) + "." + SPOILS;
    }

    static String reactivated(Instant at) {
        return "The address was reactivated on " + date(at) + ", and nothing that counts was heard since." + SPOILS;
    }

    static String unheardOf() {
        return "Nothing that counts was ever heard of this address." + SPOILS;
    }

    private static String sentence(Bounced bounce) {
        String clause = clause(bounce);
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }

    /** Who said what and when, to stand in the middle of a sentence. */
    private static String clause(Bounced bounce) {
        String on = " on " + date(bounce.at());
        String who = Optional.ofNullable(bounce.provider()).orElse("the receiving server");
        String that = who + (bounce.effect() == Effect.WEAK ? " hinted" : " said") + on + " that ";
        return switch (bounce.classification()) {
            case MAILBOX_UNKNOWN ->
                switch (bounce.responseCode()) {
                    case 512, 544, 556 -> "the domain of this address could not take mail" + on;
                    default -> that + "this mailbox does not exist";
                };
            case MAILBOX_DISABLED -> that + "this mailbox is disabled";
            case MAILBOX_FULL -> that + "this mailbox is full";
            case BAD_CONTENT -> who + " refused the content of a message" + on;
            case SIGNATURE_ERROR -> who + " could not verify the sender (SPF, DKIM or DMARC)" + on;
            case BLOCKED -> who + " refused the sender" + on;
            case RATE_LIMIT -> that + "too much mail came too fast";
            case CLIENT_ERROR -> who + " found a fault on the sending side" + on;
            case BAD_RELAY -> "a server or the network on the way was out of order" + on;
            case EXPIRED -> "a message waited in the queue until its time was over" + on;
            case UNKNOWN -> "a message bounced" + on + " and nothing that was said tells why";
        };
    }

    private static String days(long number) {
        return number + (number == 1 ? " day" : " days");
    }

    private static String date(Instant at) {
        return DATE.format(at);
    }
}
