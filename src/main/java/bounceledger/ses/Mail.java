package bounceledger.ses;

import bounceledger.ses.Refusal.Problem;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Occurrence;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The {@code mail} object: the message that an event is about.
 *
 * @param json the object itself
 * @param messageId SES's id of the message
 * @param destination all to whom it was sent
 * @param campaign what the sender tagged it with, or null
 * @param now when the event is read
 * @see <a href="https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#mail-object">SES: mail object</a>
 */
record Mail(
        Json json,
        String messageId,
        Entries<EmailAddress> destination,
        @Nullable String campaign,
        Instant now) {

    /** How far the clocks of others may be ahead. */
    private static final Duration AHEAD = Duration.ofHours(24);

    /** As SES limits the value of a tag; a longer one would have to be cut, and could then be another campaign's. */
    private static final int LONGEST_CAMPAIGN = 256;

    private static final String CAMPAIGN_HEADER = "X-Campaign-Id";

    static Mail read(Json ses, String campaignTag, Instant now) throws RefusedException {
        Json mail = ses.object("mail");
        return new Mail(
                mail,
                messageId(mail),
                Entries.of(mail.list("destination"), Entries::address),
                campaign(mail.node(), campaignTag),
                now);
    }

    static String messageId(Json mail) throws RefusedException {
        mail.required("messageId");
        String id = mail.idOrNull("messageId");
        if (id == null) {
            throw mail.refused(Problem.UNREADABLE_VALUE, "messageId");
        }
        return id;
    }

    /** Tags and headers decorate an event: in a shape that is not theirs they are taken as absent. */
    private static @Nullable String campaign(JsonNode mail, String campaignTag) {
        JsonNode tags = mail.path("tags");
        if (!tags.isEmpty()) {
            JsonNode values = tags.path(campaignTag);
            return campaign(values.isArray() ? values.path(0) : values);
        }
        for (JsonNode header : mail.path("headers")) {
            if (CAMPAIGN_HEADER.equalsIgnoreCase(header.path("name").textValue())) {
                return campaign(header.path("value"));
            }
        }
        return null;
    }

    private static @Nullable String campaign(JsonNode value) {
        String id = value.isTextual() ? value.textValue().strip() : "";
        boolean usable = !id.isEmpty() && id.length() <= LONGEST_CAMPAIGN && isText(id);
        return usable ? id : null;
    }

    /** Whether a text is whole (no half of a surrogate pair) and has no control characters. */
    static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** The event object's own time, else the message's. */
    Instant time(Json event) throws RefusedException {
        Json from = event.text("timestamp") == null ? json : event;
        Instant time = Timestamp.parse(from.required("timestamp"))
                .orElseThrow(() -> from.refused(Problem.UNREADABLE_TIME, "timestamp"));
        if (time.isAfter(now.plus(AHEAD))) {
            throw from.refused(Problem.FUTURE_TIME, "timestamp");
        }
        return time;
    }

    /** The destination when there is just one, else null. */
    @Nullable
    EmailAddress soleDestination() {
        boolean sole = destination.unread() == null
                && destination.read().stream().distinct().count() == 1;
        return sole ? destination.read().get(0) : null;
    }

    boolean isFor(EmailAddress recipient) {
        return destination.read().contains(recipient);
    }

    /** All destinations, for the events that name no recipients of their own. */
    Entries<EmailAddress> destinations() throws RefusedException {
        if (destination.read().isEmpty() && destination.unread() == null) {
            throw json.refused(Problem.NO_RECIPIENT, "destination");
        }
        return destination;
    }

    Occurrence occurrence(EmailAddress recipient, Instant at, @Nullable String feedbackId) {
        return new Occurrence(messageId, recipient, at, campaign, feedbackId);
    }
}
