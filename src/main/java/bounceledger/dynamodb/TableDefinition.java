package bounceledger.dynamodb;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The table's keys, its index and its time to live; {@code template.yaml} says the same to CloudFormation. */
public final class TableDefinition {

    static final String PK = "pk";
    static final String SK = "sk";

    /** When DynamoDB may delete the item, in seconds since 1970. */
    static final String EXPIRES_AT = "expiresAt";

    /** The index of the subscribers of each status but {@code active}: only their items have its two keys. */
    static final String STATUS_INDEX = "status";

    static final String STATUS_SHARD = "statusShard";
    static final String UPDATED_AT = "updatedAt";

    static final String EMAIL = "email";
    static final String STATUS = "status";
    static final String RESPONSE_CODE = "responseCode";
    static final String CLASSIFICATION = "classification";
    static final String LAPSES_AT = "lapsesAt";

    private TableDefinition() {}

    /** Creates the table where there is none of that name, and says whether it did: for a laptop and for tests. */
    public static boolean createIfAbsent(DynamoDbClient client, String tableName) {
        try {
            client.createTable(table -> table.tableName(tableName)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(string(PK), string(SK), string(STATUS_SHARD), string(UPDATED_AT))
                    .keySchema(key(PK, KeyType.HASH), key(SK, KeyType.RANGE))
                    .globalSecondaryIndexes(statusIndex()));
        } catch (ResourceInUseException alreadyThere) {
            return false;
        }
        client.waiter().waitUntilTableExists(table -> table.tableName(tableName));
        TimeToLiveStatus timeToLive = client.describeTimeToLive(table -> table.tableName(tableName))
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (timeToLive == TimeToLiveStatus.DISABLED) {
            client.updateTimeToLive(table -> table.tableName(tableName)
                    .timeToLiveSpecification(
                            ttl -> ttl.attributeName(EXPIRES_AT).enabled(true)));
        }
        return true;
    }

    /** The same at an endpoint that needs no credentials of any account, such as DynamoDB Local's. */
    public static boolean createIfAbsent(String endpoint, String tableName) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.EU_NORTH_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            return createIfAbsent(client, tableName);
        }
    }

    private static GlobalSecondaryIndex statusIndex() {
        return GlobalSecondaryIndex.builder()
                .indexName(STATUS_INDEX)
                .keySchema(key(STATUS_SHARD, KeyType.HASH), key(UPDATED_AT, KeyType.RANGE))
                .projection(projection -> projection
                        .projectionType(ProjectionType.INCLUDE)
                        .nonKeyAttributes(EMAIL, STATUS, RESPONSE_CODE, CLASSIFICATION, LAPSES_AT))
                .build();
    }

    private static AttributeDefinition string(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
