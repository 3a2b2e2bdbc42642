package bounceledger.dynamodb;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The one table, as far as it takes no conditions. */
final class Table {

    private static final int KEYS_OF_A_BATCH = 100;
    private static final int WRITES_OF_A_BATCH = 25;

    private final DynamoDbClient client;
    private final String name;

    Table(DynamoDbClient client, String name) {
        this.client = client;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The item as it is now, empty when there is none. */
    Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return client.getItem(get -> get.tableName(name).key(key).consistentRead(true))
                .item();
    }

    /**
     * Those of the items that are there, by their keys, as they were a moment ago: one request for each hundred keys.
     *
     * @param attributes what of them, the keys among it; null for all
     */
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> batchGet(
            Collection<Map<String, AttributeValue>> keys, @Nullable String attributes) {
        return batchGet(keys, attributes, () -> true);
    }

    /**
     * The same.
     *
     * @throws ProvisionedThroughputExceededException when the time is over before all is read
     */
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> batchGet(
            Collection<Map<String, AttributeValue>> keys, @Nullable String attributes, BooleanSupplier timeIsLeft) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new HashMap<>();
        List<Map<String, AttributeValue>> open = keys.stream().distinct().toList();
        for (int from = 0; from < open.size(); from += KEYS_OF_A_BATCH) {
            KeysAndAttributes some = KeysAndAttributes.builder()
                    .keys(open.subList(from, Math.min(open.size(), from + KEYS_OF_A_BATCH)))
                    .projectionExpression(attributes)
                    .build();
            Contention.drain(Map.of(name, some), timeIsLeft, left -> {
                var answer = client.batchGetItem(batch -> batch.requestItems(left));
                answer.responses().getOrDefault(name, List.of()).forEach(item -> items.put(key(item), item));
                return answer.unprocessedKeys();
            });
        }
        return items;
    }

    /** The key that the item lies under. */
    static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Map.of(
                TableDefinition.PK, Attributes.present(item.get(TableDefinition.PK), TableDefinition.PK),
                TableDefinition.SK, Attributes.present(item.get(TableDefinition.SK), TableDefinition.SK));
    }

    /** Every item that the query finds, page by page, as long as the caller wants more. */
    Iterable<Map<String, AttributeValue>> query(Consumer<QueryRequest.Builder> query) {
        return client.queryPaginator(request -> query.accept(request.tableName(name)))
                .items();
    }

    /** Deletes what is there under these keys. */
    void delete(List<Map<String, AttributeValue>> keys) {
        for (int from = 0; from < keys.size(); from += WRITES_OF_A_BATCH) {
            List<WriteRequest> deletes = keys.subList(from, Math.min(keys.size(), from + WRITES_OF_A_BATCH)).stream()
                    .map(key -> WriteRequest.builder()
                            .deleteRequest(delete -> delete.key(key))
                            .build())
                    .toList();
            Contention.drain(
                    Map.of(name, deletes),
                    () -> true,
                    open -> client.batchWriteItem(batch -> batch.requestItems(open))
                            .unprocessedItems());
        }
    }
}
