package bounceledger.dynamodb;

import bounceledger.smtp.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that SES tells, in either of its dialects.
 *
 * @param topic for an opt-out or opt-in
 * @param campaign what the message is tagged with, or null
 */
record Happening(
        Kind kind,
        String messageId,
        Instant at,
        List<EmailAddress> recipients,
        String topic,
        @Nullable String campaign) {

    enum Kind {
        COMPLAINT("Complaint", "complaint"),
        NOT_SPAM("Complaint", "complaint"),
        ECHO_OF_A_COMPLAINT("Complaint", "complaint"),
        OPT_OUT("Subscription", "subscription"),
        OPT_IN("Subscription", "subscription"),
        OPT_OUT_BY_LINK("Bounce", "bounce"),
        HARD("Bounce", "bounce"),
        WEAK("Bounce", "bounce"),
        SOFT("Bounce", "bounce"),
        STRANGE("Bounce", "bounce"),
        BLOCKED("Bounce", "bounce"),
        ECHO("Bounce", "bounce"),
        LAPSING_ECHO("Bounce", "bounce"),
        VACATION("Bounce", "bounce"),
        DELAY("DeliveryDelay", "deliveryDelay"),
        REJECT("Reject", "reject"),
        RENDERING_FAILURE("Rendering Failure", "failure"),
        DELIVERY("Delivery", "delivery");

        private final String type;
        private final String object;

        Kind(String type, String object) {
            this.type = type;
            this.object = object;
        }

        /** The name of the object that tells of it. */
        String object() {
            return object;
        }

        /** Whether the dialect of identity notifications has a word for it. */
        boolean isNotified() {
            return List.of("Bounce", "Complaint", "Delivery").contains(type);
        }
    }

    /** As a configuration set publishes it, with the campaign. */
    String event(Random spelling) {
        String tags = campaign == null ? "" : ",\"tags\":{\"campaign\":[\"%s\"]}".formatted(campaign);
        return json("eventType", tags, spelling);
    }

    /** As an identity notification has it, with the campaign only where the headers come with it. */
    String notification(Random spelling) {
        String headers = campaign == null || spelling.nextBoolean()
                ? ""
                : ",\"headers\":[{\"name\":\"X-Campaign-Id\",\"value\":\"%s\"}]".formatted(campaign);
        return json("notificationType", headers, spelling);
    }

    private String json(String dialect, String decoration, Random spelling) {
        return """
                {"%s":"%s","mail":{"messageId":"%s","timestamp":"2026-11-01T00:00:00Z","destination":[%s]%s},
                 "%s":{"timestamp":"%s",%s}}""".formatted(
                        dialect,
                        kind.type,
                        messageId,
                        each("\"%s\"", recipient -> spelled(recipient, spelling)),
                        decoration,
                        kind.object,
                        at,
                        details(spelling));
    }

    private String details(Random spelling) {
        return switch (kind) {
            case COMPLAINT -> complaint("\"complaintFeedbackType\":\"abuse\"", spelling);
            case NOT_SPAM -> complaint("\"complaintFeedbackType\":\"not-spam\"", spelling);
            case ECHO_OF_A_COMPLAINT -> complaint("\"complaintSubType\":\"OnAccountSuppressionList\"", spelling);
            case OPT_OUT -> preference("OptOut");
            case OPT_IN -> preference("OptIn");
            case OPT_OUT_BY_LINK -> bounce("Permanent", "UnsubscribedRecipient", "", spelling);
            case HARD -> bounce("Permanent", "General", "smtp; 550 5.1.1 user unknown", spelling);
            case WEAK -> bounce("Permanent", "General", "smtp; 550 rejected", spelling);
            case SOFT -> bounce("Transient", "MailboxFull", "smtp; 452 4.2.2 mailbox full", spelling);
            case STRANGE -> bounce("Transient", "General", "smtp; 450 the stars are wrong today", spelling);
            case BLOCKED -> bounce("Permanent", "General", "smtp; 550 5.7.1 blocked using a blocklist", spelling);
            case ECHO -> bounce("Permanent", "OnAccountSuppressionList", "Amazon SES did not send", spelling);
            case LAPSING_ECHO -> bounce("Permanent", "Suppressed", "Amazon SES did not send", spelling);
            case VACATION -> bounce("Transient", "General", "", spelling);
            case DELAY -> "\"delayType\":\"MailboxFull\",\"delayedRecipients\":[%s]".formatted(objects("", spelling));
            case REJECT -> "\"reason\":\"Bad content\"";
            case RENDERING_FAILURE -> "\"errorMessage\":\"Attribute 'name' is not present in the rendering data.\"";
            case DELIVERY -> "\"recipients\":[%s]".formatted(each("\"%s\"", recipient -> spelled(recipient, spelling)));
        };
    }

    private String complaint(String type, Random spelling) {
        return "%s,\"complainedRecipients\":[%s]".formatted(type, objects("", spelling));
    }

    private String bounce(String type, String subType, String diagnosticCode, Random spelling) {
        String member = diagnosticCode.isEmpty() ? "" : ",\"diagnosticCode\":\"" + diagnosticCode + '"';
        return "\"bounceType\":\"%s\",\"bounceSubType\":\"%s\",\"bouncedRecipients\":[%s]"
                .formatted(type, subType, objects(member, spelling));
    }

    private String preference(String change) {
        return topic.equals("*")
                ? "\"newTopicPreferences\":{\"unsubscribeAll\":%b}".formatted(change.equals("OptOut"))
                : """
                "newTopicPreferences":{"topicSubscriptionStatus":[{"topicName":"%s","subscriptionStatus":"%s"}]}""".formatted(topic, change);
    }

    private String objects(String more, Random spelling) {
        return each("{\"emailAddress\":\"%s\"" + more + "}", recipient -> spelled(recipient, spelling));
    }

    private String each(String form, Function<EmailAddress, String> text) {
        return recipients.stream().map(text).map(form::formatted).collect(Collectors.joining(","));
    }

    private static String spelled(EmailAddress recipient, Random spelling) {
        return switch (spelling.nextInt(3)) {
            case 0 -> recipient.toString();
            case 1 -> recipient.toString().toUpperCase(Locale.ROOT);
            default -> "A Reader <" + recipient + ">";
        };
    }
}
