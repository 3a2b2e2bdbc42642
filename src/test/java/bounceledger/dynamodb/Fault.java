package bounceledger.dynamodb;

/** What can go wrong with one request to DynamoDB. */
public enum Fault {
    NONE,
    /** Refused with {@code ThrottlingException}. */
    THROTTLED,
    /** Refused with {@code ProvisionedThroughputExceededException}. */
    OVER_CAPACITY,
    /** Refused for a reason for which the SDK does not ask again. */
    DENIED,
    /** Status 500, and nothing is done. */
    BROKEN,
    /** Status 500, though it is done. */
    BROKEN_AFTERWARDS,
    /** Status 503 with a page of HTML. */
    UNAVAILABLE,
    /** The connection is cut, and nothing is done. */
    CUT_BEFORE,
    /** It is done, and the connection is cut before the answer. */
    CUT_AFTERWARDS,
    /** It is done, and the connection is cut in the middle of the answer. */
    CUT_WITHIN,
    /** It is done, and the answer comes when nobody waits any more. */
    LATE,
    /** The answer comes after a while. */
    SLOW,
    /** The answer comes so slowly that it does not end, octet by octet. */
    TRICKLING,
    /** Half of a batch is left undone; throttled where the request is none. */
    PARTIAL,
    /** A batch of reads that need not be consistent finds nothing yet; throttled where the request is none. */
    STALE,
    /** A transaction met another one at an item; throttled where the request is none. */
    CONFLICT,
    /** A transaction was cancelled over an item that is throttled. */
    STIFLED,
    /** The transaction is being done still. */
    IN_PROGRESS
}
