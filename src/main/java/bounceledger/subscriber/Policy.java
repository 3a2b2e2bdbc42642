package bounceledger.subscriber;

import java.time.Duration;
import java.util.Set;

/**
 * What an operator may decide about when a subscriber is dropped and what is kept.
 *
 * @param softLimit bounces on so many days make a subscriber undeliverable, 1 to 32
 * @param softSpan if they span at least this, 0 to 31 days
 * @param topics the topics whose opt-outs count; empty for any
 * @param historyRetention how long an event is kept after its receipt, at least 30 days
 * @param keepDeliveries whether deliveries are written down at all; without them no bounce is undone by a delivery
 */
public record Policy(
        int softLimit, Duration softSpan, Set<String> topics, Duration historyRetention, boolean keepDeliveries) {

    private static final Duration LONGEST_SPAN = Duration.ofDays(31);
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(30);

    /** Five days over thirty, any topic, 400 days of history, deliveries kept. */
    public static final Policy DEFAULT = new Policy(5, Duration.ofDays(30), Set.of(), Duration.ofDays(400), true);

    public Policy {
        if (softLimit < 1 || softLimit > Facets.COUNTED_DAYS) {
            throw new IllegalArgumentException(
                    "the soft limit is 1 to " + Facets.COUNTED_DAYS + " bounces, not " + softLimit);
        }
        if (softSpan.isNegative() || softSpan.compareTo(LONGEST_SPAN) > 0) {
            throw new IllegalArgumentException(
                    "the span of the soft limit is 0 to " + LONGEST_SPAN.toDays() + " days, not " + softSpan);
        }
        if (historyRetention.compareTo(SHORTEST_RETENTION) < 0) {
            throw new IllegalArgumentException("the history is kept for at least " + SHORTEST_RETENTION.toDays()
                    + " days, not " + historyRetention);
        }
        topics = Set.copyOf(topics);
    }

    /** Whether leaving this topic makes a subscriber unsubscribed. */
    boolean counts(String topic) {
        return topics.isEmpty() || topics.contains(topic) || topic.equals(Event.Subscription.EVERYTHING);
    }
}
