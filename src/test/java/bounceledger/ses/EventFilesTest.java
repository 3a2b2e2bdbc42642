package bounceledger.ses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.subscriber.Event;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EventFilesTest {

    private static final Path FOLDER = Path.of("events");
    private static final Instant LATEST = Instant.parse("2026-11-23T00:00:00Z");
    private static final Pattern DOMAIN = Pattern.compile("@(?!example\\.(?:org|net|com)\\b)");

    static Stream<String> files() {
        return Notification.files(FOLDER).stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRead(String file) {
        Batch batch = read(file);

        assertEquals(file.startsWith("sqs-"), batch.fromQueue());
        assertEquals(
                file.equals("sqs-batch-with-failures.json"),
                batch.records().stream().anyMatch(record -> record.refusal().isPresent()));
        events(file).forEach(event -> assertTrue(event.occurrence().at().isBefore(LATEST)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isWrittenForTheEye(String file) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        int lines = mapper.writeValueAsString(Notification.json(FOLDER.resolve(file)))
                .split("\n")
                .length;
        String text = Notification.text(FOLDER.resolve(file));
        assertTrue(text.split("\n").length >= lines, file);
        assertTrue(text.endsWith("}\n"), file);
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesNobodyReal(String file) {
        String text = Notification.text(FOLDER.resolve(file));
        assertFalse(DOMAIN.matcher(text).find(), file);
    }

    @Test
    void everyKindOfEventAndAcknowledgementIsThere() {
        Set<String> found = files().flatMap(EventFilesTest::events)
                .map(event -> event.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("Bounce", "Complaint", "Delivery", "DeliveryDelay", "NotSent", "Subscription"), found);
        assertEquals(
                Set.of("CLICK", "OPEN", "SEND", "SET_UP"),
                files().flatMap(file -> read(file).records().stream())
                        .filter(Received.Acknowledged.class::isInstance)
                        .map(record -> ((Received.Acknowledged) record).kind().name())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<Event> events(String file) {
        return read(file).records().stream().flatMap(record -> record.events().stream());
    }

    private static Batch read(String file) {
        return new SesReader(SesReader.CAMPAIGN_TAG)
                .read(Notification.text(FOLDER.resolve(file)).getBytes(StandardCharsets.UTF_8), Notification.NOW);
    }
}
