package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A status item is read and written with every event: four kilobytes are one unit to read. */
class StatusItemSizeTest {

    private static final EmailAddress SUBSCRIBER =
            new EmailAddress("a.name.as.long.as.most.of.the.long.ones", "mail.subsidiary.example.org");

    /** Every facet full: as many bounces, deliveries and runs as are kept, ten topics, a complaint, an echo. */
    private static Facets busy() {
        List<Entry> entries = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> entries.add(Samples.soft(messageId(i), day(i))));
        IntStream.range(0, 50).forEach(i -> entries.add(Samples.delivery(messageId(100 + i), day(i + 0.1))));
        IntStream.range(1, 8).forEach(i -> entries.add(Samples.delivery(messageId(200 + i), day(-90.0 * i))));
        IntStream.range(0, 10).forEach(i -> entries.add(Samples.optOut(messageId(300 + i), day(i), "newsletter-" + i)));
        entries.add(Samples.complaint(messageId(400), day(3), Weight.COMPLAINT));
        entries.add(Samples.hard(messageId(401), day(4)));
        entries.add(Samples.blocked(messageId(402), day(5)));
        entries.add(Samples.echo(messageId(403), day(6), "OnAccountSuppressionList"));
        entries.add(Samples.reactivation(day(-400)));
        return Samples.facets(entries.toArray(Entry[]::new));
    }

    private static String messageId(int i) {
        Random random = new Random(i);
        return Stream.of(16, 8, 4, 4, 4, 12, 6)
                .map(digits -> String.format("%016x", random.nextLong()).substring(0, digits))
                .reduce((one, other) -> one + "-" + other)
                .orElseThrow();
    }

    private static Map<String, AttributeValue> item(Facets facets) {
        StatusItem item = new StatusItem(facets, null, Long.MIN_VALUE);
        return item.item(new Keys(Addresses.clear()), SUBSCRIBER, Policy.DEFAULT, day(60));
    }

    @Test
    void isUnderFourKilobytesForABusySubscriber() {
        int size = ItemSize.of(item(busy()));
        assertTrue(size < 4096, size + " octets");
    }

    @Test
    void isUnderOneKilobyteForASubscriberWhoTakesMail() {
        Facets facets = Samples.facets(IntStream.range(0, 100)
                .mapToObj(i -> Samples.delivery(messageId(i), day(i)))
                .toArray(Entry[]::new));
        int size = ItemSize.of(item(facets));
        assertTrue(size < 1024, size + " octets");
    }

    @Test
    void comesBackAsItWentIn() {
        for (Facets facets : List.of(
                Facets.EMPTY,
                busy(),
                Samples.facets(Samples.soft("", START), Samples.delivery("no SES id", START)),
                Samples.facets(Samples.hard("0100-", START), Samples.echo("0".repeat(60), START, null)))) {
            assertEquals(facets, FacetsAttribute.read(FacetsAttribute.of(facets)));
        }
    }
}
