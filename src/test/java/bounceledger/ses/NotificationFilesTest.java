package bounceledger.ses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NotificationFilesTest {

    private static final Set<Integer> MISSION = Set.of(
            0, 200, 422, 431, 441, 444, 450, 471, 500, 510, 511, 512, 521, 522, 523, 532, 535, 544, 546, 550, 571, 1001,
            1002);

    static Stream<Notification> notifications() {
        return Notification.all();
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void isReadAsExpected(Notification notification) {
        Batch batch = new SesReader(SesReader.CAMPAIGN_TAG).read(notification.input(), Notification.NOW);

        assertEquals(
                notification.expected().get("records").toPrettyString(),
                Description.of(batch).toPrettyString());
        assertEquals(notification.text().contains("\"aws:sqs\""), batch.fromQueue());
    }

    @Test
    void everyNotificationHasItsExpectation() {
        List<String> files = Notification.files(Notification.FOLDER);
        Set<String> unpaired = files.stream()
                .map(file -> file.replace(Notification.EXPECTED, ".json"))
                .filter(file -> !files.contains(file) || !files.contains(file.replace(".json", Notification.EXPECTED)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unpaired);
        assertTrue(files.stream().allMatch(file -> file.endsWith(".json")), files::toString);
    }

    @Test
    void everyCodeOfTheMissionIsShownBySomeSubscriber() {
        Set<Integer> missing = new TreeSet<>(MISSION);
        subscribers()
                .forEach(subscriber ->
                        missing.remove(subscriber.path("responseCode").intValue()));
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyClassificationIsShownBySomeSubscriber() {
        Set<String> missing = Arrays.stream(Classification.values())
                .map(Classification::toString)
                .collect(Collectors.toSet());
        subscribers()
                .forEach(subscriber ->
                        missing.remove(subscriber.path("classification").asText()));
        assertEquals(Set.of(), missing);
    }

    private static Stream<JsonNode> subscribers() {
        return Notification.all().flatMap(n -> n.expected().path("subscribers").valueStream());
    }
}
