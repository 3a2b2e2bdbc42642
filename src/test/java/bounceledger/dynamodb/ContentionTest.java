package bounceledger.dynamodb;

import static bounceledger.subscriber.Samples.ANN;
import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.day;
import static bounceledger.subscriber.Samples.facets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.CampaignStatistics;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What happens between a read and a write, and between a write and its answer. */
class ContentionTest {

    private static final Entry SALE = Samples.in("sale", Samples.hard("m1", START));
    private static final CampaignStatistics ONCE = CampaignStatistics.of(SALE);

    private final String table = EmbeddedTable.create();
    private final DynamoDbLedger ledger = ledger(EmbeddedTable.client());

    private DynamoDbLedger ledger(DynamoDbClient client) {
        return new DynamoDbLedger(client, table, Policy.DEFAULT, Addresses.clear());
    }

    private DynamoDbLedger watched(WatchedClient.Watch watch) {
        return ledger(WatchedClient.of(EmbeddedTable.client(), watch));
    }

    /** A ledger in which something happens just before its first transaction reaches the table. */
    private DynamoDbLedger after(Runnable event) {
        AtomicBoolean done = new AtomicBoolean();
        return watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest && !done.getAndSet(true)) {
                event.run();
            }
            return send.apply(request);
        });
    }

    private void assertRecordedOnce() {
        assertEquals(facets(SALE), ledger.find(ANN));
        assertEquals(List.of(SALE), ledger.history(ANN, 10, START));
        assertEquals(ONCE, ledger.statistics("sale"));
    }

    private void assertNothingIsWritten() {
        assertEquals(Facets.EMPTY, ledger.find(ANN));
        assertEquals(List.of(), ledger.history(ANN, 10, START));
        assertEquals(CampaignStatistics.NONE, ledger.statistics("sale"));
    }

    @Test
    void countsOnceWhatWasWrittenThoughTheAnswerWasLost() {
        DynamoDbLedger deaf = watched((request, send) -> {
            Object answer = send.apply(request);
            if (request instanceof TransactWriteItemsRequest) {
                throw SdkClientException.create("the connection broke");
            }
            return answer;
        });
        assertThrows(SdkClientException.class, () -> deaf.record(List.of(SALE), START));
        assertRecordedOnce();
        assertEquals(List.of(Outcome.DUPLICATE), ledger.record(List.of(SALE), START));
        assertRecordedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void triesAgainWhatMayPass(String reason) {
        AtomicInteger refusals = new AtomicInteger();
        DynamoDbLedger busy = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest transaction && refusals.getAndIncrement() < 3) {
                throw canceled(transaction, 1, reason);
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.RECORDED), busy.record(List.of(SALE), START));
        assertRecordedOnce();
    }

    @Test
    void triesAgainWhenThrottled() {
        AtomicInteger refusals = new AtomicInteger();
        DynamoDbLedger busy = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest && refusals.getAndIncrement() < 2) {
                throw refused("ThrottlingException");
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.RECORDED), busy.record(List.of(SALE), START));
        assertRecordedOnce();
    }

    @Test
    void givesUpInTheEndAndHasWrittenNothing() {
        AtomicInteger attempts = new AtomicInteger();
        DynamoDbLedger busy = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest transaction) {
                attempts.incrementAndGet();
                throw canceled(transaction, 2, "TransactionConflict");
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.CONTENDED), busy.record(List.of(SALE), START));
        assertTrue(attempts.get() > 3 && attempts.get() < 20, attempts + " attempts");
        assertNothingIsWritten();
        assertEquals(List.of(Outcome.RECORDED), ledger.record(List.of(SALE), START));
        assertRecordedOnce();
    }

    @Test
    void triesNoMoreWhenTheTimeIsOver() {
        AtomicInteger attempts = new AtomicInteger();
        DynamoDbLedger busy = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest transaction) {
                attempts.incrementAndGet();
                throw canceled(transaction, 1, "TransactionConflict");
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.UNTAKEN), busy.record(List.of(SALE), START, () -> attempts.get() < 2));
        assertEquals(2, attempts.get());
        assertNothingIsWritten();
    }

    @Test
    void throwsWhatIsNoContention() {
        DynamoDbLedger invalid = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest transaction) {
                throw canceled(transaction, 1, "ValidationError");
            }
            return send.apply(request);
        });
        assertThrows(TransactionCanceledException.class, () -> invalid.record(List.of(SALE), START));
        DynamoDbLedger denied = watched((request, send) -> {
            throw refused("AccessDeniedException");
        });
        assertThrows(DynamoDbException.class, () -> denied.record(List.of(SALE), START));
        assertNothingIsWritten();
    }

    @Test
    void joinsWhatAnotherWroteInBetween() {
        Entry others = Samples.soft("m2", day(1));
        DynamoDbLedger late = after(() -> ledger.record(List.of(others), START));
        assertEquals(List.of(Outcome.OUT_OF_ORDER), late.record(List.of(SALE), START));
        assertEquals(facets(SALE, others), ledger.find(ANN));
    }

    @Test
    void losesNothingByAReadThatWasStale() {
        Entry earlier = Samples.soft("m2", day(1));
        ledger.record(List.of(earlier), day(1));
        DynamoDbLedger behind = watched((request, send) -> request instanceof BatchGetItemRequest
                ? BatchGetItemResponse.builder().build()
                : send.apply(request));
        Entry historyOnly = Samples.delay("m3", day(2));
        assertEquals(
                List.of(Outcome.RECORDED, Outcome.OUT_OF_ORDER), behind.record(List.of(historyOnly, SALE), day(2)));
        assertEquals(facets(earlier, SALE), ledger.find(ANN));
        assertEquals(3, ledger.history(ANN, 10, day(2)).size());
    }

    @Test
    void tellsTheSecondOfTwoWritersOfOneEvent() {
        DynamoDbLedger second = after(() -> ledger.record(List.of(SALE), START));
        assertEquals(List.of(Outcome.DUPLICATE), second.record(List.of(SALE), START));
        assertRecordedOnce();
    }

    @Test
    void countsTheCampaignThatTwoCopiesBringOnce() {
        Entry bare = Samples.in(null, SALE);
        ledger.record(List.of(bare), START);
        AtomicInteger transactions = new AtomicInteger();
        DynamoDbLedger second = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest && transactions.incrementAndGet() == 2) {
                ledger.record(List.of(SALE), START);
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.DUPLICATE), second.record(List.of(SALE), START));
        assertRecordedOnce();
    }

    @Test
    void joinsAComplaintsOtherTimeWhereAnotherWriterMeets() {
        Entry earlier = Samples.complaint("m1", START, Weight.COMPLAINT);
        Entry later = Samples.complaint("m1", day(1), Weight.COMPLAINT);
        Entry others = Samples.soft("m2", day(2));
        ledger.record(List.of(earlier), START);
        AtomicInteger transactions = new AtomicInteger();
        DynamoDbLedger late = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest && transactions.incrementAndGet() == 2) {
                ledger.record(List.of(others), START);
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.DUPLICATE), late.record(List.of(later), day(2)));
        assertEquals(facets(later, others), ledger.find(ANN));
    }

    @Test
    void bringsNobodyBackWhoIsErasedWhileTheEntryIsWritten() {
        Entry historyOnly = Samples.in("sale", Samples.delay("m2", START));
        for (Entry entry : List.of(SALE, historyOnly)) {
            DynamoDbLedger late = after(() -> ledger.erase(ANN, false, day(1)));
            assertEquals(List.of(Outcome.ERASED), late.record(List.of(entry), day(1)));
            assertNothingIsWritten();
        }
        DynamoDbLedger late = after(() -> {
            ledger.erase(ANN, false, day(2));
            ledger.record(List.of(Samples.soft("m3", day(3))), day(3));
        });
        ledger.record(List.of(Samples.soft("m4", day(1).plusMillis(1))), day(2));
        assertEquals(List.of(Outcome.ERASED), late.record(List.of(Samples.hard("m5", day(2))), day(3)));
        assertEquals(facets(Samples.soft("m3", day(3))), ledger.find(ANN));
        assertEquals(1, ledger.history(ANN, 10, day(3)).size());
    }

    @Test
    void countsNoCampaignForWhomIsErasedWhileACopyBringsIt() {
        ledger.record(List.of(Samples.in(null, SALE)), START);
        AtomicInteger transactions = new AtomicInteger();
        DynamoDbLedger late = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest && transactions.incrementAndGet() == 2) {
                ledger.erase(ANN, false, day(1));
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.ERASED), late.record(List.of(SALE), START));
        assertNothingIsWritten();
    }

    @Test
    void erasesWhatIsWrittenWhileItErases() {
        ledger.record(List.of(SALE), START);
        AtomicBoolean done = new AtomicBoolean();
        DynamoDbLedger eraser = watched((request, send) -> {
            if (request instanceof PutItemRequest && !done.getAndSet(true)) {
                ledger.record(List.of(Samples.soft("m2", day(1)), Samples.delay("m3", day(1))), day(1));
            }
            return send.apply(request);
        });
        assertEquals(Outcome.ERASED, eraser.erase(ANN, false, day(2)));
        assertEquals(Facets.EMPTY, ledger.find(ANN));
        assertEquals(List.of(), ledger.history(ANN, 10, day(2)));
    }

    @Test
    void finishesAnErasureThatBrokeOff() {
        ledger.record(List.of(SALE, Samples.soft("m2", day(1))), day(1));
        DynamoDbLedger broken = watched((request, send) -> {
            if (request instanceof BatchWriteItemRequest) {
                throw SdkClientException.create("the connection broke");
            }
            return send.apply(request);
        });
        assertThrows(SdkClientException.class, () -> broken.erase(ANN, false, day(2)));
        assertEquals(Outcome.ERASED, ledger.erase(ANN, false, day(2)));
        assertEquals(Facets.EMPTY, ledger.find(ANN));
        assertEquals(List.of(), ledger.history(ANN, 10, day(2)));
    }

    @Test
    void saysSoWhenAnErasureMeetsTooManyWriters() {
        AtomicInteger others = new AtomicInteger();
        DynamoDbLedger eraser = watched((request, send) -> {
            if (request instanceof PutItemRequest) {
                ledger.record(List.of(Samples.soft("m" + others, day(others.getAndIncrement()))), START);
            }
            return send.apply(request);
        });
        assertEquals(Outcome.CONTENDED, eraser.erase(ANN, false, day(30)));
        assertEquals(others.get(), ledger.history(ANN, 100, START).size());
    }

    @Test
    void losesNoEntryForTheSakeOfATextThatNoRuleKnew() {
        Entry unmatched = Samples.unmatched("m1", START, "strange words", "strange words");
        AtomicInteger transactions = new AtomicInteger();
        DynamoDbLedger busy = watched((request, send) -> {
            if (request instanceof TransactWriteItemsRequest transaction && transactions.incrementAndGet() == 2) {
                throw canceled(transaction, 0, "TransactionConflict");
            }
            return send.apply(request);
        });
        assertEquals(List.of(Outcome.RECORDED), busy.record(List.of(unmatched), START));
        assertEquals(facets(unmatched), ledger.find(ANN));
        assertEquals(List.of(), ledger.unmatched(10, START));
    }

    @Test
    void eventsOfOneRecipientInABatchDoNotMeetEachOther() {
        List<Entry> entries = IntStream.range(0, 10)
                .mapToObj(i -> Samples.soft("m" + i, day(i)))
                .toList();
        List<DynamoDbRequest> requests = new ArrayList<>();
        DynamoDbLedger watched = watched((request, send) -> {
            requests.add(request);
            return send.apply(request);
        });
        watched.record(entries, day(10));
        assertEquals(
                11,
                requests.size(),
                () -> requests.stream().map(Object::getClass).toList() + "");
        assertEquals(facets(entries.toArray(Entry[]::new)), ledger.find(ANN));
    }

    @Test
    void asksAgainForWhatABatchLeftUndone() {
        List<Entry> entries = IntStream.range(0, 250)
                .mapToObj(i -> Samples.of(new EmailAddress("s" + i, "example.org"), Samples.soft("m", START)))
                .toList();
        ledger.record(entries, START);
        DynamoDbLedger slow = ledger(WatchedClient.of(EmbeddedTable.client(), this::answerHalf));
        Map<EmailAddress, Facets> found = slow.find(entries.stream()
                .map(entry -> entry.event().occurrence().recipient())
                .toList());
        assertEquals(250, found.size());
        found.values().forEach(facets -> assertEquals(facets(entries.get(0)), facets));
    }

    private Object answerHalf(DynamoDbRequest request, java.util.function.Function<DynamoDbRequest, Object> send) {
        if (!(request instanceof BatchGetItemRequest batch)) {
            return send.apply(request);
        }
        List<Map<String, AttributeValue>> keys =
                Attributes.present(batch.requestItems().get(table), table).keys();
        int half = (keys.size() + 1) / 2;
        BatchGetItemResponse answer = (BatchGetItemResponse) send.apply(batch.toBuilder()
                .requestItems(Map.of(table, keys(keys.subList(0, half))))
                .build());
        Map<String, KeysAndAttributes> open = new HashMap<>();
        if (half < keys.size()) {
            open.put(table, keys(keys.subList(half, keys.size())));
        }
        return answer.toBuilder().unprocessedKeys(open).build();
    }

    private static KeysAndAttributes keys(List<Map<String, AttributeValue>> keys) {
        return KeysAndAttributes.builder().keys(keys).build();
    }

    private static TransactionCanceledException canceled(
            TransactWriteItemsRequest transaction, int index, String code) {
        List<CancellationReason> reasons = IntStream.range(
                        0, transaction.transactItems().size())
                .mapToObj(i -> CancellationReason.builder()
                        .code(i == index ? code : "None")
                        .build())
                .toList();
        return TransactionCanceledException.builder()
                .cancellationReasons(reasons)
                .build();
    }

    private static DynamoDbException refused(String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
