package bounceledger.dynamodb;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/** DynamoDB Local in memory, reached by HTTP on a port of the loopback interface alone. */
public final class LoopbackDynamoDb implements AutoCloseable {

    private static final String TABLE = "ledger";

    private final LocalDynamoDBRequestHandler dynamoDb;
    private final Server server;

    private LoopbackDynamoDb(LocalDynamoDBRequestHandler dynamoDb, Server server) {
        this.dynamoDb = dynamoDb;
        this.server = server;
    }

    /**
     * Starts it, with an empty table. Not while another one is asked: a start empties, for a moment, the operations that all
     * of them know, and a request in that moment is refused as unknown.
     */
    public static LoopbackDynamoDb start() throws Exception {
        LocalDynamoDBRequestHandler dynamoDb = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new LocalDynamoDBServerHandler(dynamoDb, null));
        server.start();
        LoopbackDynamoDb started = new LoopbackDynamoDb(dynamoDb, server);
        TableDefinition.createIfAbsent(started.endpoint().toString(), TABLE);
        return started;
    }

    public String table() {
        return TABLE;
    }

    public URI endpoint() {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A client as the product makes it. */
    public DynamoDbClient client() {
        return client(endpoint());
    }

    static DynamoDbClient client(URI endpoint) {
        return DynamoDbLedger.impatientClient()
                .endpointOverride(endpoint)
                .region(Region.EU_NORTH_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
        dynamoDb.shutdown();
    }
}
