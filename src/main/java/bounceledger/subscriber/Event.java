package bounceledger.subscriber;

import bounceledger.classify.Classification;
import bounceledger.classify.Failure;
import org.jspecify.annotations.Nullable;

/** One thing that happened to one recipient's mail, as SES reported it, before anything is judged. */
public sealed interface Event {

    /** Which mail, whose, when. */
    Occurrence occurrence();

    /** The mail came back. */
    record Bounce(Occurrence occurrence, Failure failure, boolean historyOnly) implements Event {}

    /** The mail is late; never a bounce. */
    record DeliveryDelay(Occurrence occurrence, Failure failure) implements Event {}

    /** The recipient, or somebody at that domain, called the mail unwanted. */
    record Complaint(
            Occurrence occurrence,
            @Nullable String feedbackType,
            @Nullable String subType,
            Weight weight) implements Event {

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
    record Delivery(Occurrence occurrence) implements Event {}

    /** The subscriber left a topic ({@code *}: all of them) or came back to it. */
    record Subscription(Occurrence occurrence, String topic, boolean optedIn) implements Event {}

    /** SES did not send the mail at all: its content was refused or its template failed. */
    record NotSent(
            Occurrence occurrence, Kind kind, @Nullable String reason) implements Event {

        /** Why SES did not send. */
        public enum Kind {
            REJECT(Classification.BAD_CONTENT),
            RENDERING_FAILURE(Classification.CLIENT_ERROR);

            private final Classification classification;

            Kind(Classification classification) {
                this.classification = classification;
            }

            /** The classification under which it is counted. */
            public Classification classification() {
                return classification;
            }
        }
    }
}
