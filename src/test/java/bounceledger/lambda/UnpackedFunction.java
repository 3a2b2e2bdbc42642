package bounceledger.lambda;

import bounceledger.dynamodb.TableDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** {@code target/function.zip}, unpacked, and DynamoDB for it. */
final class UnpackedFunction {

    private static final Path ZIP = Path.of("target/function.zip");

    final Path folder;
    private final DynamoDBProxyServer dynamoDb;
    private final String url;

    UnpackedFunction(Path folder) throws Exception {
        this.folder = folder;
        unpack();
        int port = freePort();
        url = "http://localhost:" + port;
        dynamoDb = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
        dynamoDb.start();
    }

    private void unpack() throws IOException {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            for (ZipEntry entry : zip.stream().toArray(ZipEntry[]::new)) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The environment of a function with a new table of that name. */
    Map<String, String> environment(String table) {
        TableDefinition.createIfAbsent(url, table);
        return Map.of(
                "TABLE_NAME", table,
                "AWS_REGION", "eu-north-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_ENDPOINT_URL_DYNAMODB", url);
    }

    void stop() throws Exception {
        dynamoDb.stop();
    }
}
