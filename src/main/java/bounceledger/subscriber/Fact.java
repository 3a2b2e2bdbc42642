package bounceledger.subscriber;

import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.classify.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the facets keep of an event: when, which message, and no more than the status needs. Whose it is, is not repeated. */
public sealed interface Fact {

    /** When it happened. */
    Instant at();

    /** SES's id of the message. */
    String messageId();

    /** A complaint, or a delivery. */
    record Mark(Instant at, String messageId) implements Fact {

        static final Comparator<Mark> LATEST_LAST =
                Comparator.comparing(Mark::at).thenComparing(Mark::messageId);

        static Mark of(Event event) {
            return new Mark(event.occurrence().at(), event.occurrence().messageId());
        }
    }

    /** A topic was left or joined again. */
    record Choice(Instant at, String messageId, boolean optedIn) implements Fact {

        /** At the same instant the wish to leave is the later one. */
        static final Comparator<Choice> LATEST_LAST = Comparator.comparing(Choice::at)
                .thenComparing(Choice::optedIn, Comparator.reverseOrder())
                .thenComparing(Choice::messageId);

        static Choice of(Event.Subscription event) {
            return new Choice(event.occurrence().at(), event.occurrence().messageId(), event.optedIn());
        }
    }

    /**
     * A mail that came back, or that SES did not send because of one of its lists.
     *
     * @param responseCode three digits
     * @param classification what went wrong
     * @param effect what it does to the subscriber
     * @param provider who said so, where the words gave it away, else null
     * @param subType for an echo SES's word for the list that it is an echo of, where it gave one; else null
     */
    record Bounced(
            Instant at,
            String messageId,
            int responseCode,
            Classification classification,
            Effect effect,
            @Nullable String provider,
            @Nullable String subType)
            implements Fact {

        /** SES's subtype for its global suppression list, which it takes addresses off by itself. */
        static final String SUPPRESSED = "Suppressed";

        private static final Duration ON_GLOBAL_LIST = Duration.ofDays(14);

        /** The echo of a complaint comes with neither code nor words: it is permanent, and blocked by SES's own list. */
        private static final int UNSAID = 500;

        private static final Comparator<String> NULL_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());

        /** Down to the last component, so that two facts are equal or one of them is later. */
        static final Comparator<Bounced> LATEST_LAST = Comparator.comparing(Bounced::at)
                .thenComparing(Bounced::messageId)
                .thenComparing(Bounced::responseCode)
                .thenComparing(Bounced::classification)
                .thenComparing(Bounced::effect)
                .thenComparing(Bounced::provider, NULL_FIRST)
                .thenComparing(Bounced::subType, NULL_FIRST);

        /** When an echo is over by itself; empty for what is none, and for the lists that keep an address for good. */
        Optional<Instant> lapsesAt() {
            return SUPPRESSED.equals(subType) ? Optional.of(at.plus(ON_GLOBAL_LIST)) : Optional.empty();
        }

        /** What an entry tells of a bounce or an echo; empty where it tells of neither, or for the history only. */
        static Optional<Bounced> of(Entry entry) {
            Occurrence of = entry.event().occurrence();
            Verdict verdict = entry.verdict();
            if (entry.event() instanceof Event.Bounce bounce && !bounce.historyOnly() && verdict != null) {
                String subType =
                        verdict.effect() == Effect.ECHO ? bounce.failure().bounceSubType() : null;
                return Optional.of(new Bounced(
                        of.at(),
                        of.messageId(),
                        verdict.responseCode(),
                        verdict.classification(),
                        verdict.effect(),
                        verdict.provider(),
                        subType));
            }
            if (entry.event() instanceof Event.Complaint complaint
                    && complaint.weight() == Event.Complaint.Weight.ECHO) {
                return Optional.of(new Bounced(
                        of.at(),
                        of.messageId(),
                        UNSAID,
                        Classification.BLOCKED,
                        Effect.ECHO,
                        null,
                        complaint.subType()));
            }
            return Optional.empty();
        }
    }
}
