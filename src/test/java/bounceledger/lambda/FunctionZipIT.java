package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.dynamodb.FakeSecretsManager;
import bounceledger.dynamodb.TableDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** {@code target/function.zip}, unpacked and run as Lambda runs it: both handlers, against a table. */
class FunctionZipIT {

    private static final Path ZIP = Path.of("target/function.zip");
    private static final String TABLE = "bounce-ledger";
    private static final String HASHED_TABLE = "hashed-bounce-ledger";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static DynamoDBProxyServer dynamoDb;
    private static Map<String, String> environment;

    @BeforeAll
    static void unpackAndStartDynamoDb() throws Exception {
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
        int port = freePort();
        dynamoDb = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)});
        dynamoDb.start();
        environment = Map.of(
                "TABLE_NAME", TABLE,
                "AWS_REGION", "eu-north-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:" + port);
        TableDefinition.createIfAbsent("http://localhost:" + port, TABLE);
        TableDefinition.createIfAbsent("http://localhost:" + port, HASHED_TABLE);
    }

    @AfterAll
    static void stopDynamoDb() throws Exception {
        dynamoDb.stop();
    }

    @Test
    void bothFunctionsRunUnderTheRealRuntimeClient() throws Exception {
        String bounce = Files.readString(Path.of("events/bounce-mailbox-full.json"));
        try (PackagedFunction ingest = PackagedFunction.start(folder, "ingest", environment)) {
            assertEquals(
                    0,
                    JSON.readTree(ingest.invoke(bounce))
                            .path("batchItemFailures")
                            .size());
            String failed = ingest.invokeToFail("{\"notificationType\":\"Bounce\"}");
            assertTrue(failed.contains("record event failed: "), failed);
            String sqs = Files.readString(Path.of("events/sqs-batch-with-failures.json"));
            assertEquals(
                    2,
                    JSON.readTree(ingest.invoke(sqs)).path("batchItemFailures").size());
        }
        try (PackagedFunction api = PackagedFunction.start(folder, "api", environment)) {
            JsonNode subscriber = body(api.invoke(get("/subscribers/carla%40example.org")));
            assertEquals("bouncing", subscriber.path("status").asText());
            assertEquals(522, subscriber.path("responseCode").asInt());
            assertEquals(1, subscriber.path("history").size());
        }
    }

    /** The key from Secrets Manager, and no address in the table or in the log. */
    @Test
    void addressesAreHashedUnderTheKeyOfASecret() throws Exception {
        String arn = "arn:aws:secretsmanager:eu-north-1:000000000000:secret:ledger-key-a1b2c3";
        String bounce = Files.readString(Path.of("events/bounce-mailbox-full.json"));
        try (FakeSecretsManager secrets = new FakeSecretsManager()) {
            secrets.put(arn, "a key that nobody knows");
            Map<String, String> hashing = new HashMap<>(environment);
            hashing.put("TABLE_NAME", HASHED_TABLE);
            hashing.put("PII", "hash");
            hashing.put("PII_KEY_SECRET_ARN", arn);
            hashing.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.url());
            try (PackagedFunction ingest = PackagedFunction.start(folder, "ingest", hashing)) {
                assertEquals("{\"batchItemFailures\":[]}", ingest.invoke(bounce));
            }
            try (PackagedFunction api = PackagedFunction.start(folder, "api", hashing)) {
                JsonNode subscriber = body(api.invoke(get("/subscribers/carla%40example.org")));
                assertEquals("bouncing", subscriber.path("status").asText());
                assertEquals("carla@example.org", subscriber.path("email").asText());
                assertFalse(subscriber.path("history").toString().contains("carla"), subscriber::toString);
                JsonNode listed = body(api.invoke(get("/subscribers", "status=bouncing")));
                assertEquals(1, listed.path("subscribers").size());
                assertFalse(listed.toString().contains("carla"), listed::toString);
            }
            for (String log : List.of("function-ingest.log", "function-api.log")) {
                assertFalse(Files.readString(Path.of("target", log)).contains("carla"), log);
            }
            secrets.put(arn, "another key, which came by rotation");
            try (PackagedFunction api = PackagedFunction.start(folder, "api", hashing)) {
                String refusal = api.invokeToFail(get("/subscribers/carla%40example.org"));
                assertTrue(refusal.contains("was begun with another key of the address hashes"), refusal);
            }
        }
    }

    private static String get(String path) {
        return get(path, "");
    }

    private static String get(String path, String query) {
        return """
                {"version":"2.0","rawPath":"%1$s","rawQueryString":"%2$s","headers":{},
                 "requestContext":{"http":{"method":"GET","path":"%1$s"}},"isBase64Encoded":false}""".formatted(path, query);
    }

    private static JsonNode body(String answer) throws IOException {
        JsonNode response = JSON.readTree(answer);
        assertEquals(200, response.path("statusCode").asInt(), response::toString);
        return JSON.readTree(response.path("body").asText());
    }

    @Test
    void theZipHoldsNoCodeForTestsOrForALaptop() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> unwanted = files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.contains("bounceledger/local/")
                            || name.matches(
                                    "(?i).*(dynamodblocal|sqlite|junit|jqwik|selenium|mockito|netty|apache-client).*"))
                    .toList();
            assertEquals(List.of(), unwanted);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
