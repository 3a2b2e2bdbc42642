package bounceledger.dynamodb;

import bounceledger.subscriber.InvalidCursorException;
import bounceledger.subscriber.SubscriberStatus;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list of a status goes on: a position in the index, opaque, with a sum that binds it to that status. The sum is no
 * secret, so the position must be one that {@link Keys#updatedAt} makes.
 */
final class Cursor {

    /** After every position. */
    static final String START = "~";

    private static final int SUM = 11;
    private static final int LONGEST = 200;

    private Cursor() {}

    static String of(String position, SubscriberStatus status) {
        return Addresses.base64((sum(position, status) + position).getBytes(StandardCharsets.UTF_8));
    }

    /** The position. */
    static String read(String cursor, SubscriberStatus status) {
        String text = decode(cursor, status);
        String position = text.substring(Math.min(SUM, text.length()));
        if (!Keys.isUpdatedAt(position) || !cursor.equals(of(position, status))) {
            throw new InvalidCursorException(status);
        }
        return position;
    }

    private static String decode(String cursor, SubscriberStatus status) {
        if (cursor.length() > LONGEST) {
            throw new InvalidCursorException(status);
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidCursorException(status);
        }
    }

    private static String sum(String position, SubscriberStatus status) {
        byte[] digest = Addresses.sha256((status + "#" + position).getBytes(StandardCharsets.UTF_8));
        return Addresses.base64(digest).substring(0, SUM);
    }
}
