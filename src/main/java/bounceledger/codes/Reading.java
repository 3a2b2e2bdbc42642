package bounceledger.codes;

import bounceledger.classify.Classification;
import bounceledger.classify.Permanence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One meaning of a number.
 *
 * @param code the code as it is written in full, such as {@code 550} or {@code 5.1.1}; {@code 5.4.n} or {@code 5yz} where it
 *     is not registered and only its first parts can be explained
 * @param title the meaning in a few words
 * @param explanation the meaning in a few sentences
 * @param advice what a sender does about it
 * @param permanence what its first digit says, or null outside failures
 * @param classification what it says without any words, or null when it says nothing
 * @param alsoShownFor the finer codes that share the number, since their last part has two digits or more
 */
public record Reading(
        String code,
        String title,
        String explanation,
        String advice,
        @Nullable Permanence permanence,
        @Nullable Classification classification,
        List<Reading> alsoShownFor) {

    Reading alsoShownFor(List<Reading> others) {
        return new Reading(code, title, explanation, advice, permanence, classification, List.copyOf(others));
    }
}
