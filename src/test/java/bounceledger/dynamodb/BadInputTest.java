package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.ANN;
import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Occurrence;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import bounceledger.subscriber.Subscriber;
import bounceledger.subscriber.SubscriberStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send, and somebody does. */
class BadInputTest {

    private final LedgerStore store =
            new DynamoDbLedger(EmbeddedTable.client(), EmbeddedTable.create(), Policy.DEFAULT, Addresses.clear());

    @Test
    void tellsCampaignsOfFourKilobytesApart() {
        String one = "é".repeat(2048) + "1";
        String other = "é".repeat(2048) + "2";
        Entry entry = Samples.in(one, Samples.delivery("m1", START));
        List<Entry> entries = List.of(entry, Samples.in(other, Samples.delivery("m2", START)), entry);
        assertEquals(List.of(Outcome.RECORDED, Outcome.RECORDED, Outcome.DUPLICATE), store.record(entries, START));
        assertEquals(1, store.statistics(one).delivered());
        assertEquals(1, store.statistics(other).delivered());
        String kept = store.history(ANN, 1, START).get(0).event().occurrence().campaign();
        assertTrue(kept != null && kept.getBytes(StandardCharsets.UTF_8).length <= 256);
    }

    @Test
    void takesTheWholeTextOfADiagnosticForGrantedAndKeepsTwoKilobytes() {
        String diagnostic = "550 5.1.1 " + "nö ".repeat(4000);
        store.record(List.of(Samples.unmatched("m", START, diagnostic, diagnostic)), START);
        Event.Bounce kept = (Event.Bounce) store.history(ANN, 1, START).get(0).event();
        String text = kept.failure().diagnosticCode();
        assertTrue(text != null && diagnostic.startsWith(text));
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(octets > 2044 && octets <= 2048, () -> octets + " octets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9999-12-31T23:59:59.999Z",
                "+1000000-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "-0500-01-01T00:00:00Z"
            })
    void keepsEventsOfAnyYear(String at) {
        Entry entry = Samples.hard("m", Instant.parse(at));
        assertEquals(List.of(Outcome.RECORDED, Outcome.DUPLICATE), store.record(List.of(entry, entry), START));
        assertEquals(
                1,
                store.list(SubscriberStatus.UNDELIVERABLE, 10, null, START)
                        .subscribers()
                        .size());
        assertEquals(1, store.history(ANN, 10, START).size());
        assertEquals(Outcome.ERASED, store.erase(ANN, false, day(1)));
        assertEquals(List.of(), store.history(ANN, 10, START));
    }

    @Test
    void recordsAnEventOfFiftyRecipients() {
        List<Entry> entries = IntStream.range(0, 50)
                .mapToObj(i -> Samples.of(
                        new EmailAddress("reader" + i, "example.org"),
                        Samples.unmatched("m", START, "text " + i, "450 text " + i)))
                .toList();
        assertEquals(Collections.nCopies(50, Outcome.RECORDED), store.record(entries, START));
        assertEquals(Collections.nCopies(50, Outcome.DUPLICATE), store.record(entries, START));
        assertEquals(50, store.find(recipients(entries)).size());
        assertTrue(store.find(recipients(entries)).values().stream()
                .allMatch(facets ->
                        Subscriber.of(ANN, facets, Policy.DEFAULT, START).status() == SubscriberStatus.BOUNCING));
        assertEquals(25, store.unmatched(100, START).size());
    }

    private static List<EmailAddress> recipients(List<Entry> entries) {
        return entries.stream().map(e -> e.event().occurrence().recipient()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@EXAMPLE.org", "Ann <ANN@example.org.>"})
    void knowsOneRecipientInTwoSpellings(String spelling) {
        EmailAddress same = EmailAddress.parse(spelling).orElseThrow();
        Entry entry = Samples.soft("m", START);
        assertEquals(
                List.of(Outcome.RECORDED, Outcome.DUPLICATE),
                store.record(List.of(entry, Samples.of(same, entry)), START));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "δοκιμή@παράδειγμα.δοκιμή",
                "用户@例子.测试",
                "o'brien+tag@[192.0.2.1]",
                "a#b@example.org",
                "#@example.org"
            })
    void keepsAddressesOfAnyScript(String text) {
        EmailAddress address = EmailAddress.parse(text).orElseThrow();
        store.record(List.of(Samples.of(address, Samples.hard("m", START))), START);
        assertEquals(1, store.history(address, 10, START).size());
        assertEquals(
                address,
                store.list(SubscriberStatus.UNDELIVERABLE, 10, null, START)
                        .subscribers()
                        .get(0)
                        .email());
    }

    @Test
    void takesTextsThatAreNoUnicode() {
        Occurrence of = new Occurrence("m\ud800", ANN, START, "c\udc00", "\ud800");
        Entry entry = Entry.of(new Event.Subscription(of, "", false));
        Entry reactivation = Entry.of(new Event.Reactivation(of, "\u0000", "\ud800".repeat(10_000)));
        assertEquals(
                List.of(Outcome.RECORDED, Outcome.RECORDED, Outcome.DUPLICATE),
                store.record(List.of(entry, reactivation, entry), START));
        assertEquals(1, store.statistics("c\udc00").unsubscribed());
    }
}
