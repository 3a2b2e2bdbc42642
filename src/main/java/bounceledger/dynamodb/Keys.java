package bounceledger.dynamodb;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.SubscriberStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where each kind of item lies. */
final class Keys {

    /**
     * The keys over which one campaign's statistics are spread, drawn at random for each write; as many as one BatchGetItem
     * reads. Transactions that meet at one item refuse each other, so there is one key for each that may run at once.
     */
    private static final int STATISTICS_SHARDS = 100;

    /** The keys over which the subscribers of one status are spread in the index, by their hash. */
    static final int STATUS_SHARDS = 8;

    private static final int LONGEST_ADDRESS = 1024;

    static final String HISTORY = "history#";

    /** After every time: complaints come first where the latest does. */
    private static final String NO_TIME = "~";

    private final Addresses addresses;

    Keys(Addresses addresses) {
        this.addresses = addresses;
    }

    Map<String, AttributeValue> put(Attributes item, EmailAddress subscriber, String sk) {
        return item.put(TableDefinition.PK, pk(subscriber))
                .put(TableDefinition.SK, sk)
                .build();
    }

    Map<String, AttributeValue> status(EmailAddress subscriber) {
        return key(pk(subscriber), StatusItem.SK);
    }

    Map<String, AttributeValue> history(Event event) {
        return key(pk(event.occurrence().recipient()), historySk(event));
    }

    String pk(EmailAddress subscriber) {
        return "subscriber#" + addresses.hash(subscriber);
    }

    /** In the order of time, and as different as the events' ids, which have the time in them; but a complaint's has none. */
    static String historySk(Event event) {
        boolean timeless = event instanceof Event.Complaint;
        String time =
                timeless ? NO_TIME : StatusItem.TIME.format(event.occurrence().at());
        return HISTORY + time + "#" + event.id();
    }

    /** The address where it may be written down. */
    @Nullable
    String written(EmailAddress email) {
        return addresses.kept() ? Texts.cut(email.toString(), LONGEST_ADDRESS) : null;
    }

    String statusShard(SubscriberStatus status, EmailAddress subscriber) {
        return statusShard(status, Math.floorMod(addresses.hash(subscriber).hashCode(), STATUS_SHARDS));
    }

    static String statusShard(SubscriberStatus status, int shard) {
        return status + "#" + shard;
    }

    static Map<String, AttributeValue> anyStatistics(String campaign) {
        return statistics(campaign, ThreadLocalRandom.current().nextInt(STATISTICS_SHARDS));
    }

    static List<Map<String, AttributeValue>> allStatistics(String campaign) {
        return IntStream.range(0, STATISTICS_SHARDS)
                .mapToObj(shard -> statistics(campaign, shard))
                .toList();
    }

    private static Map<String, AttributeValue> statistics(String campaign, int shard) {
        return key("campaign#" + shard + "#" + campaign, "statistics");
    }

    static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of(TableDefinition.PK, Attributes.string(pk), TableDefinition.SK, Attributes.string(sk));
    }
}
