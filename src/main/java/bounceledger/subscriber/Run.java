package bounceledger.subscriber;

import bounceledger.subscriber.Fact.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of deliveries of which nothing is remembered but that none came more than about 30 days after the one before. It
 * answers the one question for which a delivery of long ago still matters: did one follow a hard bounce in time?
 *
 * @param first time of the first delivery
 * @param last time of the last
 */
public record Run(Instant first, Instant last) {

    /** A delivery that comes later than this after a hard bounce does not undo it. */
    static final Duration RESCUE = Duration.ofDays(30);

    /** The message ids are gone, so a delivery this soon after a bounce may be that of the very message that bounced. */
    static final Duration MARGIN = Duration.ofHours(1);

    /**
     * The longest gap within a run. With it, whenever in a run a bounce happens, the first delivery that is later by more
     * than the margin is later by 30 days at most.
     */
    static final Duration LONGEST_GAP = RESCUE.minus(MARGIN);

    /** A gap that ended so long before the latest delivery is forgotten: runs stay few, however long the subscriber's life. */
    static final Duration MEMORY = Duration.ofDays(730);

    private static final Comparator<Run> BY_TIME =
            Comparator.comparing(Run::first).thenComparing(Run::last);

    public Run {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("a run that begins at " + first + " cannot end at " + last);
        }
    }

    /** The runs that these runs and deliveries make together, the latest first. */
    static List<Run> merge(Collection<Run> runs, Collection<Mark> deliveries, Instant latestDelivery) {
        Instant remembered = latestDelivery.minus(MEMORY);
        List<Run> merged = new ArrayList<>();
        Stream.concat(runs.stream(), deliveries.stream().map(d -> new Run(d.at(), d.at())))
                .sorted(BY_TIME)
                .forEach(next -> {
                    int end = merged.size() - 1;
                    if (end >= 0 && (merged.get(end).reaches(next) || next.first.isBefore(remembered))) {
                        merged.set(end, merged.get(end).to(next.last));
                    } else {
                        merged.add(next);
                    }
                });
        Collections.reverse(merged);
        return List.copyOf(merged);
    }

    private boolean reaches(Run next) {
        return !next.first.isAfter(last.plus(LONGEST_GAP));
    }

    private Run to(Instant end) {
        return end.isAfter(last) ? new Run(first, end) : this;
    }

    /** Whether a delivery of this run followed a bounce of that time within 30 days, and not just after it. */
    boolean follows(Instant bounce) {
        return last.isAfter(bounce.plus(MARGIN)) && !first.isAfter(bounce.plus(RESCUE));
    }
}
