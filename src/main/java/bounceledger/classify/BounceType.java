package bounceledger.classify;

/**
 * SES's own first judgement of a bounce.
 *
 * @see <a href="https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types">SES: bounce types</a>
 */
public enum BounceType {
    /** SES will not try this address again by itself. */
    PERMANENT,
    /** SES gave up after trying for a while. */
    TRANSIENT,
    /** SES could not tell; also the reading of a type that is new to us. */
    UNDETERMINED;

    /** The type that SES writes as {@code Permanent}, {@code Transient} or anything else. */
    public static BounceType of(String word) {
        return switch (word) {
            case "Permanent" -> PERMANENT;
            case "Transient" -> TRANSIENT;
            default -> UNDETERMINED;
        };
    }
}
