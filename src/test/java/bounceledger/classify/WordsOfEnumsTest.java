package bounceledger.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsOfEnumsTest {

    @ParameterizedTest
    @EnumSource(Classification.class)
    void aClassificationIsFoundByItsWord(Classification classification) {
        assertEquals(Optional.of(classification), Classification.of(classification.toString()));
        assertEquals(Optional.empty(), Classification.of(classification.name()));
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void anEffectIsFoundByItsWord(Effect effect) {
        assertEquals(Optional.of(effect), Effect.of(effect.toString()));
        assertEquals(Optional.empty(), Effect.of(effect.name()));
    }

    @Test
    void areInLowerCaseWithHyphens() {
        assertEquals("mailbox-unknown", Classification.MAILBOX_UNKNOWN.toString());
        assertEquals("weak", Effect.WEAK.toString());
        assertEquals("vague", Rule.Rank.VAGUE.toString());
        assertEquals("provider", Label.Kind.PROVIDER.toString());
        assertEquals("enhanced-status-code", ResponseCode.Source.ENHANCED_STATUS_CODE.toString());
        assertEquals("bounce-sub-type", Evidence.Tier.BOUNCE_SUB_TYPE.toString());
        assertEquals("cause", Evidence.Reply.CAUSE.toString());
        assertEquals("infrastructure", Fault.INFRASTRUCTURE.toString());
        assertEquals("undetermined", Permanence.UNDETERMINED.toString());
    }

    @Test
    void aClassificationSaysWhoseFaultItIs() {
        assertEquals(Fault.RECIPIENT, Classification.MAILBOX_FULL.fault());
        assertEquals(Fault.SENDER, Classification.BLOCKED.fault());
        assertEquals(Fault.CONTENT, Classification.BAD_CONTENT.fault());
        assertEquals(Fault.INFRASTRUCTURE, Classification.EXPIRED.fault());
        assertEquals(Fault.NONE, Classification.UNKNOWN.fault());
    }

    @Test
    void sesWordsForItsBounces() {
        assertEquals(BounceType.PERMANENT, BounceType.of("Permanent"));
        assertEquals(BounceType.TRANSIENT, BounceType.of("Transient"));
        assertEquals(BounceType.UNDETERMINED, BounceType.of("Undetermined"));
        assertEquals(BounceType.UNDETERMINED, BounceType.of("permanent"));
    }
}
