package bounceledger.dynamodb;

import bounceledger.classify.Classification;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.SubscriberPage;
import bounceledger.subscriber.SubscriberPage.Listed;
import bounceledger.subscriber.SubscriberStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The lists of the subscribers of each status but {@code active}: shards, each in the order of time, merged as they are read. */
final class StatusIndex {

    /** Of those that are passed over because their suppression has lapsed there may be many: a page ends here at the latest. */
    private static final int MOST_EXAMINED = 5000;

    private static final int SMALLEST_QUERY = 10;

    private final Table table;

    StatusIndex(Table table) {
        this.table = table;
    }

    /** What is next of one shard, and the rest of it. */
    private record Shard(Map<String, AttributeValue> next, Iterator<Map<String, AttributeValue>> rest) {

        static final Comparator<Shard> LATEST_FIRST =
                Comparator.comparing(Shard::position).reversed();

        String position() {
            return string(next, TableDefinition.UPDATED_AT);
        }
    }

    SubscriberPage page(SubscriberStatus status, int limit, @Nullable String cursor, Instant now) {
        String position = cursor == null ? Cursor.START : Cursor.read(cursor, status);
        PriorityQueue<Shard> shards = new PriorityQueue<>(Shard.LATEST_FIRST);
        for (String shard : Keys.statusShards(status)) {
            add(shards, read(shard, position, limit));
        }
        List<Listed> listed = new ArrayList<>();
        for (int i = 0; i < MOST_EXAMINED && listed.size() < limit && !shards.isEmpty(); i++) {
            Shard latest = shards.remove();
            position = latest.position();
            if (status(latest.next(), now) == status) {
                listed.add(listed(latest.next(), status));
            }
            add(shards, latest.rest());
        }
        return new SubscriberPage(listed, shards.isEmpty() ? null : Cursor.of(position, status));
    }

    private static void add(PriorityQueue<Shard> shards, Iterator<Map<String, AttributeValue>> items) {
        if (items.hasNext()) {
            shards.add(new Shard(items.next(), items));
        }
    }

    private Iterator<Map<String, AttributeValue>> read(String shard, String position, int limit) {
        return table.query(query -> query.indexName(TableDefinition.STATUS_INDEX)
                        .keyConditionExpression("statusShard = :shard AND updatedAt < :position")
                        .expressionAttributeValues(
                                Map.of(":shard", Attributes.string(shard), ":position", Attributes.string(position)))
                        .scanIndexForward(false)
                        .limit(Math.max(SMALLEST_QUERY, limit / Keys.STATUS_SHARDS)))
                .iterator();
    }

    /** The status that was written, or what became of it by itself since. */
    private static @Nullable SubscriberStatus status(Map<String, AttributeValue> item, Instant now) {
        Instant lapsesAt = Attributes.time(item, TableDefinition.LAPSES_AT);
        if (lapsesAt == null || now.isBefore(lapsesAt)) {
            return Attributes.word(item, TableDefinition.STATUS, SubscriberStatus.class);
        }
        return Keys.bouncesThereafter(string(item, TableDefinition.STATUS_SHARD)) ? SubscriberStatus.BOUNCING : null;
    }

    private static Listed listed(Map<String, AttributeValue> item, SubscriberStatus status) {
        String email = Attributes.string(item, TableDefinition.EMAIL);
        return new Listed(
                email == null ? null : address(email),
                status,
                Attributes.present(
                        Attributes.integer(item, TableDefinition.RESPONSE_CODE), TableDefinition.RESPONSE_CODE),
                Attributes.word(item, TableDefinition.CLASSIFICATION, Classification.class),
                Keys.time(string(item, TableDefinition.UPDATED_AT)));
    }

    /** As it was written; whether it is an address was settled then. */
    private static EmailAddress address(String written) {
        int at = written.lastIndexOf('@');
        return new EmailAddress(written.substring(0, at), written.substring(at + 1));
    }

    private static String string(Map<String, AttributeValue> item, String name) {
        return Attributes.present(Attributes.string(item, name), name);
    }
}
