package bounceledger.local;

import bounceledger.dynamodb.TableDefinition;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * An empty table behind a port, for what runs in other processes, such as {@code sam local}. DynamoDB Local listens on every
 * interface and asks for no credentials, and the table is forgotten with the process.
 */
public final class TableServer {

    private final DynamoDBProxyServer server;

    private TableServer(DynamoDBProxyServer server) {
        this.server = server;
    }

    /** Serves a table called {@link LocalTable#NAME}. */
    public static TableServer on(int port) throws Exception {
        DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
        server.start();
        TableDefinition.createIfAbsent("http://localhost:" + port, LocalTable.NAME);
        return new TableServer(server);
    }

    /** Serves it on the port that the argument names until the process is stopped. */
    public static void main(String[] args) throws Exception {
        TableServer table = on(Integer.parseInt(args[0]));
        System.out.println("The table " + LocalTable.NAME + " is at http://localhost:" + args[0] + "; Ctrl-C ends it.");
        table.server.join();
    }

    /** Forgets the table. */
    public void stop() throws Exception {
        server.stop();
    }
}
