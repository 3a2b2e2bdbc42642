package bounceledger.classify;

/** Whether the same message to the same mailbox could still succeed later. */
public enum Permanence {
    /** Later may do. */
    TEMPORARY,
    /** Later will not do. */
    PERMANENT,
    /** Neither the reply nor SES says. */
    UNDETERMINED;

    private final String word = Word.of(this);

    @Override
    public String toString() {
        return word;
    }
}
