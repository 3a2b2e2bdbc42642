package bounceledger.local;

import bounceledger.dynamodb.Addresses;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.dynamodb.TableDefinition;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** The table inside this process, with its data in a folder. It opens no port. */
public final class LocalTable implements AutoCloseable {

    /** What the table is called on a laptop. */
    public static final String NAME = "bounce-ledger";

    private final AmazonDynamoDBLocal dynamoDb;
    private final boolean created;

    private LocalTable(AmazonDynamoDBLocal dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.created = TableDefinition.createIfAbsent(dynamoDb.dynamoDbClient(), NAME);
    }

    /** The table whose data lies in that folder; both are made when they are not there. */
    public static LocalTable in(Path folder) throws IOException {
        return new LocalTable(DynamoDBEmbedded.create(
                Files.createDirectories(folder).resolve(NAME + ".db").toFile(), true));
    }

    /** A table that is forgotten with the process. */
    public static LocalTable inMemory() {
        return new LocalTable(DynamoDBEmbedded.create((@Nullable File) null, true));
    }

    /** Whether the table was not there before. */
    public boolean created() {
        return created;
    }

    /** The ledger in this table. */
    public LedgerStore ledger(Policy policy) {
        return ledger(policy, Addresses.clear());
    }

    /** The ledger in this table, with addresses kept in that way. */
    public LedgerStore ledger(Policy policy, Addresses addresses) {
        return new DynamoDbLedger(dynamoDb.dynamoDbClient(), NAME, policy, addresses);
    }

    @Override
    public void close() {
        dynamoDb.shutdownNow();
    }
}
