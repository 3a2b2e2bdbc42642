package bounceledger.lambda;

import bounceledger.ses.SesReader;
import bounceledger.subscriber.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an operator sets, as environment variables. Only {@code TABLE_NAME} has no default.
 *
 * @param tableName the DynamoDB table, where one is named
 * @param policy when a subscriber is dropped and what is kept
 * @param campaignTag the SES message tag that names the campaign
 * @param rules a rule file or a directory of such, whose rules come before the product's own
 * @param hashed whether addresses are stored as keyed hashes
 * @param keySecret the ARN of the Secrets Manager secret that holds the key of the hashes under which items lie; needed
 *     where addresses are not stored, and of use where they are
 */
public record Settings(
        Optional<String> tableName,
        Policy policy,
        String campaignTag,
        Optional<Path> rules,
        boolean hashed,
        Optional<String> keySecret) {

    public Settings {
        if (hashed && keySecret.isEmpty()) {
            throw new IllegalArgumentException(
                    "PII=hash needs PII_KEY_SECRET_ARN, the ARN of the secret with the key of the hashes");
        }
    }

    /**
     * Reads the variables; a blank one counts as absent.
     *
     * @throws IllegalArgumentException naming the variable, when its value is none that it can have
     */
    public static Settings of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new Settings(
                variables.value("TABLE_NAME"),
                variables.policy(),
                variables.value("CAMPAIGN_TAG").orElse(SesReader.CAMPAIGN_TAG),
                variables.value("RULES").map(Path::of),
                !variables.isFirst("PII", "clear", "hash"),
                variables.value("PII_KEY_SECRET_ARN"));
    }

    private static Set<String> names(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private record Variables(Map<String, String> environment) {

        Optional<String> value(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        Policy policy() {
            int softLimit = number("SOFT_LIMIT_COUNT").orElse(Policy.DEFAULT.softLimit());
            Duration softSpan = number("SOFT_LIMIT_DAYS").map(Duration::ofDays).orElse(Policy.DEFAULT.softSpan());
            Set<String> topics = value("TOPICS").map(Settings::names).orElse(Policy.DEFAULT.topics());
            Duration retention = number("HISTORY_DAYS").map(Duration::ofDays).orElse(Policy.DEFAULT.historyRetention());
            boolean keepDeliveries = isFirst("DELIVERIES", "all", "none");
            try {
                return new Policy(softLimit, softSpan, topics, retention, keepDeliveries);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "SOFT_LIMIT_COUNT, SOFT_LIMIT_DAYS or HISTORY_DAYS: " + e.getMessage(), e);
            }
        }

        Optional<Integer> number(String name) {
            return value(name).map(value -> {
                try {
                    return Integer.valueOf(value);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(name + " is a number, not \"" + value + '"', e);
                }
            });
        }

        /** Whether the variable has its first value, which is the default, and not the second. */
        boolean isFirst(String name, String first, String second) {
            String value = value(name).orElse(first);
            if (!value.equals(first) && !value.equals(second)) {
                throw new IllegalArgumentException(name + " is " + first + " or " + second + ", not \"" + value + '"');
            }
            return value.equals(first);
        }
    }
}
