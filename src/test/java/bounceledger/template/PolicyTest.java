package bounceledger.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.codes.CodeCatalogue;
import bounceledger.dynamodb.Addresses;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.dynamodb.EmbeddedTable;
import bounceledger.dynamodb.WatchedClient;
import bounceledger.lambda.Api;
import bounceledger.lambda.Ingest;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.Notification;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Each function may do to the table what it does, and nothing else. What it does is recorded while it does everything that
 * it can; what it may do stands in {@code template.yaml}.
 */
final class PolicyTest {

    private static final Instant NOW = Notification.NOW;
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final String TABLE = "Table.Arn";
    private static final String INDEX = "${Table.Arn}/index/";

    private static final Map<String, String> QUERIES =
            Map.of("GET /subscribers", "status=undeliverable", "GET /classify", "diagnosticCode=550");

    /** A body for each operation that takes one. */
    private static final Map<String, String> BODIES = Map.of(
            "POST /classify", "{\"diagnosticCode\":\"550 5.1.1 user unknown\"}",
            "POST /sendable", "{\"emails\":[\"ann@example.org\"]}",
            "POST /subscribers/{email}/reactivation", "{\"reason\":\"She wrote to us.\"}");

    /** What a function did, as IAM asks for it: an action on a resource, written as the template writes them. */
    private static final Set<String> INGEST = new Recording().ingestEverything();

    private static final Set<String> API = new Recording().askEverything();

    /** What each function does, done over a table of its own. */
    private static final class Recording {

        private final String table = EmbeddedTable.create();
        private final Set<String> needed = new TreeSet<>();

        /** Another writer, who comes between a read and a write. */
        private final LedgerStore other =
                new DynamoDbLedger(EmbeddedTable.client(), table, Policy.DEFAULT, Addresses.clear());

        /** A ledger whose requests are recorded, and meet that other writer at the first transaction after each arming. */
        private DynamoDbLedger recorded(AtomicBoolean armed, Runnable meanwhile) {
            DynamoDbClient client = WatchedClient.of(EmbeddedTable.client(), (request, send) -> {
                needed.addAll(actions(request));
                if (request instanceof TransactWriteItemsRequest && armed.getAndSet(false)) {
                    meanwhile.run();
                }
                return send.apply(request);
            });
            return new DynamoDbLedger(client, table, Policy.DEFAULT, Addresses.clear());
        }

        private Ingest ingest(LedgerStore store) {
            return new Ingest(
                    new SesReader(SesReader.CAMPAIGN_TAG), CLASSIFIER, store, Policy.DEFAULT, InstantSource.fixed(NOW));
        }

        Set<String> ingestEverything() {
            AtomicBoolean armed = new AtomicBoolean();
            String lost = bounce("lost", "550 Zebras ate the post");
            DynamoDbLedger store =
                    recorded(armed, () -> ingest(other).handle(octets(bounce("other", "452 4.2.2 full"))));
            store.open();
            Ingest ingest = ingest(store);
            Notification.all().forEach(notification -> ingest.handle(notification.input()));
            ingest.handle(octets(bounce("first", "550 5.1.1 user unknown")));
            ingest.handle(octets(bounce("first", "550 5.1.1 user unknown")
                    .replace("\"mail\":{", "\"mail\":{\"tags\":{\"campaign\":[\"sale\"]},")));
            armed.set(true);
            ingest.handle(octets(lost));
            return needed;
        }

        /** Every route of the template, twice, while somebody else writes; the erasure last. */
        Set<String> askEverything() {
            ingest(other).handle(octets(bounce("first", "550 5.1.1 user unknown")));
            AtomicBoolean armed = new AtomicBoolean();
            DynamoDbLedger store =
                    recorded(armed, () -> ingest(other).handle(octets(bounce("other", "452 4.2.2 full"))));
            store.open();
            Api api = new Api(
                    CLASSIFIER,
                    CodeCatalogue.load(CodeTableFiles.load()),
                    store,
                    Policy.DEFAULT,
                    InstantSource.fixed(NOW));
            List<String> routes = Template.resources()
                    .valueStream()
                    .map(resource ->
                            resource.path("Properties").path("RouteKey").asText(""))
                    .filter(route -> route.contains(" /") && !route.startsWith("HEAD"))
                    .sorted(Comparator.comparing(route -> route.startsWith("DELETE")))
                    .toList();
            for (String route : routes) {
                for (int i = 0; i < 2; i++) {
                    armed.set(true);
                    ask(api, route, "request-" + i);
                }
            }
            return needed;
        }
    }

    /**
     * The actions that a request needs.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">DynamoDB: IAM
     *     with transactions</a>
     */
    private static Set<String> actions(DynamoDbRequest request) {
        if (request instanceof TransactWriteItemsRequest transaction) {
            return transaction.transactItems().stream()
                    .map(item -> on(TABLE, action(item)))
                    .collect(Collectors.toSet());
        }
        if (request instanceof QueryRequest query && query.indexName() != null) {
            return Set.of(on(INDEX + query.indexName(), "Query"));
        }
        return Set.of(on(TABLE, request.getClass().getSimpleName().replaceAll("Request$", "")));
    }

    private static String action(TransactWriteItem item) {
        return Stream.of(
                        item.put() == null ? null : "PutItem",
                        item.update() == null ? null : "UpdateItem",
                        item.delete() == null ? null : "DeleteItem",
                        item.conditionCheck() == null ? null : "ConditionCheckItem")
                .filter(action -> action != null)
                .findFirst()
                .orElseThrow();
    }

    private static String on(String resource, String action) {
        return "dynamodb:" + action + " on " + resource;
    }

    private static Set<String> granted(String role) {
        return Template.statements(role)
                .filter(statement -> Template.texts(statement.required("Action")).stream()
                        .anyMatch(action -> action.startsWith("dynamodb:")))
                .flatMap(statement -> Template.texts(statement.required("Action")).stream()
                        .map(action ->
                                action + " on " + statement.required("Resource").textValue()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String bounce(String messageId, String diagnosticCode) {
        return """
                {"notificationType":"Bounce","mail":{"messageId":"%s","timestamp":"2026-11-20T10:00:00Z","destination":["ann@example.org"]},
                 "bounce":{"bounceType":"Permanent","bounceSubType":"General","timestamp":"2026-11-20T10:00:00Z",
                 "bouncedRecipients":[{"emailAddress":"ann@example.org","diagnosticCode":"smtp; %s"}]}}""".formatted(messageId, diagnosticCode);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void ask(Api api, String route, String requestId) {
        String[] methodAndPath = route.split(" ", 2);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "rawPath",
                        methodAndPath[1]
                                .replace("{email}", "ann@example.org")
                                .replace("{id}", "sale")
                                .replace("{code}", "511"))
                .put("rawQueryString", QUERIES.getOrDefault(route, ""))
                .put("body", BODIES.getOrDefault(route, ""));
        event.putObject("requestContext")
                .put("requestId", requestId)
                .putObject("http")
                .put("method", methodAndPath[0]);
        String answer = new String(api.handle(octets(event.toString())), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("{\"statusCode\":200"), () -> route + ": " + answer);
    }

    @Test
    void theIngestFunctionMayDoWhatItDoes() {
        assertEquals(INGEST, granted("IngestRole"));
    }

    @Test
    void theApiFunctionMayDoWhatItDoes() {
        assertEquals(API, granted("ApiRole"));
    }

    /** That the recordings above are complete: there is no call in the code that none of them met. */
    @Test
    void theCodeHasNoCallThatWasNotRecorded() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("bounceledger.dynamodb");
        Set<String> called = code.stream()
                .filter(type -> !type.getSimpleName().equals("TableDefinition"))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .flatMap(call -> action(call).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                called,
                Stream.concat(INGEST.stream(), API.stream())
                        .map(action -> action.substring("dynamodb:".length(), action.indexOf(' ')))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertTrue(called.contains("PutItem"));
    }

    private static final Map<String, String> PARTS_OF_A_TRANSACTION = Map.of(
            "put", "PutItem", "update", "UpdateItem", "delete", "DeleteItem", "conditionCheck", "ConditionCheckItem");

    private static Set<String> action(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String name = call.getTarget().getName();
        if (owner.equals(TransactWriteItem.Builder.class.getName())) {
            return Set.of(PARTS_OF_A_TRANSACTION.getOrDefault(name, "")).stream()
                    .filter(action -> !action.isEmpty())
                    .collect(Collectors.toSet());
        }
        if (!owner.equals(DynamoDbClient.class.getName())
                || name.equals("builder")
                || name.equals("transactWriteItems")) {
            return Set.of();
        }
        String operation = name.replaceAll("Paginator$", "");
        return Set.of(Character.toUpperCase(operation.charAt(0)) + operation.substring(1));
    }
}
