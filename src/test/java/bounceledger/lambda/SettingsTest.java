package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bounceledger.subscriber.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-north-1:000000000000:secret:ledger-key-a1b2c3";

    @Test
    void haveDefaults() {
        Settings defaults =
                new Settings(Optional.empty(), Policy.DEFAULT, "campaign", Optional.empty(), false, Optional.empty());
        assertEquals(defaults, Settings.of(Map.of()));
        assertEquals(defaults, Settings.of(Map.of("PII", " ", "TOPICS", "", "HISTORY_DAYS", "", "DELIVERIES", "all")));
    }

    @Test
    void areWhatTheVariablesSay() {
        assertEquals(
                new Settings(
                        Optional.of("ledger"),
                        new Policy(3, Duration.ofDays(7), Set.of("news", "offers"), Duration.ofDays(90), false),
                        "newsletter",
                        Optional.of(Path.of("/opt/rules")),
                        true,
                        Optional.of(ARN)),
                Settings.of(Map.of(
                        "TABLE_NAME", "ledger",
                        "SOFT_LIMIT_COUNT", "3",
                        "SOFT_LIMIT_DAYS", " 7 ",
                        "TOPICS", "news, offers,",
                        "HISTORY_DAYS", "90",
                        "DELIVERIES", "none",
                        "CAMPAIGN_TAG", "newsletter",
                        "RULES", "/opt/rules",
                        "PII", "hash",
                        "PII_KEY_SECRET_ARN", ARN)));
    }

    @ParameterizedTest
    @CsvSource({
        "SOFT_LIMIT_COUNT, 1", "SOFT_LIMIT_COUNT, 32",
        "SOFT_LIMIT_DAYS, 0", "SOFT_LIMIT_DAYS, 31",
        "HISTORY_DAYS, 30", "HISTORY_DAYS, 2147483647"
    })
    void takeTheBounds(String variable, String value) {
        Policy policy = Settings.of(Map.of(variable, value)).policy();
        long set = switch (variable) {
            case "SOFT_LIMIT_COUNT" -> policy.softLimit();
            case "SOFT_LIMIT_DAYS" -> policy.softSpan().toDays();
            default -> policy.historyRetention().toDays();
        };
        assertEquals(value, Long.toString(set));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SOFT_LIMIT_COUNT | 0    | the soft limit is 1 to 32 bounces, not 0
            SOFT_LIMIT_COUNT | 33   | the soft limit is 1 to 32 bounces, not 33
            SOFT_LIMIT_DAYS  | -1   | the span of the soft limit is 0 to 31 days, not PT-24H
            SOFT_LIMIT_DAYS  | 32   | the span of the soft limit is 0 to 31 days, not PT768H
            HISTORY_DAYS     | 29   | the history is kept for at least 30 days, not PT696H
            """)
    void refuseWhatIsBeyondThem(String variable, String value, String why) {
        assertEquals("SOFT_LIMIT_COUNT, SOFT_LIMIT_DAYS or HISTORY_DAYS: " + why, refusal(Map.of(variable, value)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            HISTORY_DAYS     | 1e3        | HISTORY_DAYS is a number, not "1e3"
            SOFT_LIMIT_COUNT | 3000000000 | SOFT_LIMIT_COUNT is a number, not "3000000000"
            DELIVERIES       | some       | DELIVERIES is all or none, not "some"
            PII              | Hash       | PII is clear or hash, not "Hash"
            PII              | hash       | PII=hash needs PII_KEY_SECRET_ARN, the ARN of the secret with the key of the hashes
            """)
    void sayWhichVariableIsWrong(String variable, String value, String why) {
        assertEquals(why, refusal(Map.of(variable, value)));
    }

    private static String refusal(Map<String, String> variables) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Settings.of(variables))
                .getMessage());
    }
}
