package bounceledger.dynamodb;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.SubscriberStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where each kind of item lies. */
final class Keys {

    /**
     * The keys over which one campaign's statistics are spread, drawn at random for each write; as many as one BatchGetItem
     * reads. Transactions that meet at one item refuse each other, so there is one key for each that may run at once.
     */
    private static final int STATISTICS_SHARDS = 100;

    /** Fixed width, so that its order is that of time. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private static final Pattern UPDATED_AT =
            Pattern.compile("[+-]?[0-9]{4,10}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z#[\\w-]{16}");

    private static final String BOUNCING_THEREAFTER = "suppressed-then-bouncing";

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
        String time = timeless ? NO_TIME : TIME.format(event.occurrence().at());
        return HISTORY + time + "#" + event.id();
    }

    /** The address where it may be written down. */
    @Nullable
    String written(EmailAddress email) {
        return addresses.kept() ? Texts.cut(email.toString(), LONGEST_ADDRESS) : null;
    }

    /**
     * Where in the index a subscriber lies; null for the active. Who is suppressed for a time and bounces after it lies
     * apart, where both lists look.
     *
     * @param thereafter the status when the suppression has lapsed, if it lapses
     */
    @Nullable
    String statusShard(SubscriberStatus status, @Nullable SubscriberStatus thereafter, EmailAddress subscriber) {
        if (status == SubscriberStatus.ACTIVE) {
            return null;
        }
        int shard = Math.floorMod(addresses.hash(subscriber).hashCode(), STATUS_SHARDS);
        return (thereafter == SubscriberStatus.BOUNCING ? BOUNCING_THEREAFTER : status) + "#" + shard;
    }

    static boolean bouncesThereafter(String statusShard) {
        return statusShard.startsWith(BOUNCING_THEREAFTER);
    }

    /** The shards in which the subscribers of a status are to be found. */
    static List<String> statusShards(SubscriberStatus status) {
        Stream<String> places = status == SubscriberStatus.SUPPRESSED || status == SubscriberStatus.BOUNCING
                ? Stream.of(status.toString(), BOUNCING_THEREAFTER)
                : Stream.of(status.toString());
        return places.flatMap(place -> IntStream.range(0, STATUS_SHARDS).mapToObj(shard -> place + "#" + shard))
                .toList();
    }

    /** The order within the index: by time, and unlike for any two subscribers. */
    String updatedAt(Instant at, EmailAddress subscriber) {
        return TIME.format(at) + "#" + addresses.hash(subscriber).substring(0, 16);
    }

    /** Whether the text is of the form of these. */
    static boolean isUpdatedAt(String text) {
        return UPDATED_AT.matcher(text).matches();
    }

    /** The time in it. */
    static Instant time(String updatedAt) {
        return Instant.parse(updatedAt.substring(0, updatedAt.indexOf('#')));
    }

    static Map<String, AttributeValue> anyStatistics(String campaign) {
        return statistics(campaign, Chance.RANDOM.nextInt(STATISTICS_SHARDS));
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
