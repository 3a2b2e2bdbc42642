package bounceledger.dynamodb;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;

/** DynamoDB Local within the process, one for all tests of a run; each test has a table of its own. */
public final class EmbeddedTable {

    private static final AtomicInteger TABLES = new AtomicInteger();

    private EmbeddedTable() {}

    private static final class Holder {
        static final DynamoDbClient CLIENT = DynamoDBEmbedded.create(true).dynamoDbClient();
    }

    public static DynamoDbClient client() {
        return Holder.CLIENT;
    }

    /** The name of a new table. */
    public static String create() {
        String name = "ledger-" + TABLES.incrementAndGet();
        TableDefinition.createIfAbsent(client(), name);
        return name;
    }

    /** All that stands in a table, as text. */
    static String dump(String table) {
        return client().scanPaginator(scan -> scan.tableName(table)).items().stream()
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }
}
