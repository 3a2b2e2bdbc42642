package bounceledger.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Plays DynamoDB without a network, so that the SDK's code runs once before the first event comes. It keeps the items that
 * are put until it is let go of. Of conditions it knows the one that a claim makes, and of updates nothing.
 */
final class Rehearsal implements SdkHttpClient {

    private static final String OPERATION = "X-Amz-Target";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<JsonNode, JsonNode> items = new LinkedHashMap<>();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                try (InputStream body =
                        request.contentStreamProvider().orElseThrow().newStream()) {
                    String operation = request.httpRequest()
                            .firstMatchingHeader(OPERATION)
                            .orElseThrow()
                            .replaceFirst(".*\\.", "");
                    return response(answer(operation, json.readTree(body)));
                }
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {}

    private HttpExecuteResponse response(ObjectNode answer) throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(answer.has("__type") ? 400 : 200)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    private ObjectNode answer(String operation, JsonNode request) {
        ObjectNode answer = json.createObjectNode();
        switch (operation) {
            case "GetItem" -> answer.set("Item", items.get(request.path("Key")));
            case "BatchGetItem" ->
                request.path("RequestItems").properties().forEach(table -> {
                    ArrayNode found = answer.withObject("Responses").putArray(table.getKey());
                    table.getValue().path("Keys").forEach(key -> found.addAll(list(items.get(key))));
                });
            case "Query" ->
                items.values().stream().filter(item -> isFound(item, request)).forEach(answer.putArray("Items")::add);
            case "PutItem" -> put(request.path("Item"));
            case "BatchWriteItem" ->
                request.findValues("DeleteRequest").forEach(delete -> items.remove(delete.path("Key")));
            case "TransactWriteItems" -> write(request.findValues("Put"), answer);
            default -> throw new IllegalArgumentException("nobody rehearses " + operation);
        }
        return answer;
    }

    private static Set<JsonNode> list(@Nullable JsonNode item) {
        return item == null ? Set.of() : Set.of(item);
    }

    private static boolean isFound(JsonNode item, JsonNode query) {
        JsonNode values = query.path("ExpressionAttributeValues");
        return item.path(query.has("IndexName") ? TableDefinition.STATUS_SHARD : TableDefinition.PK)
                        .equals(values.path(query.has("IndexName") ? ":shard" : ":pk"))
                && item.at("/sk/S")
                        .textValue()
                        .startsWith(values.at("/:history/S").asText());
    }

    private void write(Iterable<JsonNode> puts, ObjectNode answer) {
        for (JsonNode put : puts) {
            JsonNode there = items.get(key(put.path("Item")));
            if (there != null && put.path("ConditionExpression").asText().equals(Condition.NO_ITEM.expression())) {
                answer.put("__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException")
                        .putArray("CancellationReasons")
                        .addObject()
                        .put("Code", Contention.CONDITION_FAILED)
                        .set("Item", there);
                return;
            }
        }
        puts.forEach(put -> put(put.path("Item")));
    }

    private void put(JsonNode item) {
        items.put(key(item), item);
    }

    private ObjectNode key(JsonNode item) {
        ObjectNode key = json.createObjectNode();
        key.set(TableDefinition.PK, item.path(TableDefinition.PK));
        key.set(TableDefinition.SK, item.path(TableDefinition.SK));
        return key;
    }
}
