package bounceledger.lambda;

import bounceledger.classify.Classifier;
import bounceledger.classify.Effect;
import bounceledger.classify.Verdict;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.ses.Batch;
import bounceledger.ses.Received;
import bounceledger.ses.Received.Acknowledged;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes what SES reports, judges it and writes it down. */
public final class Ingest {

    private static final Logger LOG = Logger.getLogger(Ingest.class);

    /** No record is taken in the last part of the time, in which one that was begun before may still be written. */
    private static final int LARGEST_RESERVE_MILLIS = (int) DynamoDbLedger.LONGEST_STEP.toMillis();

    private final SesReader reader;
    private final Classifier classifier;
    private final LedgerStore store;
    private final Policy policy;
    private final InstantSource clock;

    public Ingest(SesReader reader, Classifier classifier, LedgerStore store, Policy policy, InstantSource clock) {
        this.reader = reader;
        this.classifier = classifier;
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * What became of an invocation.
     *
     * @param fromQueue whether SQS sent it
     * @param records in the order in which they came
     */
    public record Report(boolean fromQueue, List<Handled> records) {

        /** The records that must come again, or go to the dead-letter queue. */
        public List<Handled> failures() {
            return records.stream().filter(record -> record.failure() != null).toList();
        }
    }

    /**
     * What became of one record.
     *
     * @param id under which a failure is reported
     * @param recorded what was written down
     * @param acknowledged what it was when there is nothing to write down about its kind, or null
     * @param failure why the record as a whole counts as failed, or null
     */
    public record Handled(
            String id,
            List<Recorded> recorded,
            Acknowledged.@Nullable Kind acknowledged,
            @Nullable String failure) {}

    /** What became of one entry. */
    public record Recorded(Entry entry, Outcome outcome) {}

    /** Handles one invocation, whatever its shape. One record's failure never keeps another from being written down. */
    public Report handle(byte[] input) {
        return handle(input, () -> Integer.MAX_VALUE);
    }

    /**
     * The same within a time. What there is no time for is left alone and fails, so that it comes again. Of less than twice
     * {@link DynamoDbLedger#LONGEST_STEP} half is kept for the last step: where DynamoDB takes longer then, the process may
     * be stopped within it, which loses nothing either.
     *
     * @param remainingMillis until the process is stopped, whatever it does
     */
    public Report handle(byte[] input, IntSupplier remainingMillis) {
        int reserve = Math.min(remainingMillis.getAsInt() / 2, LARGEST_RESERVE_MILLIS);
        BooleanSupplier timeIsLeft = () -> remainingMillis.getAsInt() > reserve;
        Instant now = clock.instant();
        Batch batch = reader.read(input, now);
        List<List<Entry>> entries = batch.records().stream()
                .map(record -> record.events().stream()
                        .filter(this::isKept)
                        .map(this::judge)
                        .toList())
                .toList();
        List<Handled> handled = recordTogether(batch.records(), entries, now, timeIsLeft)
                .orElseGet(() -> recordOneByOne(batch.records(), entries, now, timeIsLeft));
        return new Report(batch.fromQueue(), handled);
    }

    private boolean isKept(Event event) {
        return policy.keepDeliveries() || !(event instanceof Event.Delivery);
    }

    private Entry judge(Event event) {
        if (event instanceof Event.Bounce bounce) {
            Verdict verdict = classifier.classify(bounce.failure());
            return new Entry(event, bounce.historyOnly() ? verdict.withEffect(Effect.NONE) : verdict);
        }
        if (event instanceof Event.DeliveryDelay delay) {
            return new Entry(event, classifier.classify(delay.failure()).withEffect(Effect.NONE));
        }
        return Entry.of(event);
    }

    /** The whole batch with as few reads as it takes; empty when the store gave up over it. */
    private Optional<List<Handled>> recordTogether(
            List<Received> records, List<List<Entry>> entries, Instant now, BooleanSupplier timeIsLeft) {
        List<Outcome> outcomes;
        try {
            outcomes = store.record(entries.stream().flatMap(List::stream).toList(), now, timeIsLeft);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "a batch of %d records failed with %s; trying them one by one",
                    records.size(), e.getClass().getName());
            return Optional.empty();
        }
        List<Handled> handled = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < records.size(); i++) {
            int to = from + entries.get(i).size();
            handled.add(handled(records.get(i), entries.get(i), outcomes.subList(from, to)));
            from = to;
        }
        return Optional.of(handled);
    }

    /** What was written down before the batch broke is a duplicate now, which changes nothing. */
    private List<Handled> recordOneByOne(
            List<Received> records, List<List<Entry>> entries, Instant now, BooleanSupplier timeIsLeft) {
        List<Handled> handled = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            try {
                handled.add(handled(records.get(i), entries.get(i), store.record(entries.get(i), now, timeIsLeft)));
            } catch (RuntimeException e) {
                handled.add(new Handled(
                        records.get(i).id(),
                        List.of(),
                        null,
                        "the store failed: " + e.getClass().getSimpleName()));
            }
        }
        return handled;
    }

    private static Handled handled(Received record, List<Entry> entries, List<Outcome> outcomes) {
        List<Recorded> recorded = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            recorded.add(new Recorded(entries.get(i), outcomes.get(i)));
        }
        return new Handled(
                record.id(),
                recorded,
                record instanceof Acknowledged acknowledged ? acknowledged.kind() : null,
                record.refusal().map(Object::toString).orElse(unwritten(outcomes)));
    }

    private static @Nullable String unwritten(List<Outcome> outcomes) {
        if (outcomes.contains(Outcome.UNTAKEN)) {
            return "the time was over";
        }
        return outcomes.contains(Outcome.CONTENDED) ? "other writers were faster too often" : null;
    }
}
