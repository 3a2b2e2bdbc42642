package bounceledger.ses;

import bounceledger.ses.Refusal.Problem;
import bounceledger.smtp.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a list, each of which stands alone: one that cannot be read leaves the others alone.
 *
 * @param read those that could be read, in their order
 * @param unread what is wrong with the first that could not, or null
 */
record Entries<T>(List<T> read, @Nullable Refusal unread) {

    /** Reads one entry. */
    interface Reader<T> {
        T read(Json entry) throws RefusedException;
    }

    static <T> Entries<T> of(List<Json> list, Reader<T> reader) {
        List<T> read = new ArrayList<>(list.size());
        Refusal unread = null;
        for (Json entry : list) {
            try {
                read.add(reader.read(entry));
            } catch (RefusedException e) {
                unread = unread == null ? e.refusal() : unread;
            }
        }
        return new Entries<>(read, unread);
    }

    /** Like {@link #of}, for a list of recipients, which must not be empty. */
    static <T> Entries<T> ofRecipients(Json holder, String field, Reader<T> reader) throws RefusedException {
        List<Json> list = holder.list(field);
        if (list.isEmpty()) {
            throw holder.refused(Problem.NO_RECIPIENT, field);
        }
        return of(list, reader);
    }

    /** The address in an entry that is nothing else. */
    static EmailAddress address(Json entry) throws RefusedException {
        String text = entry.node().textValue();
        if (text == null) {
            throw new RefusedException(Problem.WRONG_TYPE, entry.path());
        }
        return EmailAddress.parse(text)
                .orElseThrow(() -> new RefusedException(Problem.UNREADABLE_ADDRESS, entry.path()));
    }

    /** The address in an entry's {@code emailAddress}. */
    static EmailAddress emailAddress(Json entry) throws RefusedException {
        String text = entry.required("emailAddress");
        return EmailAddress.parse(text).orElseThrow(() -> entry.refused(Problem.UNREADABLE_ADDRESS, "emailAddress"));
    }
}
