package bounceledger.ses;

import bounceledger.classify.BounceType;
import bounceledger.classify.Failure;
import bounceledger.ses.Refusal.Problem;
import bounceledger.smtp.Action;
import bounceledger.smtp.EmailAddress;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Event.NotSent;
import bounceledger.subscriber.Occurrence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event of SES about one message, as its JSON tells it, in the names of that JSON.
 *
 * @see <a href="https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html">SES: event data</a>
 */
sealed interface SesEvent {

    /** What happened to each recipient; each recipient (and topic) once. */
    List<Event> events();

    /** Why a recipient or topic is missing from the events, or null when none is. */
    @Nullable
    Refusal unread();

    /** Recipients that could not be delivered to, or that SES did not deliver to because of one of its lists. */
    record Bounce(
            Mail mail,
            BounceType bounceType,
            @Nullable String bounceSubType,
            Entries<BouncedRecipient> bouncedRecipients,
            Instant timestamp,
            @Nullable String feedbackId)
            implements SesEvent {

        static Bounce read(Json bounce, Mail mail) throws RefusedException {
            String bounceType = bounce.text("bounceType");
            return new Bounce(
                    mail,
                    bounceType == null ? BounceType.UNDETERMINED : BounceType.of(bounceType),
                    bounce.text("bounceSubType"),
                    Entries.ofRecipients(bounce, "bouncedRecipients", entry -> BouncedRecipient.read(entry, mail)),
                    mail.time(bounce),
                    bounce.idOrNull("feedbackId"));
        }

        @Override
        public List<Event> events() {
            if ("UnsubscribedRecipient".equals(bounceSubType)) {
                return optOuts();
            }
            Comparator<Event.Bounce> weight = Comparator.comparing(Event.Bounce::historyOnly)
                    .thenComparing(b -> b.failure().forwarded());
            return onePer(
                    bouncedRecipients.read(),
                    this::bounce,
                    b -> b.occurrence().recipient(),
                    BinaryOperator.minBy(weight));
        }

        private Event.Bounce bounce(BouncedRecipient recipient) {
            Failure failure = new Failure(
                    recipient.diagnosticCode(), recipient.status(), bounceType, bounceSubType, recipient.forwarded());
            return new Event.Bounce(
                    mail.occurrence(recipient.emailAddress(), timestamp, feedbackId),
                    failure,
                    isHistoryOnly(recipient));
        }

        /** Another action than failed is no bounce yet; a vacation reply comes as a Transient bounce that says nothing. */
        private boolean isHistoryOnly(BouncedRecipient recipient) {
            boolean saysNothing = recipient.diagnosticCode() == null && recipient.status() == null;
            return recipient.action() != Action.FAILED || (saysNothing && bounceType != BounceType.PERMANENT);
        }

        private List<Event> optOuts() {
            return bouncedRecipients.read().stream()
                    .map(BouncedRecipient::emailAddress)
                    .distinct()
                    .<Event>map(a ->
                            new Event.Subscription(mail.occurrence(a, timestamp, feedbackId), Subscription.ALL, false))
                    .toList();
        }

        @Override
        public @Nullable Refusal unread() {
            return bouncedRecipients.unread();
        }
    }

    /**
     * One of the recipients of a bounce.
     *
     * @param emailAddress whose bounce it is
     * @param action what the reporting server did; {@code failed} where it does not say
     * @param status the DSN's status, or null when it has none or none that can be read
     * @param diagnosticCode the remote server's reply, or null
     * @param forwarded whether it was another address that failed
     */
    record BouncedRecipient(
            EmailAddress emailAddress,
            Action action,
            @Nullable EnhancedStatusCode status,
            @Nullable String diagnosticCode,
            boolean forwarded) {

        /**
         * A failing address that was not written to comes from a mailbox that passes its mail on. Where the message had one
         * destination, that is the mailbox; it is too when the failing address cannot be read.
         */
        static BouncedRecipient read(Json entry, Mail mail) throws RefusedException {
            String text = entry.text("emailAddress");
            EmailAddress failing =
                    text == null ? null : EmailAddress.parse(text).orElse(null);
            EmailAddress destination = mail.soleDestination();
            boolean forwarded = destination != null && !destination.equals(failing);
            EmailAddress recipient = forwarded ? destination : failing;
            if (recipient == null) {
                throw entry.refused(text == null ? Problem.MISSING : Problem.UNREADABLE_ADDRESS, "emailAddress");
            }
            String action = entry.text("action");
            return new BouncedRecipient(
                    recipient,
                    action == null ? Action.FAILED : Action.parse(action).orElse(Action.FAILED),
                    enhancedStatusCode(entry),
                    entry.text("diagnosticCode"),
                    forwarded);
        }
    }

    /** Recipients who called the message unwanted, as far as SES can tell, or who did so earlier. */
    record Complaint(
            Mail mail,
            @Nullable String complaintSubType,
            @Nullable String complaintFeedbackType,
            Entries<EmailAddress> complainedRecipients,
            Instant timestamp,
            @Nullable String feedbackId)
            implements SesEvent {

        private static final Set<String> SUPPRESSION_LISTS = Set.of(
                "OnAccountSuppressionList", "OnTenantSuppressionList", "Suppressed", "EmailValidationSuppressed");

        /** The opposite of a complaint, and two reports that no subscriber makes. */
        private static final Set<String> NO_COMPLAINTS = Set.of("not-spam", "auth-failure", "virus");

        static Complaint read(Json complaint, Mail mail) throws RefusedException {
            return new Complaint(
                    mail,
                    complaint.text("complaintSubType"),
                    complaint.text("complaintFeedbackType"),
                    Entries.ofRecipients(complaint, "complainedRecipients", Entries::emailAddress),
                    mail.time(complaint),
                    complaint.idOrNull("feedbackId"));
        }

        @Override
        public List<Event> events() {
            Weight weight = weight();
            return occurrences(mail, complainedRecipients, timestamp, feedbackId).stream()
                    .<Event>map(o -> new Event.Complaint(o, complaintFeedbackType, complaintSubType, weight))
                    .toList();
        }

        /** Several recipients are SES's guess at one. */
        private Weight weight() {
            if (complaintSubType != null && SUPPRESSION_LISTS.contains(complaintSubType)) {
                return Weight.ECHO;
            }
            boolean guess = complainedRecipients.unread() != null
                    || complainedRecipients.read().stream().distinct().count() > 1;
            boolean wish = complaintFeedbackType == null
                    || !NO_COMPLAINTS.contains(complaintFeedbackType.strip().toLowerCase(Locale.ROOT));
            return wish && !guess ? Weight.COMPLAINT : Weight.HISTORY_ONLY;
        }

        @Override
        public @Nullable Refusal unread() {
            return complainedRecipients.unread();
        }
    }

    /** Recipients whose servers took the message. */
    record Delivery(Mail mail, Entries<EmailAddress> recipients, Instant timestamp) implements SesEvent {

        static Delivery read(Json delivery, Mail mail) throws RefusedException {
            return new Delivery(
                    mail, Entries.ofRecipients(delivery, "recipients", Entries::address), mail.time(delivery));
        }

        @Override
        public List<Event> events() {
            return occurrences(mail, recipients, timestamp, null).stream()
                    .<Event>map(Event.Delivery::new)
                    .toList();
        }

        @Override
        public @Nullable Refusal unread() {
            return recipients.unread();
        }
    }

    /** Recipients whom SES could not reach yet. */
    record DeliveryDelay(
            Mail mail, @Nullable String delayType, Entries<DelayedRecipient> delayedRecipients, Instant timestamp)
            implements SesEvent {

        static DeliveryDelay read(Json deliveryDelay, Mail mail) throws RefusedException {
            return new DeliveryDelay(
                    mail,
                    deliveryDelay.text("delayType"),
                    Entries.ofRecipients(deliveryDelay, "delayedRecipients", DelayedRecipient::read),
                    mail.time(deliveryDelay));
        }

        @Override
        public List<Event> events() {
            return onePer(
                    delayedRecipients.read(), this::delay, d -> d.occurrence().recipient(), (first, second) -> first);
        }

        /** The type of a delay stands for the subtype of a bounce: the two share {@code MailboxFull} and {@code General}. */
        private Event.DeliveryDelay delay(DelayedRecipient recipient) {
            Failure failure = new Failure(recipient.diagnosticCode(), recipient.status(), null, delayType, false);
            return new Event.DeliveryDelay(mail.occurrence(recipient.emailAddress(), timestamp, null), failure);
        }

        @Override
        public @Nullable Refusal unread() {
            return delayedRecipients.unread();
        }
    }

    /** One of the recipients of a delay. */
    record DelayedRecipient(
            EmailAddress emailAddress,
            @Nullable EnhancedStatusCode status,
            @Nullable String diagnosticCode) {

        static DelayedRecipient read(Json entry) throws RefusedException {
            return new DelayedRecipient(
                    Entries.emailAddress(entry), enhancedStatusCode(entry), entry.text("diagnosticCode"));
        }
    }

    /** The recipient changed what they want to receive of a contact list. */
    record Subscription(
            Mail mail, Entries<Preference> newTopicPreferences, Entries<EmailAddress> recipients, Instant timestamp)
            implements SesEvent {

        /** The topic that stands for all of them. */
        static final String ALL = "*";

        private static final int LONGEST_TOPIC = 256;

        /** What the recipient wants of one topic. */
        record Preference(String topic, boolean optedIn) {

            static Preference read(Json entry) throws RefusedException {
                String topic = entry.required("topicName");
                if (topic.length() > LONGEST_TOPIC || topic.equals(ALL) || !Mail.isText(topic)) {
                    throw entry.refused(Problem.UNREADABLE_VALUE, "topicName");
                }
                return new Preference(topic, optedIn(entry));
            }

            private static boolean optedIn(Json entry) throws RefusedException {
                return switch (entry.required("subscriptionStatus")) {
                    case "OptIn" -> true;
                    case "OptOut" -> false;
                    default -> throw entry.refused(Problem.UNREADABLE_VALUE, "subscriptionStatus");
                };
            }
        }

        static Subscription read(Json subscription, Mail mail) throws RefusedException {
            Json preferences = subscription.object("newTopicPreferences");
            Boolean unsubscribeAll = preferences.flag("unsubscribeAll");
            Entries<Preference> topics = Entries.of(preferences.list("topicSubscriptionStatus"), Preference::read);
            List<Preference> all = new ArrayList<>();
            if (unsubscribeAll != null) {
                all.add(new Preference(ALL, !unsubscribeAll));
            }
            all.addAll(topics.read());
            if (all.isEmpty() && topics.unread() == null) {
                throw subscription.refused(Problem.MISSING, "newTopicPreferences.unsubscribeAll");
            }
            return new Subscription(
                    mail, new Entries<>(all, topics.unread()), mail.destinations(), mail.time(subscription));
        }

        /** Of two words on one topic the one that takes away counts. */
        @Override
        public List<Event> events() {
            List<Event> events = new ArrayList<>();
            for (Occurrence occurrence : occurrences(mail, recipients, timestamp, null)) {
                events.addAll(onePer(
                        newTopicPreferences.read(),
                        p -> new Event.Subscription(occurrence, p.topic(), p.optedIn()),
                        Event.Subscription::topic,
                        BinaryOperator.minBy(Comparator.comparing(Event.Subscription::optedIn))));
            }
            return events;
        }

        @Override
        public @Nullable Refusal unread() {
            return newTopicPreferences.unread() == null ? recipients.unread() : newTopicPreferences.unread();
        }
    }

    /** SES took the message and then found a virus in it. */
    record Reject(Mail mail, @Nullable String reason, Entries<EmailAddress> destination, Instant timestamp)
            implements SesEvent {

        static Reject read(Json reject, Mail mail) throws RefusedException {
            return new Reject(mail, reject.text("reason"), mail.destinations(), mail.time(reject));
        }

        @Override
        public List<Event> events() {
            return notSent(mail, destination, timestamp, NotSent.Kind.REJECT, reason);
        }

        @Override
        public @Nullable Refusal unread() {
            return destination.unread();
        }
    }

    /** The template of the message could not be filled in. */
    record RenderingFailure(
            Mail mail, @Nullable String errorMessage, Entries<EmailAddress> destination, Instant timestamp)
            implements SesEvent {

        static RenderingFailure read(Json failure, Mail mail) throws RefusedException {
            return new RenderingFailure(mail, failure.text("errorMessage"), mail.destinations(), mail.time(failure));
        }

        @Override
        public List<Event> events() {
            return notSent(mail, destination, timestamp, NotSent.Kind.RENDERING_FAILURE, errorMessage);
        }

        @Override
        public @Nullable Refusal unread() {
            return destination.unread();
        }
    }

    private static List<Event> notSent(
            Mail mail, Entries<EmailAddress> destination, Instant at, NotSent.Kind kind, @Nullable String reason) {
        return occurrences(mail, destination, at, null).stream()
                .<Event>map(o -> new NotSent(o, kind, reason))
                .toList();
    }

    private static List<Occurrence> occurrences(
            Mail mail, Entries<EmailAddress> recipients, Instant at, @Nullable String feedbackId) {
        return recipients.read().stream()
                .distinct()
                .map(recipient -> mail.occurrence(recipient, at, feedbackId))
                .toList();
    }

    /** The events of the entries, one for each key: where two share it, the one that {@code choice} prefers. */
    private static <T, E extends Event, K> List<Event> onePer(
            List<T> entries, Function<T, E> event, Function<E, K> key, BinaryOperator<E> choice) {
        Map<K, E> chosen = new LinkedHashMap<>();
        for (T entry : entries) {
            E next = event.apply(entry);
            chosen.merge(key.apply(next), next, choice);
        }
        return List.copyOf(chosen.values());
    }

    /** The code in {@code 5.1.1} or {@code 5.1.1 (no such mailbox)}. */
    private static @Nullable EnhancedStatusCode enhancedStatusCode(Json entry) throws RefusedException {
        String status = entry.text("status");
        return status == null
                ? null
                : EnhancedStatusCode.parse(status.strip().split("[\\s(]", 2)[0]).orElse(null);
    }
}
