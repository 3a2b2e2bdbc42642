package bounceledger.dynamodb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class KeySecretTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-north-1:000000000000:secret:ledger-key-a1b2c3";

    private static FakeSecretsManager secrets;

    @BeforeAll
    static void start() throws IOException {
        secrets = new FakeSecretsManager();
    }

    @AfterAll
    static void stop() {
        secrets.close();
    }

    private static byte[] read(String accessKey, String arn) {
        try (SecretsManagerClient client = SecretsManagerClient.builder()
                .endpointOverride(URI.create(secrets.url()))
                .region(Region.EU_NORTH_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            return KeySecret.read(client, arn);
        }
    }

    @Test
    void isTheWholeTextOfTheSecret() {
        secrets.put(ARN, " a key that nöbody knows\n");
        assertArrayEquals(" a key that nöbody knows\n".getBytes(StandardCharsets.UTF_8), read("local", ARN));
    }

    @Test
    void isTheOctetsOfABinarySecret() {
        byte[] octets = {0, -1, 2, -3};
        secrets.put(ARN, octets);
        assertArrayEquals(octets, read("local", ARN));
    }

    @Test
    void saysThatThereIsNoSuchSecret() {
        assertRefused(
                "ResourceNotFoundException, Secrets Manager can't find the specified secret.", "local", ARN + "x");
    }

    @Test
    void saysThatTheSecretMayNotBeRead() {
        assertRefused(
                "AccessDeniedException, User is not authorized to perform secretsmanager.GetSecretValue",
                "denied",
                ARN);
    }

    private static void assertRefused(String why, String accessKey, String arn) {
        assertEquals(
                "the key of the address hashes, " + arn + ", could not be read: " + why,
                assertThrows(IllegalStateException.class, () -> read(accessKey, arn))
                        .getMessage());
    }

    @Test
    void saysThatItIsTooShortAndNotWhatItIs() {
        assertEquals(
                "the key of the address hashes has 15 bytes; it needs at least 16",
                assertThrows(IllegalArgumentException.class, () -> Addresses.hashed(new byte[15]))
                        .getMessage());
        assertEquals(43, Addresses.hashed(new byte[16]).check().length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ledger-key", "arn:aws:ssm:eu-north-1:000000000000:parameter/key", "arn:aws:secretsmanager"})
    void refusesWhatIsNoArnOfASecret(String arn) {
        assertEquals(
                "\"" + arn + "\" is not the ARN of a secret of Secrets Manager",
                assertThrows(IllegalArgumentException.class, () -> KeySecret.read(arn))
                        .getMessage());
    }
}
