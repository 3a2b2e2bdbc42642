package bounceledger.classify;

import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import org.jspecify.annotations.Nullable;

/**
 * The three digits shown for a failed delivery, and which reading of them applies.
 *
 * @param value an enhanced status code without its dots, a reply code, or 400 or 500 where neither says anything
 * @param from which of these it is
 */
public record ResponseCode(int value, Source from) {

    /** Where the digits come from. */
    public enum Source {
        ENHANCED_STATUS_CODE,
        REPLY_CODE,
        PERMANENCE;

        private final String word = Word.of(this);

        @Override
        public String toString() {
            return word;
        }
    }

    /** The code of a reply with these codes, which is of this permanence. */
    public static ResponseCode of(
            @Nullable ReplyCode replyCode, @Nullable EnhancedStatusCode enhancedStatusCode, Permanence permanence) {
        if (enhancedStatusCode != null && condenses(enhancedStatusCode)) {
            int detail = enhancedStatusCode.detail() > 9 ? 0 : enhancedStatusCode.detail();
            return new ResponseCode(
                    enhancedStatusCode.statusClass() * 100 + enhancedStatusCode.subject() * 10 + detail,
                    Source.ENHANCED_STATUS_CODE);
        }
        int expected = permanence == Permanence.PERMANENT ? 5 : 4;
        if (replyCode != null && replyCode.replyClass() == expected) {
            return new ResponseCode(replyCode.value(), Source.REPLY_CODE);
        }
        return new ResponseCode(expected * 100, Source.PERMANENCE);
    }

    /** Subjects 0 and 5 would read as basic replies, and 8 and up are not registered. */
    private static boolean condenses(EnhancedStatusCode code) {
        return code.subject() != 0 && code.subject() != 5 && code.subject() <= 7 && code.statusClass() != 2;
    }
}
