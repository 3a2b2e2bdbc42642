package bounceledger.subscriber;

import bounceledger.classify.Effect;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Fact.Bounced;
import bounceledger.subscriber.Fact.Choice;
import bounceledger.subscriber.Fact.Mark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the status of a subscriber is made from. Facets are joined: {@link #join} is commutative, associative and
 * idempotent, so the same events give the same facets in any order, any number of times, by any number of writers. "Latest"
 * is by the event's time, then by its id. Lists are bounded and have the latest first; the constructor reduces what it is given.
 *
 * @param complaint the latest complaint
 * @param topics for each topic the latest opt-out or opt-in, on equal times the opt-out; of the 24 topics last spoken of
 * @param hardBounce the latest hard bounce
 * @param countableBounces the first weak or soft bounce of each UTC day, of the latest 32 such days
 * @param otherBounce the latest bounce that was not the recipient's fault
 * @param echo the latest echo
 * @param deliveries the latest 8 deliveries
 * @param earlierDeliveries the deliveries before these, as runs
 * @param reactivation the latest reactivation; facts that are not newer no longer count
 */
public record Facets(
        @Nullable Mark complaint,
        Map<String, Choice> topics,
        @Nullable Bounced hardBounce,
        List<Bounced> countableBounces,
        @Nullable Bounced otherBounce,
        @Nullable Bounced echo,
        List<Mark> deliveries,
        List<Run> earlierDeliveries,
        @Nullable Instant reactivation) {

    /** More than SES's one contact list can have. */
    private static final int KEPT_TOPICS = 24;

    private static final Comparator<Map.Entry<String, Choice>> LATEST_TOPIC_LAST =
            Map.Entry.<String, Choice>comparingByValue(Choice.LATEST_LAST).thenComparing(Map.Entry.comparingByKey());

    /** Nothing was ever heard. */
    public static final Facets EMPTY =
            new Facets(null, Map.of(), null, List.of(), null, null, List.of(), List.of(), null);

    /** The most days whose bounces are counted. */
    static final int COUNTED_DAYS = 32;

    private static final int KEPT_DELIVERIES = 8;

    public Facets {
        topics = latestTopics(topics);
        countableBounces = firstOfEachDay(countableBounces);
        List<Mark> all = deliveries.stream()
                .distinct()
                .sorted(Mark.LATEST_LAST.reversed())
                .toList();
        deliveries = List.copyOf(all.subList(0, Math.min(KEPT_DELIVERIES, all.size())));
        earlierDeliveries = all.isEmpty()
                ? List.copyOf(earlierDeliveries)
                : Run.merge(
                        earlierDeliveries,
                        all.subList(deliveries.size(), all.size()),
                        all.get(0).at());
    }

    private static Map<String, Choice> latestTopics(Map<String, Choice> topics) {
        SortedMap<String, Choice> latest = new TreeMap<>(topics);
        topics.entrySet().stream()
                .sorted(LATEST_TOPIC_LAST.reversed())
                .skip(KEPT_TOPICS)
                .forEach(topic -> latest.remove(topic.getKey()));
        return Collections.unmodifiableMap(latest);
    }

    private static List<Bounced> firstOfEachDay(Collection<Bounced> bounces) {
        NavigableMap<LocalDate, Bounced> days = new TreeMap<>();
        for (Bounced bounce : bounces) {
            days.merge(
                    LocalDate.ofInstant(bounce.at(), ZoneOffset.UTC),
                    bounce,
                    BinaryOperator.minBy(Bounced.LATEST_LAST));
        }
        return days.descendingMap().values().stream().limit(COUNTED_DAYS).toList();
    }

    /** What one entry says; {@link #EMPTY} when it is for the history only. */
    public static Facets of(Entry entry) {
        Event event = entry.event();
        Optional<Bounced> bounced = Bounced.of(entry);
        return new Facets(
                event instanceof Event.Complaint complaint && complaint.weight() == Weight.COMPLAINT
                        ? Mark.of(event)
                        : null,
                event instanceof Event.Subscription choice ? Map.of(choice.topic(), Choice.of(choice)) : Map.of(),
                bounced.filter(b -> b.effect() == Effect.HARD).orElse(null),
                bounced.filter(b -> b.effect() == Effect.WEAK || b.effect() == Effect.SOFT).stream()
                        .toList(),
                bounced.filter(b -> b.effect() == Effect.NONE).orElse(null),
                bounced.filter(b -> b.effect() == Effect.ECHO).orElse(null),
                event instanceof Event.Delivery ? List.of(Mark.of(event)) : List.of(),
                List.of(),
                event instanceof Event.Reactivation ? event.occurrence().at() : null);
    }

    /** These facets after one more entry. */
    public Facets with(Entry entry) {
        return join(of(entry));
    }

    /** What both say together. */
    public Facets join(Facets other) {
        Map<String, Choice> choices = new HashMap<>(topics);
        other.topics.forEach((topic, choice) -> choices.merge(topic, choice, BinaryOperator.maxBy(Choice.LATEST_LAST)));
        return new Facets(
                latest(complaint, other.complaint, Mark.LATEST_LAST),
                choices,
                latest(hardBounce, other.hardBounce, Bounced.LATEST_LAST),
                concat(countableBounces, other.countableBounces),
                latest(otherBounce, other.otherBounce, Bounced.LATEST_LAST),
                latest(echo, other.echo, Bounced.LATEST_LAST),
                concat(deliveries, other.deliveries),
                concat(earlierDeliveries, other.earlierDeliveries),
                latest(reactivation, other.reactivation, Comparator.naturalOrder()));
    }

    /** These facets without the facts that a reactivation made void. */
    Facets counting() {
        if (reactivation == null) {
            return this;
        }
        Predicate<Fact> counts = fact -> fact.at().isAfter(reactivation);
        return new Facets(
                only(complaint, counts),
                topics.entrySet().stream()
                        .filter(topic -> counts.test(topic.getValue()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                only(hardBounce, counts),
                countableBounces.stream().filter(counts).toList(),
                only(otherBounce, counts),
                only(echo, counts),
                deliveries.stream().filter(counts).toList(),
                earlierDeliveries,
                reactivation);
    }

    /** What stays after an erasure: the complaint and the opt-outs that count, without the messages that they were about. */
    public Facets prohibition() {
        Facets counting = counting();
        return new Facets(
                counting.complaint == null ? null : new Mark(counting.complaint.at(), ""),
                counting.topics.entrySet().stream()
                        .filter(topic -> !topic.getValue().optedIn())
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                topic -> new Choice(topic.getValue().at(), "", false))),
                null,
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    /** Every bounce, of whatever effect, and every echo. */
    Stream<Bounced> bounces() {
        return Stream.concat(countableBounces.stream(), Stream.of(hardBounce, otherBounce, echo))
                .filter(Objects::nonNull);
    }

    /** The time of the latest fact, or null when nothing was ever heard. */
    public @Nullable Instant updatedAt() {
        Stream<? extends Fact> facts = Stream.of(
                        Stream.ofNullable(complaint), topics.values().stream(), bounces(), deliveries.stream())
                .flatMap(stream -> stream);
        return Stream.concat(facts.map(Fact::at), Stream.ofNullable(reactivation))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static <F extends Fact> @Nullable F only(@Nullable F fact, Predicate<Fact> counts) {
        return fact != null && counts.test(fact) ? fact : null;
    }

    private static <T> @Nullable T latest(@Nullable T one, @Nullable T other, Comparator<T> latestLast) {
        return Stream.of(Stream.ofNullable(one), Stream.ofNullable(other))
                .flatMap(stream -> stream)
                .max(latestLast)
                .orElse(null);
    }

    private static <T> List<T> concat(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
