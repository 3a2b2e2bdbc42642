package bounceledger.subscriber;

import bounceledger.classify.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * An event with its verdict: what the history keeps.
 *
 * @param event what happened
 * @param verdict what it was judged to be; null for every event but a bounce and a delay
 */
public record Entry(Event event, @Nullable Verdict verdict) {

    public Entry {
        boolean judged = event instanceof Event.Bounce || event instanceof Event.DeliveryDelay;
        if (judged != (verdict != null)) {
            throw new IllegalArgumentException("a " + event.type() + (judged ? " needs a verdict" : " has no verdict"));
        }
    }

    /** An event that there is nothing to judge about. */
    public static Entry of(Event event) {
        return new Entry(event, null);
    }
}
