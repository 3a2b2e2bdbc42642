package bounceledger.classify;

import java.util.Optional;

/** What went wrong, in the eleven words that a sender acts on. {@link #toString()} is the word. */
public enum Classification {
    /** The message itself was refused: spam by its content, a virus, a forbidden attachment, too large. */
    BAD_CONTENT(Fault.CONTENT),
    /** Something between the two ends is out of order, for now or for good; relaying denied is one of these. */
    BAD_RELAY(Fault.INFRASTRUCTURE),
    /** The sender is not wanted: listed, of poor reputation, refused by a policy. */
    BLOCKED(Fault.SENDER),
    /** The sending side broke the protocol, or its own address or account is not in order. */
    CLIENT_ERROR(Fault.SENDER),
    /** The message waited in a queue until its time was over. */
    EXPIRED(Fault.INFRASTRUCTURE),
    /** The mailbox exists, but is disabled, suspended, inactive or locked. */
    MAILBOX_DISABLED(Fault.RECIPIENT),
    /** The recipient's quota is used up. */
    MAILBOX_FULL(Fault.RECIPIENT),
    /** There is no such mailbox, or no such domain. */
    MAILBOX_UNKNOWN(Fault.RECIPIENT),
    /** Too much, too fast, or too many at once. */
    RATE_LIMIT(Fault.SENDER),
    /** SPF, DKIM, DMARC or another proof of origin failed. */
    SIGNATURE_ERROR(Fault.SENDER),
    /** Nothing that was said allows a judgement. */
    UNKNOWN(Fault.NONE);

    private final Fault fault;
    private final String word = Word.of(this);

    Classification(Fault fault) {
        this.fault = fault;
    }

    /** Whose fault it is, unless SES's own suppression lists decided. */
    public Fault fault() {
        return fault;
    }

    /** The classification with this word. */
    public static Optional<Classification> of(String word) {
        return Word.read(values(), word);
    }

    @Override
    public String toString() {
        return word;
    }
}
