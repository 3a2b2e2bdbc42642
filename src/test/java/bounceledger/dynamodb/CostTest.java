package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.classify.BounceType;
import bounceledger.classify.Classification;
import bounceledger.classify.Effect;
import bounceledger.classify.Evidence;
import bounceledger.classify.Failure;
import bounceledger.classify.Permanence;
import bounceledger.classify.ResponseCode;
import bounceledger.classify.Verdict;
import bounceledger.smtp.DiagnosticCode;
import bounceledger.smtp.EmailAddress;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Occurrence;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import bounceledger.subscriber.SubscriberStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/**
 * What the table asks for each kind of event, held against {@code docs/cost.md}, which thus stays true. Units are counted twice:
 * by DynamoDB's published rules from the items before and after, and as DynamoDB Local reports them. The report is not
 * the bill, as the page says.
 */
class CostTest {

    private static final EmailAddress SUBSCRIBER = new EmailAddress("somebody.with.a.name", "mail.example.org");
    private static final String CAMPAIGN = "2026-11-autumn-newsletter";
    private static final Path PAGE = Path.of("docs", "cost.md");

    /**
     * Requests and units of one thing done.
     *
     * @param reportedWrites the units of the writes in DynamoDB Local's {@code ConsumedCapacity}
     * @param reportedReads the same of the reads
     */
    record Cost(int requests, double writes, double reads, double reportedWrites, double reportedReads) {

        @Override
        public String toString() {
            return "| %d | %s | %s | %s | %s |"
                    .formatted(requests, units(writes), units(reads), units(reportedWrites), units(reportedReads));
        }

        private static String units(double units) {
            return units == Math.rint(units) ? Long.toString(Math.round(units)) : Double.toString(units);
        }
    }

    private final String table = EmbeddedTable.create();
    private final List<Cost> spent = new ArrayList<>();
    private final DynamoDbLedger ledger = new DynamoDbLedger(
            WatchedClient.of(EmbeddedTable.client(), this::measure), table, Policy.DEFAULT, Addresses.clear());

    /** A thing to do, with what comes before it and is not measured. */
    record Deed(String name, Consumer<DynamoDbLedger> before, Consumer<DynamoDbLedger> deed) {

        static Deed recording(String name, List<Entry> before, Entry entry) {
            return new Deed(
                    name,
                    ledger -> {
                        if (!before.isEmpty()) {
                            ledger.record(before, day(90));
                        }
                    },
                    ledger -> ledger.record(List.of(entry), day(90)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Deed> deeds() {
        List<Entry> deliveries =
                IntStream.range(0, 20).mapToObj(i -> delivery(i, day(i))).toList();
        List<Entry> bounces = IntStream.range(0, 32)
                .mapToObj(i -> bounce(i, day(21 + i), Effect.SOFT, Classification.MAILBOX_FULL, 422))
                .toList();
        Entry hard = bounce(90, day(60), Effect.HARD, Classification.MAILBOX_UNKNOWN, 511);
        Entry soft = bounce(90, day(60), Effect.SOFT, Classification.MAILBOX_FULL, 422);
        Entry next = delivery(90, day(60));
        Entry complaint = Entry.of(new Event.Complaint(occurrence(90, day(60)), "abuse", null, Weight.COMPLAINT));
        Entry optOut = Entry.of(new Event.Subscription(occurrence(90, day(60)), "news", false));
        Entry optIn = Entry.of(new Event.Subscription(occurrence(90, day(61)), "news", true));
        Entry blocked = bounce(90, day(60), Effect.NONE, Classification.BLOCKED, 571);
        Entry echo = bounce(90, day(60), Effect.ECHO, Classification.BLOCKED, 500);
        Entry unmatched = Samples.in(
                CAMPAIGN,
                Samples.of(
                        SUBSCRIBER,
                        Samples.unmatched(hard.event().occurrence().messageId(), day(60), DIAGNOSTIC, DIAGNOSTIC)));
        Entry notSent = Entry.of(new Event.NotSent(occurrence(90, day(60)), Event.NotSent.Kind.REJECT, "Bad content"));
        Entry reactivation = Entry.of(new Event.Reactivation(
                new Occurrence("JKJaXmPLvHcESHA=", SUBSCRIBER, day(61), null, null),
                "arn:aws:iam::1:user/ann",
                "wrote to us"));
        Entry delay = new Entry(
                new Event.DeliveryDelay(occurrence(90, day(60)), failure()),
                verdict(Effect.NONE, Classification.MAILBOX_FULL, 422));
        return Stream.of(
                Deed.recording("the first delivery to a subscriber", List.of(), next),
                Deed.recording("a delivery, the eighth or a later one kept", deliveries, next),
                Deed.recording("a delivery without a campaign", deliveries, Samples.in(null, next)),
                Deed.recording("a delivery older than those that are kept", deliveries, delivery(90, day(-1))),
                Deed.recording("a hard bounce", deliveries, hard),
                Deed.recording("a soft bounce", deliveries, soft),
                Deed.recording("a soft bounce, the thirty-third day of them", concat(deliveries, bounces), soft),
                Deed.recording("a bounce whose words no rule knew", deliveries, unmatched),
                Deed.recording("a bounce that is not the subscriber's fault", deliveries, blocked),
                Deed.recording("an echo of a suppression list", deliveries, echo),
                Deed.recording("a complaint", deliveries, complaint),
                Deed.recording("an opt-out", deliveries, optOut),
                Deed.recording("an opt-in that undoes it", concat(deliveries, List.of(optOut)), optIn),
                Deed.recording("a delay", deliveries, delay),
                Deed.recording("mail that SES did not send", deliveries, notSent),
                Deed.recording("a bounce that was recorded before", concat(deliveries, List.of(hard)), hard),
                Deed.recording("a reactivation", concat(deliveries, List.of(hard)), reactivation),
                new Deed(
                        "an erasure, 53 events",
                        record(concat(concat(deliveries, bounces), List.of(hard))),
                        ledger -> ledger.erase(SUBSCRIBER, false, day(90))),
                new Deed("the status of one subscriber", record(deliveries), ledger -> ledger.find(SUBSCRIBER)),
                new Deed(
                        "the history of one subscriber, 53 events",
                        record(concat(concat(deliveries, bounces), List.of(hard))),
                        ledger -> ledger.history(SUBSCRIBER, 100, day(90))),
                new Deed(
                        "whether 1,000 may be sent to",
                        record(thousand(delivery(1, START))),
                        ledger -> ledger.find(addresses())),
                new Deed("the statistics of a campaign", record(List.of(next)), ledger -> ledger.statistics(CAMPAIGN)),
                new Deed(
                        "a page of a list, 100 of 1,000",
                        record(thousand(hard)),
                        ledger -> ledger.list(SubscriberStatus.UNDELIVERABLE, 100, null, day(90))),
                new Deed("the start of a function", DynamoDbLedger::prime, DynamoDbLedger::prime));
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void costsWhatThePageSays(Deed deed) throws IOException {
        deed.before().accept(ledger);
        spent.clear();
        deed.deed().accept(ledger);
        assertEquals(onThePage(deed.name()), total().toString(), deed.name());
    }

    @Test
    void readsOnceForABatchAndWritesOnceForEachEvent() {
        List<Entry> batch = IntStream.range(0, 10)
                .mapToObj(i -> Samples.of(new EmailAddress("s" + i, "example.org"), delivery(i, START)))
                .toList();
        ledger.record(batch, START);
        assertEquals(11, total().requests());
    }

    @Test
    void readsAHundredSubscribersAtOnce() {
        ledger.find(addresses());
        assertEquals(10, total().requests());
    }

    private Cost total() {
        return new Cost(
                spent.size(), sum(Cost::writes), sum(Cost::reads), sum(Cost::reportedWrites), sum(Cost::reportedReads));
    }

    private double sum(ToDoubleFunction<Cost> units) {
        return spent.stream().mapToDouble(units).sum();
    }

    /** The rest of the row that begins with this name. */
    private static String onThePage(String name) throws IOException {
        Matcher row = Pattern.compile("(?m)^\\| " + Pattern.quote(name) + " (\\|.*\\|)$")
                .matcher(Files.readString(PAGE));
        return row.find() ? row.group(1) : "no row of " + PAGE;
    }

    private static Consumer<DynamoDbLedger> record(List<Entry> entries) {
        return ledger -> ledger.record(entries, day(90));
    }

    private static List<Entry> thousand(Entry entry) {
        return addresses().stream().map(address -> Samples.of(address, entry)).toList();
    }

    private static List<EmailAddress> addresses() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> new EmailAddress("s" + i, "example.org"))
                .toList();
    }

    private static <T> List<T> concat(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static Occurrence occurrence(int message, Instant at) {
        String id = "010001932f5a3c%02x-2d1f0f43-9f6d-4f3e-8a0a-1f7b2a3c4d%02x-000000".formatted(message, message);
        return new Occurrence(id, SUBSCRIBER, at, CAMPAIGN, null);
    }

    private static Entry delivery(int message, Instant at) {
        return Entry.of(new Event.Delivery(occurrence(message, at)));
    }

    private static Entry bounce(int message, Instant at, Effect effect, Classification classification, int code) {
        return new Entry(
                new Event.Bounce(occurrence(message, at), failure(), false), verdict(effect, classification, code));
    }

    private static final String DIAGNOSTIC =
            "smtp; 552-5.2.2 The recipient's inbox is out of storage space and inactive."
                    + " Please direct the recipient to https://mail.example.org/storage and ask them to make room"
                    + " 5a478bee46e88-4ee48d3f2a1si12345678e87.1 - relay";

    private static Failure failure() {
        return new Failure(DIAGNOSTIC, new EnhancedStatusCode(5, 2, 2), BounceType.TRANSIENT, "MailboxFull", false);
    }

    private static Verdict verdict(Effect effect, Classification classification, int code) {
        return new Verdict(
                DIAGNOSTIC,
                DiagnosticCode.parse(DIAGNOSTIC),
                code,
                ResponseCode.Source.ENHANCED_STATUS_CODE,
                Permanence.PERMANENT,
                classification,
                classification.fault(),
                effect,
                new Evidence(
                        Evidence.Tier.TEXT,
                        "inbox-out-of-storage-space",
                        "out of storage",
                        Evidence.Reply.OUTER,
                        26,
                        40,
                        null),
                null,
                null,
                "Gmail",
                null,
                "3f9c2a1b7d604e58");
    }

    private Object measure(DynamoDbRequest request, Function<DynamoDbRequest, Object> send) {
        if (request instanceof TransactWriteItemsRequest write) {
            return measureWrites(
                    write.transactItems().stream().map(CostTest::key).toList(),
                    2,
                    () -> (TransactWriteItemsResponse) send.apply(write.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                            .build()),
                    TransactWriteItemsResponse::consumedCapacity);
        }
        if (request instanceof BatchWriteItemRequest write) {
            return measureWrites(
                    Attributes.present(write.requestItems().get(table), table).stream()
                            .map(delete -> delete.deleteRequest().key())
                            .toList(),
                    1,
                    () -> (BatchWriteItemResponse) send.apply(write.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                            .build()),
                    BatchWriteItemResponse::consumedCapacity);
        }
        if (request instanceof PutItemRequest put) {
            return measureWrites(
                    List.of(Table.key(put.item())),
                    1,
                    () -> (PutItemResponse) send.apply(put.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                            .build()),
                    answer -> List.of(answer.consumedCapacity()));
        }
        return measureReads(request, send);
    }

    private Object measureReads(DynamoDbRequest request, Function<DynamoDbRequest, Object> send) {
        if (request instanceof GetItemRequest get) {
            GetItemResponse answer = (GetItemResponse) send.apply(get.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                    .build());
            return read(
                    reads(ItemSize.of(answer.item()), get.consistentRead()),
                    List.of(answer.consumedCapacity()),
                    answer);
        }
        if (request instanceof QueryRequest query) {
            QueryResponse answer = (QueryResponse) send.apply(query.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                    .build());
            int size = answer.items().stream().mapToInt(ItemSize::of).sum();
            return read(reads(size, query.consistentRead()), List.of(answer.consumedCapacity()), answer);
        }
        if (request instanceof BatchGetItemRequest batch) {
            BatchGetItemResponse answer = (BatchGetItemResponse) send.apply(batch.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                    .build());
            KeysAndAttributes keys = Attributes.present(batch.requestItems().get(table), table);
            double units = keys.keys().stream()
                    .mapToDouble(key -> reads(ItemSize.of(item(key)), keys.consistentRead()))
                    .sum();
            return read(units, answer.consumedCapacity(), answer);
        }
        throw new AssertionError("nobody measures a " + request.getClass().getSimpleName());
    }

    private Object read(double units, List<ConsumedCapacity> reported, Object answer) {
        spent.add(new Cost(1, 0, units, 0, units(reported)));
        return answer;
    }

    private static double units(List<ConsumedCapacity> reported) {
        return reported.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
    }

    /** Units for each 4 KB or a part of them; an item that is not there costs as the smallest does. */
    private static double reads(int size, @Nullable Boolean consistent) {
        double units = Math.max(1, Math.ceil(size / 4096.0));
        return Boolean.TRUE.equals(consistent) ? units : units / 2;
    }

    /**
     * A write costs a unit for each KB of an item, done or refused, in a transaction two; and the index is written beside it.
     */
    private <R> R measureWrites(
            List<Map<String, AttributeValue>> keys,
            int unitsForAKilobyte,
            Supplier<R> send,
            Function<R, List<ConsumedCapacity>> capacity) {
        List<Map<String, AttributeValue>> before = keys.stream().map(this::item).toList();
        double reported = 0;
        try {
            R answer = send.get();
            reported = units(capacity.apply(answer));
            return answer;
        } finally {
            double writes = 0;
            for (int i = 0; i < keys.size(); i++) {
                Map<String, AttributeValue> after = item(keys.get(i));
                writes += unitsForAKilobyte * kilobytes(Math.max(ItemSize.of(before.get(i)), ItemSize.of(after)));
                writes += index(indexed(before.get(i)), indexed(after));
            }
            spent.add(new Cost(1, writes, 0, reported, 0));
        }
    }

    private static double kilobytes(int size) {
        return Math.max(1, Math.ceil(size / 1024.0));
    }

    private static double index(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        if (before.equals(after)) {
            return 0;
        }
        boolean stays = place(before).equals(place(after));
        double removal = before.isEmpty() || stays ? 0 : kilobytes(ItemSize.of(before));
        return removal + (after.isEmpty() ? 0 : kilobytes(ItemSize.of(after)));
    }

    private static List<AttributeValue> place(Map<String, AttributeValue> indexed) {
        return Stream.of(TableDefinition.STATUS_SHARD, TableDefinition.UPDATED_AT)
                .map(indexed::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** What of an item is in the index. */
    private static Map<String, AttributeValue> indexed(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> indexed = new HashMap<>(item);
        indexed.keySet()
                .retainAll(List.of(
                        TableDefinition.PK,
                        TableDefinition.SK,
                        TableDefinition.STATUS_SHARD,
                        TableDefinition.UPDATED_AT,
                        TableDefinition.EMAIL,
                        TableDefinition.STATUS,
                        TableDefinition.RESPONSE_CODE,
                        TableDefinition.CLASSIFICATION,
                        TableDefinition.LAPSES_AT));
        return item.containsKey(TableDefinition.STATUS_SHARD) ? indexed : Map.of();
    }

    private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
        return EmbeddedTable.client()
                .getItem(get -> get.tableName(table).key(key))
                .item();
    }

    private static Map<String, AttributeValue> key(TransactWriteItem write) {
        if (write.put() != null) {
            return Table.key(write.put().item());
        }
        return write.update() != null
                ? write.update().key()
                : write.conditionCheck().key();
    }
}
