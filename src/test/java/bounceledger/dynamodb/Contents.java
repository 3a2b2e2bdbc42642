package bounceledger.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * All items of a table but for what chance decides: a status item's version, and which of a campaign's items counts. Left out
 * are the unmatched texts, which are about right and no more.
 */
public final class Contents {

    private Contents() {}

    /** Each item by its key, a campaign's counts as one. */
    public static SortedMap<String, Map<String, String>> of(DynamoDbClient client, String table) {
        SortedMap<String, Map<String, String>> contents = new TreeMap<>();
        for (Map<String, AttributeValue> item :
                client.scanPaginator(scan -> scan.tableName(table)).items()) {
            String pk = Attributes.present(item.get(TableDefinition.PK), TableDefinition.PK)
                    .s();
            String sk = Attributes.present(item.get(TableDefinition.SK), TableDefinition.SK)
                    .s();
            Map<String, AttributeValue> rest = new HashMap<>(item);
            rest.keySet().removeAll(java.util.List.of(TableDefinition.PK, TableDefinition.SK, StatusItem.VERSION));
            if (pk.startsWith("campaign#")) {
                String campaign = pk.replaceFirst("#[0-9]+#", "#");
                Map<String, String> counts = contents.computeIfAbsent(campaign, none -> new TreeMap<>());
                rest.forEach((name, count) ->
                        counts.merge(name, count.n(), (a, b) -> Long.toString(Long.parseLong(a) + Long.parseLong(b))));
            } else if (!pk.startsWith("unmatched#")) {
                Map<String, String> attributes = new TreeMap<>();
                rest.forEach((name, value) -> attributes.put(name, value.toString()));
                contents.put(pk + " " + sk, attributes);
            }
        }
        return contents;
    }
}
