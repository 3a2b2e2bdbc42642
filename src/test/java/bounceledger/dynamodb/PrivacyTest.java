package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.ANN;
import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.smtp.DiagnosticCode;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import bounceledger.subscriber.SubscriberPage.Listed;
import bounceledger.subscriber.SubscriberStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an address may stand, and where it may not. */
class PrivacyTest {

    private static final byte[] KEY = "a key that nobody knows".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_KEY = "a key that others know".getBytes(StandardCharsets.UTF_8);
    private static final String DIAGNOSTIC = "550 5.1.1 <Ann@example.org>: user ann does not exist";

    private final String table = EmbeddedTable.create();
    private final LedgerStore clear = open(Addresses.clear());
    private final LedgerStore hashed = open(Addresses.hashed(KEY));

    private DynamoDbLedger open(Addresses addresses) {
        return new DynamoDbLedger(EmbeddedTable.client(), table, Policy.DEFAULT, addresses);
    }

    private static List<Entry> entries() {
        return List.of(
                Samples.unmatched("m1", START, DIAGNOSTIC, DIAGNOSTIC),
                Samples.hard("m2", START),
                Samples.complaint("m3", day(1), Weight.COMPLAINT),
                Samples.optOut("m3", day(1), "news"),
                Samples.reactivation(day(2)),
                Samples.hard("m4", day(3)));
    }

    @Test
    void writesNoAddressDownWhereItIsHashed() {
        hashed.record(entries(), day(3));
        String all = EmbeddedTable.dump(table);
        assertTrue(all.contains("user *** does not exist"));
        assertFalse(all.toLowerCase(java.util.Locale.ROOT).contains("ann"), all);
        assertFalse(all.contains("example.org"), all);
    }

    @Test
    void stillFindsWhoIsHashed() {
        hashed.record(entries(), day(3));
        assertEquals(Samples.facets(entries().toArray(Entry[]::new)), hashed.find(ANN));
        List<Entry> history = hashed.history(ANN, 10, day(3));
        assertEquals(6, history.size());
        assertTrue(history.stream()
                .allMatch(e -> e.event().occurrence().recipient().equals(ANN)));
        assertTrue(history.stream()
                .map(Entry::event)
                .anyMatch(event -> event instanceof Event.Bounce bounce
                        && "550 5.1.1 <***>: user *** does not exist"
                                .equals(bounce.failure().diagnosticCode())));
    }

    @Test
    void recognisesWhatIsHashedWhenItIsRedelivered() {
        hashed.record(entries(), START);
        assertEquals(
                List.of(Outcome.DUPLICATE),
                hashed.record(List.of(Samples.unmatched("m1", START, DIAGNOSTIC, DIAGNOSTIC)), START));
    }

    @Test
    void listsWhoIsHashedWithoutTheAddress() {
        hashed.record(entries(), day(3));
        List<Listed> listed =
                hashed.list(SubscriberStatus.UNDELIVERABLE, 10, null, day(3)).subscribers();
        assertEquals(1, listed.size());
        assertNull(listed.get(0).email());
        assertEquals(511, listed.get(0).responseCode());
    }

    @Test
    void findsNobodyUnderAnotherKey() {
        hashed.record(entries(), day(3));
        assertEquals(Facets.EMPTY, open(Addresses.hashed(OTHER_KEY)).find(ANN));
        assertEquals(Facets.EMPTY, clear.find(ANN));
    }

    @Test
    void refusesToOpenATableUnderAnotherKeyThanTheFirst() {
        for (int twice = 0; twice < 2; twice++) {
            open(Addresses.hashed(KEY)).open();
            open(Addresses.clear(KEY)).open();
        }
        for (Addresses other : List.of(Addresses.hashed(OTHER_KEY), Addresses.clear(OTHER_KEY), Addresses.clear())) {
            assertEquals(
                    "the table " + table
                            + " was begun with another key of the address hashes than it is opened with now:"
                            + " nobody in it would be found",
                    assertThrows(IllegalStateException.class, () -> open(other).open())
                            .getMessage());
        }
    }

    @Test
    void findsWhoIsHashedUnderTheSameKeyWhenAddressesAreKeptFromNowOn() {
        hashed.record(entries(), day(3));
        assertEquals(hashed.find(ANN), open(Addresses.clear(KEY)).find(ANN));
    }

    @Test
    void leavesNoAddressBehindWhenItErases() {
        clear.record(entries(), day(3));
        assertTrue(EmbeddedTable.dump(table).contains(ANN.toString()));
        clear.erase(ANN, false, day(4));
        String all = EmbeddedTable.dump(table);
        assertFalse(all.contains("ann@"), all);
        assertFalse(all.contains("Ann@"), all);
        assertFalse(all.contains("history#"), all);
    }

    @Test
    void keepsTheMarkerOfAnErasureForThirtyDaysUnlessItForbids() {
        clear.record(List.of(Samples.hard("m", START)), START);
        clear.erase(ANN, false, day(1));
        String expiry = "expiresAt=AttributeValue(N=" + day(31).getEpochSecond() + ")";
        assertTrue(EmbeddedTable.dump(table).contains(expiry));
        clear.record(List.of(Samples.complaint("m", day(2), Weight.COMPLAINT)), day(2));
        clear.erase(ANN, false, day(3));
        assertFalse(EmbeddedTable.dump(table).contains("expiresAt"));
    }

    @Test
    void masksTheTextsThatNoRuleKnewWhereverAddressesAreKept() {
        clear.record(List.of(Samples.unmatched("m1", START, "550 user ann unknown", DIAGNOSTIC)), START);
        var text = clear.unmatched(1, START).get(0);
        assertEquals("550 user *** unknown", text.fingerprint());
        assertEquals("550 5.1.1 <***>: user *** does not exist", text.example());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    no address                         ~ no address
                    <ann@example.org>: unknown         ~ <***>: unknown
                    <ann@example.org>... User unknown  ~ <***>... User unknown
                    mailto:Ann@Example.ORG             ~ ***
                    user=ann not found                 ~ *** not found
                    account "ann" is disabled          ~ account "***" is disabled
                    no mailbox here by that name: ann. ~ no mailbox here by that name: ***.
                    bounce-ann=example.org@news.test   ~ ***
                    https://x.test/?to=ann%40x.test    ~ ***
                    for ANN, annual and hannah         ~ for ***, annual and hannah
                    bob@example.net too                ~ *** too
                    """)
    void masksAddressesAndTheRecipientsName(String text, String masked) {
        assertEquals(masked, Texts.mask(text, ANN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
                    <o'brien@example.org>: unknown ~ <***>: unknown
                    'o'brien@example.org' unknown  ~ '***' unknown
                    user o'brien not found         ~ user *** not found
                    user=O'Brien not found         ~ *** not found
                    no 'o'brien' here!             ~ no '***' here!
                    a brien is no O                ~ a brien is no O
                    """)
    void masksWhoHasAQuoteInTheName(String text, String masked) {
        assertEquals(masked, Texts.mask(text, new EmailAddress("o'brien", "example.org")));
    }

    @Test
    void masksANameInQuotes() {
        EmailAddress quoted = EmailAddress.parse("\"ann\"@example.org").orElseThrow();
        assertEquals("<\"***\"***>: unknown", Texts.mask("<\"Ann\"@example.org>: unknown", quoted));
    }

    @Test
    void masksWhatIsMaskedNoFurther() {
        String masked = Texts.mask(DIAGNOSTIC, ANN);
        assertEquals(masked, Texts.mask(masked, ANN));
        assertEquals(DiagnosticCode.parse(masked), DiagnosticCode.parse(Texts.mask(masked, ANN)));
    }
}
