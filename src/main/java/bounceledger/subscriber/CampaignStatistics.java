package bounceledger.subscriber;

import bounceledger.classify.Classification;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Fact.Bounced;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How mail fared: numbers of events, no person's.
 *
 * @param byClassification bounces, and mail that SES did not send
 * @param byResponseCode bounces by their three digits
 * @param delivered mail that was taken
 * @param complained complaints, the doubtful ones too
 * @param unsubscribed opt-outs, one for each topic that was left
 */
public record CampaignStatistics(
        Map<Classification, Long> byClassification,
        Map<Integer, Long> byResponseCode,
        long delivered,
        long complained,
        long unsubscribed) {

    /** Nothing was heard. */
    public static final CampaignStatistics NONE = new CampaignStatistics(Map.of(), Map.of(), 0, 0, 0);

    public CampaignStatistics {
        byClassification = Collections.unmodifiableMap(new TreeMap<>(byClassification));
        byResponseCode = Collections.unmodifiableMap(new TreeMap<>(byResponseCode));
    }

    /** Whether nothing was counted; no property, which an answer would show. */
    public boolean countsNothing() {
        return byClassification.isEmpty() && byResponseCode.isEmpty() && delivered + complained + unsubscribed == 0;
    }

    /** What one entry adds; {@link #NONE} for what is in the history only: a delay, an opt-in, a reactivation. */
    public static CampaignStatistics of(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.Delivery) {
            return new CampaignStatistics(Map.of(), Map.of(), 1, 0, 0);
        }
        if (event instanceof Event.Complaint complaint && complaint.weight() != Weight.ECHO) {
            return new CampaignStatistics(Map.of(), Map.of(), 0, 1, 0);
        }
        if (event instanceof Event.Subscription choice && !choice.optedIn()) {
            return new CampaignStatistics(Map.of(), Map.of(), 0, 0, 1);
        }
        if (event instanceof Event.NotSent notSent) {
            return new CampaignStatistics(Map.of(notSent.kind().classification(), 1L), Map.of(), 0, 0, 0);
        }
        return Bounced.of(entry)
                .map(bounce -> new CampaignStatistics(
                        Map.of(bounce.classification(), 1L), Map.of(bounce.responseCode(), 1L), 0, 0, 0))
                .orElse(NONE);
    }

    /** What both count together. */
    public CampaignStatistics plus(CampaignStatistics other) {
        return new CampaignStatistics(
                sum(byClassification, other.byClassification),
                sum(byResponseCode, other.byResponseCode),
                delivered + other.delivered,
                complained + other.complained,
                unsubscribed + other.unsubscribed);
    }

    private static <K> Map<K, Long> sum(Map<K, Long> one, Map<K, Long> other) {
        Map<K, Long> sum = new TreeMap<>(one);
        other.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }
}
