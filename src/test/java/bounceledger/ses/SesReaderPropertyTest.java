package bounceledger.ses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

final class SesReaderPropertyTest {

    private static final List<Notification> NOTIFICATIONS = Notification.all().toList();
    private static final SesReader READER = new SesReader(SesReader.CAMPAIGN_TAG);
    private static final String GOOD = Notification.of("delivery-200").text();

    @Provide
    Arbitrary<Notification> notifications() {
        return Arbitraries.of(NOTIFICATIONS);
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void whateverComesIsReadOrRefusedWithoutItsContent(
            @ForAll("notifications") Notification notification, @ForAll long seed) {
        Batch batch = READER.read(new Mutation(seed).octets(notification.text()), Notification.NOW);

        assertFalse(batch.records().isEmpty());
        for (Received record : batch.records()) {
            assertFalse(record.id().isBlank());
            record.refusal()
                    .ifPresent(refusal -> assertTrue(
                            refusal.toString().length() < 120
                                    && !refusal.toString().contains("@"),
                            refusal::toString));
        }
    }

    @Property(tries = 300)
    void anyOctetsAreReadOrRefused(@ForAll byte[] octets) {
        assertEquals(1, READER.read(octets, Notification.NOW).records().size());
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void aSpoiledRecordDoesNotSpoilItsNeighbour(@ForAll("notifications") Notification notification, @ForAll long seed) {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.putArray("Records")
                .add(record("spoiled", new Mutation(seed).structure(notification.text())))
                .add(record("good", GOOD));
        List<Received> records = READER.read(batch.toString().getBytes(StandardCharsets.UTF_8), Notification.NOW)
                .records();

        assertEquals("spoiled", records.get(0).id());
        assertEquals("good", records.get(1).id());
        assertEquals(1, records.get(1).events().size());
    }

    private static ObjectNode record(String id, String body) {
        return JsonNodeFactory.instance.objectNode().put("messageId", id).put("body", body);
    }
}
