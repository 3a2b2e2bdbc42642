package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.InvalidCursorException;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import bounceledger.subscriber.SubscriberStatus;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors that no list gave. */
class CursorTest {

    private final DynamoDbLedger ledger =
            new DynamoDbLedger(EmbeddedTable.client(), EmbeddedTable.create(), Policy.DEFAULT, Addresses.clear());

    @BeforeEach
    void record() {
        for (String name : List.of("ann", "bob", "eve")) {
            ledger.record(List.of(Samples.of(new EmailAddress(name, "example.org"), Samples.soft("m", START))), START);
        }
    }

    private int listed(SubscriberStatus status, String cursor) {
        return ledger.list(status, 10, cursor, START).subscribers().size();
    }

    private String given() {
        return Objects.requireNonNull(
                ledger.list(SubscriberStatus.BOUNCING, 1, null, START).cursor());
    }

    @Test
    void oneThatWasGivenLeadsOn() {
        assertEquals(2, listed(SubscriberStatus.BOUNCING, given()));
    }

    @Test
    void noneOfAnotherStatusAndNoneThatIsChangedIsTaken() {
        String cursor = given();
        assertThrows(InvalidCursorException.class, () -> listed(SubscriberStatus.COMPLAINED, cursor));
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
            String cut = cursor.substring(0, i);
            assertThrows(InvalidCursorException.class, () -> listed(SubscriberStatus.BOUNCING, changed), changed);
            assertThrows(InvalidCursorException.class, () -> listed(SubscriberStatus.BOUNCING, cut), cut);
        }
    }

    /** The sum is no secret: whoever knows how it is made can make one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "\u0000",
                "bouncing#0",
                ":position OR attribute_exists(pk)",
                "2026-11-20T10:00:00.000Z",
                "2026-11-20T10:00:00.000Z#",
                "2026-11-20T10:00:00.000Z#0123456789abcdef0123456789"
            })
    void noPositionThatIsNoneIsTaken(String position) {
        String forged = Cursor.of(position, SubscriberStatus.BOUNCING);
        assertThrows(InvalidCursorException.class, () -> listed(SubscriberStatus.BOUNCING, forged));
    }
}
