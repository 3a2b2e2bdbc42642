package bounceledger.subscriber;

import bounceledger.classify.Classification;
import bounceledger.smtp.EmailAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of the subscribers of one status.
 *
 * @param subscribers those of whom something was heard last, first
 * @param cursor where to go on, without any address in it; null after the last
 */
public record SubscriberPage(
        List<Listed> subscribers, @Nullable String cursor) {

    public SubscriberPage {
        subscribers = List.copyOf(subscribers);
    }

    /**
     * What a list shows of a subscriber: what was true when something was last heard of them.
     *
     * @param email whose mail it is; null where addresses are not kept
     * @param status where they stand
     * @param responseCode as in {@link Subscriber}
     * @param classification as in {@link Subscriber}
     * @param updatedAt the time of the latest event
     */
    public record Listed(
            @Nullable EmailAddress email,
            SubscriberStatus status,
            int responseCode,
            @Nullable Classification classification,
            Instant updatedAt) {}
}
