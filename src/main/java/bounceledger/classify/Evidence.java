package bounceledger.classify;

import org.jspecify.annotations.Nullable;

/**
 * Why a verdict is as it is.
 *
 * @param tier what kind of statement decided
 * @param rule the id of the rule that decided, or null below the tier of rules
 * @param matched the words that matched, as they stand in the text, or null
 * @param reply which reply decided
 * @param start index of the first matched character in the {@code text} of that reply's normal form, or -1
 * @param end index after the last one, or -1
 * @param codesAlone what the codes say without the words, where that differs from the verdict; else null
 */
public record Evidence(
        Tier tier,
        @Nullable String rule,
        @Nullable String matched,
        Reply reply,
        int start,
        int end,
        @Nullable Classification codesAlone) {

    /** Kinds of statements, the stronger first. */
    public enum Tier {
        SES_STATE,
        TEXT,
        ENHANCED_STATUS_CODE,
        REPLY_CODE,
        BOUNCE_SUB_TYPE,
        NONE;

        private final String word = Word.of(this);

        @Override
        public String toString() {
            return word;
        }
    }

    /** The reply itself, or the one that it quotes. */
    public enum Reply {
        OUTER,
        CAUSE;

        private final String word = Word.of(this);

        @Override
        public String toString() {
            return word;
        }
    }
}
