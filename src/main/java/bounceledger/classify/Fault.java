package bounceledger.classify;

/** Whose problem a failed delivery is. */
public enum Fault {
    /** The recipient's mailbox or domain. */
    RECIPIENT,
    /** The sender: reputation, speed, proof of origin, protocol. */
    SENDER,
    /** The message. */
    CONTENT,
    /** A server, a network or a name service on the way. */
    INFRASTRUCTURE,
    /** The sending service, which did not send because of its own suppression list. */
    SERVICE,
    /** Nobody's that is known. */
    NONE;

    private final String word = Word.of(this);

    @Override
    public String toString() {
        return word;
    }
}
