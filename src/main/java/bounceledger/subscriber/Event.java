package bounceledger.subscriber;

import bounceledger.classify.Classification;
import bounceledger.classify.Failure;
import org.jspecify.annotations.Nullable;

/** One thing that happened to one recipient's mail, as SES reported it, before anything is judged. */
public sealed interface Event {

    /** Which mail, whose, when. */
    Occurrence occurrence();

    /** The word for what happened: {@code bounce}, {@code delivery-delay}, {@code complaint}, … */
    String type();

    /**
     * What tells this event from every other of the same recipient, and is the same in each of its copies and in both of
     * SES's dialects: message id, type and time in milliseconds, joined by {@code #}. The order of ids is that of the message
     * ids first.
     */
    default String id() {
        return occurrence().messageId() + "#" + type() + "#" + occurrence().at().toEpochMilli();
    }

    /**
     * The mail came back.
     *
     * @param failure what is known of why
     * @param historyOnly whether it is written down and does nothing to the subscriber
     */
    record Bounce(Occurrence occurrence, Failure failure, boolean historyOnly) implements Event {

        @Override
        public String type() {
            return "bounce";
        }
    }

    /** The mail is late; never a bounce. */
    record DeliveryDelay(Occurrence occurrence, Failure failure) implements Event {

        @Override
        public String type() {
            return "delivery-delay";
        }
    }

    /**
     * The recipient, or somebody at that domain, called the mail unwanted.
     *
     * @param feedbackType SES's {@code complaintFeedbackType}, or null
     * @param subType SES's {@code complaintSubType}, or null
     */
    record Complaint(
            Occurrence occurrence,
            @Nullable String feedbackType,
            @Nullable String subType,
            Weight weight) implements Event {

        @Override
        public String type() {
            return "complaint";
        }

        /** Without the time: one message is complained of once, however often it is reported. */
        @Override
        public String id() {
            return occurrence.messageId() + "#" + type();
        }

        /** What a complaint does to the subscriber. */
        public enum Weight {
            /** The subscriber complained. */
            COMPLAINT,
            /** SES did not send because of an earlier complaint. */
            ECHO,
            /** A guess, the opposite of a complaint, or no wish of the subscriber's. */
            HISTORY_ONLY
        }
    }

    /** The remote server took the mail. */
    record Delivery(Occurrence occurrence) implements Event {

        @Override
        public String type() {
            return "delivery";
        }
    }

    /** The subscriber left a topic ({@link #EVERYTHING}: all of them) or came back to it. */
    record Subscription(Occurrence occurrence, String topic, boolean optedIn) implements Event {

        /** The topic that stands for all topics. */
        public static final String EVERYTHING = "*";

        @Override
        public String type() {
            return "subscription";
        }

        /** One event may change many topics; each change is an event of its own here. */
        @Override
        public String id() {
            return Event.super.id() + (optedIn ? "#in#" : "#out#") + topic;
        }
    }

    /** SES did not send the mail at all: its content was refused or its template failed. */
    record NotSent(
            Occurrence occurrence, Kind kind, @Nullable String reason) implements Event {

        @Override
        public String type() {
            return kind.type;
        }

        /** Why SES did not send. */
        public enum Kind {
            REJECT("reject", Classification.BAD_CONTENT),
            RENDERING_FAILURE("rendering-failure", Classification.CLIENT_ERROR);

            private final String type;
            private final Classification classification;

            Kind(String type, Classification classification) {
                this.type = type;
                this.classification = classification;
            }

            /** The classification under which it is counted. */
            public Classification classification() {
                return classification;
            }
        }
    }

    /**
     * Somebody decided that this address may be written to again.
     *
     * @param by who
     * @param reason why, in their words
     */
    record Reactivation(Occurrence occurrence, String by, String reason) implements Event {

        @Override
        public String type() {
            return "reactivation";
        }
    }
}
