package bounceledger.dynamodb;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * The key of the address hashes, where it lies in Secrets Manager. The octets of the secret are the key as they are: a
 * text's in UTF-8, and the whole of it.
 */
public final class KeySecret {

    private KeySecret() {}

    /**
     * Reads the secret.
     *
     * @param arn of the secret, which also says the region
     * @throws IllegalArgumentException when the ARN is none
     * @throws IllegalStateException saying why, when Secrets Manager does not give the secret
     */
    public static byte[] read(String arn) {
        String[] parts = arn.split(":", 7);
        if (parts.length < 7 || !parts[0].equals("arn") || !parts[2].equals("secretsmanager")) {
            throw new IllegalArgumentException("\"" + arn + "\" is not the ARN of a secret of Secrets Manager");
        }
        try (SecretsManagerClient client = SecretsManagerClient.builder()
                .region(Region.of(parts[3]))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(waiting -> waiting.apiCallTimeout(DynamoDbLedger.LONGEST_CALL))
                .build()) {
            return read(client, arn);
        }
    }

    static byte[] read(SecretsManagerClient client, String arn) {
        try {
            GetSecretValueResponse secret = client.getSecretValue(get -> get.secretId(arn));
            return secret.secretString() == null
                    ? secret.secretBinary().asByteArray()
                    : secret.secretString().getBytes(StandardCharsets.UTF_8);
        } catch (SecretsManagerException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            throw new IllegalStateException(
                    "the key of the address hashes, " + arn + ", could not be read: " + details.errorCode() + ", "
                            + details.errorMessage(),
                    e);
        }
    }
}
