package bounceledger.subscriber;

/** A cursor was handed in that is none, or belongs to the list of another status. */
public final class InvalidCursorException extends RuntimeException {

    /** @param status whose list was asked for; what was handed in is not repeated */
    public InvalidCursorException(SubscriberStatus status) {
        super("not a cursor of the list of " + status + " subscribers");
    }
}
