package bounceledger.subscriber;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.subscriber.Fact.Bounced;
import bounceledger.subscriber.Fact.Choice;
import bounceledger.subscriber.Fact.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From facets to a status: one method a row of the table, the first row that holds decides. */
final class StatusTable {

    /** One bad answer may be a mistake; a second after so long is not. */
    static final Duration WEAK_GAP = Duration.ofDays(3);

    private static final int OPTED_OUT = 1001;
    private static final int COMPLAINED = 1002;
    private static final int DELIVERED = 200;
    private static final int NEVER_HEARD_OF = 0;

    private final Facets facets;
    private final Policy policy;
    private final Instant now;
    private final List<Instant> deliveries;
    private final List<Bounced> standing;

    StatusTable(Facets stored, Policy policy, Instant now) {
        this.facets = stored.counting();
        this.policy = policy;
        this.now = now;
        this.deliveries = validDeliveries(facets);
        this.standing = facets.countableBounces().stream().filter(this::stands).toList();
    }

    /** What a row of the table shows. */
    record Row(
            SubscriberStatus status,
            int responseCode,
            @Nullable Classification classification,
            String because) {

        private static Row of(SubscriberStatus status, Bounced bounce, String because) {
            return new Row(status, bounce.responseCode(), bounce.classification(), because);
        }
    }

    Row row() {
        return complained()
                .or(this::unsubscribed)
                .or(this::hardBounced)
                .or(this::countedOut)
                .or(this::suppressed)
                .or(this::bouncing)
                .orElseGet(this::active);
    }

    /** Times, the latest first; receivers take mail and bounce it later, which is no delivery. */
    private static List<Instant> validDeliveries(Facets facets) {
        Set<String> bounced = facets.bounces().map(Bounced::messageId).collect(Collectors.toSet());
        return facets.deliveries().stream()
                .filter(delivery -> !bounced.contains(delivery.messageId()))
                .map(Mark::at)
                .toList();
    }

    private boolean stands(Bounced bounce) {
        return deliveries.isEmpty() || bounce.at().isAfter(deliveries.get(0));
    }

    private Optional<Row> complained() {
        return Optional.ofNullable(facets.complaint())
                .map(complaint ->
                        new Row(SubscriberStatus.COMPLAINED, COMPLAINED, null, Because.complained(complaint.at())));
    }

    private Optional<Row> unsubscribed() {
        Map<String, Choice> left = new TreeMap<>(facets.topics());
        left.entrySet().removeIf(topic -> topic.getValue().optedIn() || !policy.counts(topic.getKey()));
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Row(SubscriberStatus.UNSUBSCRIBED, OPTED_OUT, null, Because.optedOut(left)));
    }

    private Optional<Row> hardBounced() {
        return Optional.ofNullable(facets.hardBounce())
                .filter(hard -> !rescued(hard.at()))
                .map(hard -> Row.of(
                        SubscriberStatus.UNDELIVERABLE,
                        hard,
                        stands(hard) ? Because.hardBounced(hard) : Because.deliveredTooLate(hard)));
    }

    private boolean rescued(Instant bounce) {
        return deliveries.stream().anyMatch(at -> !at.isBefore(bounce) && !at.isAfter(bounce.plus(Run.RESCUE)))
                || facets.earlierDeliveries().stream().anyMatch(run -> run.follows(bounce));
    }

    private Optional<Row> countedOut() {
        if (overSoftLimit()) {
            Bounced latest = standing.get(0);
            return Optional.of(Row.of(
                    SubscriberStatus.UNDELIVERABLE, latest, Because.overSoftLimit(standing.size(), span(), latest)));
        }
        List<Bounced> weak =
                standing.stream().filter(b -> b.effect() == Effect.WEAK).toList();
        return weak.stream().anyMatch(one -> weak.stream().anyMatch(other -> confirm(one, other)))
                ? Optional.of(Row.of(SubscriberStatus.UNDELIVERABLE, weak.get(0), Because.confirmed(weak.get(0))))
                : Optional.empty();
    }

    private boolean overSoftLimit() {
        return standing.size() >= policy.softLimit() && span().compareTo(policy.softSpan()) >= 0;
    }

    private Duration span() {
        return Duration.between(
                standing.get(standing.size() - 1).at(), standing.get(0).at());
    }

    private static boolean confirm(Bounced earlier, Bounced later) {
        return !earlier.messageId().equals(later.messageId())
                && Duration.between(earlier.at(), later.at()).compareTo(WEAK_GAP) >= 0;
    }

    private Optional<Row> suppressed() {
        Bounced echo = facets.echo();
        if (echo == null || !stands(echo) || lapsed(echo)) {
            return Optional.empty();
        }
        Optional<Bounced> own =
                facets.bounces().filter(b -> b.effect() != Effect.ECHO).max(Bounced.LATEST_LAST);
        return Optional.of(
                Row.of(SubscriberStatus.SUPPRESSED, own.orElse(echo), Because.suppressed(echo, own.orElse(null))));
    }

    private boolean lapsed(Bounced echo) {
        return echo.lapsesAt().filter(end -> !now.isBefore(end)).isPresent();
    }

    private Optional<Row> bouncing() {
        return Stream.concat(
                        standing.stream(),
                        Stream.ofNullable(facets.otherBounce()).filter(this::stands))
                .max(Bounced.LATEST_LAST)
                .map(latest -> Row.of(SubscriberStatus.BOUNCING, latest, Because.bouncing(latest, policy)));
    }

    private Row active() {
        int code = deliveries.isEmpty() ? NEVER_HEARD_OF : DELIVERED;
        return new Row(SubscriberStatus.ACTIVE, code, null, whyActive());
    }

    private String whyActive() {
        Bounced echo = facets.echo();
        if (echo != null && stands(echo)) {
            return Because.lapsed(echo);
        }
        if (!deliveries.isEmpty()) {
            return Because.delivered(deliveries.get(0));
        }
        return facets.reactivation() == null ? Because.unheardOf() : Because.reactivated(facets.reactivation());
    }
}
