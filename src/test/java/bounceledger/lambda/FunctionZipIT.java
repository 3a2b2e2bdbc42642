package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.dynamodb.FakeSecretsManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code target/function.zip}, unpacked and run as Lambda runs it: both handlers, against a table. */
class FunctionZipIT {

    private static final String TABLE = "bounce-ledger";
    private static final String HASHED_TABLE = "hashed-bounce-ledger";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static UnpackedFunction unpacked;
    private static Map<String, String> environment;

    @BeforeAll
    static void unpackAndStartDynamoDb() throws Exception {
        unpacked = new UnpackedFunction(folder);
        environment = unpacked.environment(TABLE);
    }

    @AfterAll
    static void stopDynamoDb() throws Exception {
        unpacked.stop();
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
            Map<String, String> hashing = new HashMap<>(unpacked.environment(HASHED_TABLE));
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
}
