package bounceledger.subscriber;

import bounceledger.smtp.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where subscribers and their history are kept. Many processes may record at once; none waits for another. */
public interface LedgerStore {

    /** What became of an entry. {@link #CONTENDED} and {@link #UNTAKEN} ask for it to be handed in again. */
    enum Outcome {
        /** It is written down, and whatever follows from it. */
        RECORDED,
        /** It is written down in the same way, though something that happened later to this subscriber had been. */
        OUT_OF_ORDER,
        /** It was written down before; nothing changed that a copy should not change. */
        DUPLICATE,
        /** The recipient was erased after it happened; nothing changed. */
        ERASED,
        /** Other writers were faster too often; nothing of it is written. */
        CONTENDED,
        /** The time was over before its turn came; nothing of it is written. */
        UNTAKEN;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** Whether the entry is written down now and was not before. */
        public boolean isNew() {
            return this == RECORDED || this == OUT_OF_ORDER;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * Makes sure that what is kept here can be found. Every invocation begins with it; once it went well it costs nothing.
     *
     * @throws IllegalStateException saying why, when it could not
     */
    default void open() {}

    /**
     * Writes entries down: each one's claim to be new, its recipient's facets and its statistics together or not at all.
     *
     * <p>The entry that comes first under an {@link Event#id() id} is the one that is kept, verdict and all. A later copy
     * neither enters the history nor counts again; it may bring the campaign that the first lacked, and a complaint's copy,
     * whose time is no part of its id, is still joined to the facets.
     *
     * @param entries of any recipients, in any order
     * @param receivedAt when they were handed to us, from which they are kept for the time that the policy says
     * @return the outcome of each entry, in the order of the entries
     */
    List<Outcome> record(List<Entry> entries, Instant receivedAt);

    /**
     * The same, as long as there is time: it is asked for before each entry, and those that it was over for are {@link
     * Outcome#UNTAKEN}.
     */
    default List<Outcome> record(List<Entry> entries, Instant receivedAt, BooleanSupplier timeIsLeft) {
        return entries.stream()
                .map(entry -> timeIsLeft.getAsBoolean()
                        ? record(List.of(entry), receivedAt).get(0)
                        : Outcome.UNTAKEN)
                .toList();
    }

    /** The facets of each of these subscribers; {@link Facets#EMPTY} of one never heard of. */
    Map<EmailAddress, Facets> find(Collection<EmailAddress> subscribers);

    /** The facets of one subscriber; {@link Facets#EMPTY} when never heard of. */
    default Facets find(EmailAddress subscriber) {
        return find(List.of(subscriber)).getOrDefault(subscriber, Facets.EMPTY);
    }

    /**
     * What happened to a subscriber's mail, the latest first.
     *
     * @param limit no more entries than this
     * @param now entries whose time is over by then are left out
     */
    List<Entry> history(EmailAddress subscriber, int limit, Instant now);

    /**
     * The subscribers of one status, those of whom something was heard last first.
     *
     * @param status any but {@code active}, which is everybody else
     * @param limit no more than this, at least 1; there may be fewer though more follow
     * @param cursor that of the page before, or null for the first
     * @param now for the suppressions that lapse
     * @throws InvalidCursorException when the cursor is none of this status
     */
    SubscriberPage list(SubscriberStatus status, int limit, @Nullable String cursor, Instant now);

    /** How a campaign's mail fared; {@link CampaignStatistics#NONE} of a campaign never heard of. */
    CampaignStatistics statistics(String campaign);

    /**
     * The replies whose words no rule knew, the most frequent first. They are noted as their entries are recorded, but apart
     * from them: about right, 10,000 at most, and for 30 days.
     *
     * @param limit no more than this
     * @param now texts whose time is over by then are left out
     */
    List<UnmatchedText> unmatched(int limit, Instant now);

    /**
     * Forgets a subscriber: the facets and the whole history. What happened until now is an erased subscriber's when it is
     * handed in again, and changes nothing; campaigns' statistics, which hold no person, stay. Doing it twice does no harm.
     *
     * @param forgetProhibition false to keep that they complained or opted out, and so may not be written to
     * @return {@link Outcome#ERASED}, or {@link Outcome#CONTENDED} when it is not done
     */
    Outcome erase(EmailAddress subscriber, boolean forgetProhibition, Instant now);
}
