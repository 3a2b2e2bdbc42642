package bounceledger.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.subscriber.LedgerStore.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "RECORDED,     recorded,     true",
        "OUT_OF_ORDER, out-of-order, true",
        "DUPLICATE,    duplicate,    false",
        "ERASED,       erased,       false",
        "CONTENDED,    contended,    false",
        "UNTAKEN,      untaken,      false"
    })
    void hasAWordAndTellsWhetherTheEntryIsNew(Outcome outcome, String word, boolean isNew) {
        assertEquals(word, outcome.toString());
        assertEquals(isNew, outcome.isNew());
    }
}
