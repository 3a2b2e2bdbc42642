package bounceledger.smtp;

/**
 * The three digits that begin an SMTP reply, 200 to 599.
 *
 * @param value the number
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2">RFC 5321, 4.2</a>
 */
public record ReplyCode(int value) {

    public ReplyCode {
        if (value < 200 || value > 599) {
            throw new IllegalArgumentException("a reply code is a number from 200 to 599, not " + value);
        }
    }

    /** The first digit: 2 done, 3 go on, 4 failed for now, 5 failed for good. */
    public int replyClass() {
        return value / 100;
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
