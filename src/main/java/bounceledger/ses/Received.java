package bounceledger.ses;

import bounceledger.subscriber.Event;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of one record of an invocation. */
public sealed interface Received {

    /**
     * The id by which a failure of this record is reported: the {@code messageId} of SQS, the {@code Sns.MessageId}, the
     * {@code id} of EventBridge, or SES's {@code mail.messageId} when the function was invoked directly. A record without
     * one is called by its place ({@code Records[2]}), a direct invocation {@code event}.
     */
    String id();

    /** What is to be stored, in the order of the record; may be empty. */
    default List<Event> events() {
        return List.of();
    }

    /** Why the record is to be reported as failed, so that it reaches the dead-letter queue whole. */
    default Optional<Refusal> refusal() {
        return Optional.empty();
    }

    /** A record that was read. */
    record Read(String id, List<Event> events) implements Received {
        public Read {
            events = List.copyOf(events);
        }
    }

    /**
     * A record of which some recipients or topics could be read and others not. Nobody waits for anybody: the events are to be
     * stored, which a repetition does not harm. And nothing is lost: the record is to be reported as failed all the same.
     *
     * @param why what is wrong with the first part that could not be read
     */
    record PartlyRead(String id, List<Event> events, Refusal why) implements Received {
        public PartlyRead {
            events = List.copyOf(events);
        }

        @Override
        public Optional<Refusal> refusal() {
            return Optional.of(why);
        }
    }

    /** A record of which nothing is stored. */
    record Acknowledged(String id, Kind kind) implements Received {

        /** Under what it is counted. */
        public enum Kind {
            SEND,
            OPEN,
            CLICK,
            /** An SES event of a kind that is new to us, or about something else than a message. */
            OTHER,
            /** What SNS and SES say when a topic is connected. */
            SET_UP;

            private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

            @Override
            public String toString() {
                return word;
            }
        }
    }

    /** A record that could not be read at all. */
    record Failed(String id, Refusal why) implements Received {
        @Override
        public Optional<Refusal> refusal() {
            return Optional.of(why);
        }
    }
}
