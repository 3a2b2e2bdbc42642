package bounceledger.classify;

import java.util.Optional;

/** What a failed delivery does to what the ledger knows of a subscriber. */
public enum Effect {
    /** SES did not send because of its own list: an echo of something earlier, never news. */
    ECHO,
    /** Nothing: the fault is the sender's or the content's, or the event is kept for the history only. */
    NONE,
    /** The mailbox is not there: do not write again. */
    HARD,
    /** It points to a missing mailbox, but two of these are needed before anybody is dropped. */
    WEAK,
    /** It counts toward a limit. */
    SOFT;

    private final String word = Word.of(this);

    /** The effect with this word. */
    public static Optional<Effect> of(String word) {
        return Word.read(values(), word);
    }

    @Override
    public String toString() {
        return word;
    }
}
