package bounceledger.codes;

import bounceledger.classify.ResponseCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one number can mean. Of the four readings at least one is there.
 *
 * @param code the number: three digits, or 0, 1001, 1002
 * @param title what it usually means, in a few words
 * @param responseCodeFrom the readings in which a verdict shows this number; none for the codes that only subscribers have
 * @param asSubscriberCode what it says about a subscriber as such, or null
 * @param asReplyCode its meaning at the front of an SMTP reply, or null
 * @param asEnhancedStatusCode its meaning as an enhanced status code without dots, or null
 * @param asPermanence its meaning where no better number is known, or null for all but 400 and 500
 */
public record CodeEntry(
        int code,
        String title,
        List<ResponseCode.Source> responseCodeFrom,
        @Nullable Reading asSubscriberCode,
        @Nullable Reading asReplyCode,
        @Nullable Reading asEnhancedStatusCode,
        @Nullable Reading asPermanence) {}
