package bounceledger.smtp;

import java.util.Locale;
import java.util.Optional;

/**
 * What the reporting server did with the message for one recipient.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3464#section-2.3.3">RFC 3464, 2.3.3</a>
 */
public enum Action {
    /** "The message could not be delivered"; the only one that is a bounce. */
    FAILED,
    /** Not delivered yet; the server goes on trying. */
    DELAYED,
    /** Delivered to the recipient. */
    DELIVERED,
    /** Passed on to a system that does not report. */
    RELAYED,
    /** Delivered to a list, whose members report for themselves. */
    EXPANDED;

    /** Reads the field's word in any case, white space around it aside. */
    public static Optional<Action> parse(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        for (Action action : values()) {
            if (action.name().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
