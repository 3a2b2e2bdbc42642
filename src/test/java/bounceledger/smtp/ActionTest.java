package bounceledger.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionTest {

    @Test
    void readsTheFieldInAnyCase() {
        assertEquals(Optional.of(Action.FAILED), Action.parse(" Failed "));
        assertEquals(Optional.of(Action.EXPANDED), Action.parse("expanded"));
        assertEquals(Optional.empty(), Action.parse("lost"));
    }

    @Test
    void replyCodesHaveThreeDigitsFrom200To599() {
        assertEquals(5, new ReplyCode(599).replyClass());
        assertEquals("200", new ReplyCode(200).toString());
        assertThrows(IllegalArgumentException.class, () -> new ReplyCode(199));
        assertThrows(IllegalArgumentException.class, () -> new ReplyCode(600));
    }
}
