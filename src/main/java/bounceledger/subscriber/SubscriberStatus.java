package bounceledger.subscriber;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a subscriber stands, the gravest first. {@link #toString()} is the word. */
public enum SubscriberStatus {
    /** They called mail of this sender unwanted. */
    COMPLAINED(false),
    /** They left. */
    UNSUBSCRIBED(false),
    /** Mail does not reach them, and will not. */
    UNDELIVERABLE(false),
    /** SES does not send to them. */
    SUPPRESSED(false),
    /** The last mail came back, which is not enough to drop them. */
    BOUNCING(true),
    /** Nothing speaks against sending. */
    ACTIVE(true);

    private final boolean sendable;

    SubscriberStatus(boolean sendable) {
        this.sendable = sendable;
    }

    /** Whether mail may be sent. */
    public boolean sendable() {
        return sendable;
    }

    /** The status with this word. */
    public static Optional<SubscriberStatus> of(String word) {
        return Arrays.stream(values()).filter(s -> s.toString().equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
