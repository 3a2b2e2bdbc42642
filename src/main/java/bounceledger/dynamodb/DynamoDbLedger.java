package bounceledger.dynamodb;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.CampaignStatistics;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.SubscriberPage;
import bounceledger.subscriber.SubscriberStatus;
import bounceledger.subscriber.UnmatchedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The ledger in one DynamoDB table. An entry is one transaction of its claim, its recipient's status item and its campaign's
 * statistics; writers that meet at a status item tell it by the version that they read, and all but one read again.
 *
 * <p>What DynamoDB refuses for other reasons than another writer or a moment's load is thrown as the SDK throws it; what
 * was recorded by then stays, and is a duplicate when it is handed in again.
 */
public final class DynamoDbLedger implements LedgerStore {

    /** What of status items and of unmatched texts is of use to those who read many at once. */
    private static final String READ_TOGETHER = String.join(
            ", ",
            TableDefinition.PK,
            TableDefinition.SK,
            StatusItem.FACETS,
            StatusItem.VERSION,
            StatusItem.ERASED_AT,
            UnmatchedSlots.FINGERPRINT,
            UnmatchedSlots.SEEN,
            TableDefinition.EXPIRES_AT);

    private static final String CHECK = "check";

    private static final Map<String, AttributeValue> CHECK_ITEM = Keys.key("addresses", "check");

    /** Items of the history; a thousand of them are about a megabyte, the most that a query answers with. */
    private static final int LARGEST_PAGE = 1000;

    /** Complaints and expired entries, beside those that were asked for. */
    private static final int A_FEW = 5;

    /** DynamoDB answers within milliseconds, or it does not answer; the first call of a process takes longer. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(2);

    static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    /** What an entry takes at most, once it is begun: to read again, to write, and to write what a copy brings. */
    public static final Duration LONGEST_STEP = LONGEST_CALL.plus(LONGEST_CALL).plus(LONGEST_CALL);

    private final DynamoDbClient client;
    private final Table table;
    private final String tableName;
    private final Policy policy;
    private final Addresses addresses;
    private final Keys keys;
    private final Redaction redaction;
    private final UnmatchedSlots unmatched;

    private volatile boolean isOpen;

    /** A ledger in a table that is there, on a client that the caller closes. */
    public DynamoDbLedger(DynamoDbClient client, String tableName, Policy policy, Addresses addresses) {
        this.client = client;
        this.table = new Table(client, tableName);
        this.tableName = tableName;
        this.policy = policy;
        this.addresses = addresses;
        this.keys = new Keys(addresses);
        this.redaction = new Redaction(addresses);
        this.unmatched = new UnmatchedSlots(client, table);
    }

    /**
     * A ledger in the table of that name, in the account, region and at the endpoint that the AWS SDK finds by itself. The HTTP
     * client, which reads every certificate that Java trusts, and the rest of the SDK's are made at the same time.
     */
    public static DynamoDbLedger connect(String tableName, Policy policy, Addresses addresses) {
        CompletableFuture<SdkHttpClient> http =
                CompletableFuture.supplyAsync(httpClient()::build, work -> new Thread(work, "http").start());
        DynamoDbClient client = impatient(DynamoDbClient.builder().httpClientBuilder(defaults -> http.join()))
                .build();
        return new DynamoDbLedger(client, tableName, policy, addresses);
    }

    /** A client that waits for no answer longer than a function can: it asks again, and then gives up. */
    static DynamoDbClientBuilder impatientClient() {
        return impatient(DynamoDbClient.builder().httpClientBuilder(httpClient()));
    }

    private static UrlConnectionHttpClient.Builder httpClient() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(LONGEST_ATTEMPT)
                .socketTimeout(LONGEST_ATTEMPT);
    }

    private static DynamoDbClientBuilder impatient(DynamoDbClientBuilder client) {
        return client.overrideConfiguration(
                waiting -> waiting.apiCallAttemptTimeout(LONGEST_ATTEMPT).apiCallTimeout(LONGEST_CALL));
    }

    /** A ledger like this one, by the same code down to the network, of which nothing lasts and nothing leaves the process. */
    public LedgerStore rehearsal() {
        DynamoDbClient offline = impatient(DynamoDbClient.builder().httpClient(new Rehearsal()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")))
                .build();
        return new DynamoDbLedger(offline, tableName, policy, addresses);
    }

    /**
     * Asks the table once, writes nothing and lets the connection be closed: before a snapshot of the process is taken. Where
     * the check lies there, {@link #open()} has no more to do.
     *
     * @return why the table could not be asked; empty when it answered
     * @throws IllegalStateException when the table was begun with another key
     */
    public Optional<String> prime() {
        Map<String, AttributeValue> item;
        try {
            item = client.getItem(get -> get.tableName(tableName)
                            .key(CHECK_ITEM)
                            .consistentRead(true)
                            .overrideConfiguration(once -> once.putHeader("Connection", "close")))
                    .item();
        } catch (SdkException e) {
            return Optional.of(e.toString());
        }
        if (!item.isEmpty()) {
            requireSameKey(item);
        }
        return Optional.empty();
    }

    /**
     * Does of {@link #open()} what writes nothing, for those who have time for it before there is an event.
     *
     * @throws IllegalStateException when the table was begun with another key
     */
    public synchronized void look() {
        Map<String, AttributeValue> item = check();
        if (!item.isEmpty()) {
            requireSameKey(item);
        }
    }

    /**
     * Makes sure that the table's items lie under the hashes that this ledger goes by; under others everybody would be one
     * never heard of, and sendable.
     *
     * @throws IllegalStateException when the table was begun with another key
     */
    @Override
    public void open() {
        if (!isOpen) {
            openNow();
        }
    }

    /** Waits for a {@link #look}. */
    private synchronized void openNow() {
        if (isOpen) {
            return;
        }
        Map<String, AttributeValue> item = check();
        if (item.isEmpty()) {
            Attributes check = new Attributes().put(CHECK, addresses.check());
            CHECK_ITEM.forEach(check::put);
            try {
                client.putItem(put -> put.tableName(tableName)
                        .item(check.build())
                        .conditionExpression(Condition.NO_ITEM.expression()));
                isOpen = true;
                return;
            } catch (ConditionalCheckFailedException anotherWasFaster) {
                item = table.get(CHECK_ITEM);
            }
        }
        requireSameKey(item);
    }

    /**
     * The check of the key; empty when there is none, or one that was written a moment ago, which the condition of a writing
     * tells. Read as subscribers are: a start need not load another kind of request for it.
     */
    private Map<String, AttributeValue> check() {
        return table.batchGet(List.of(CHECK_ITEM), null).getOrDefault(CHECK_ITEM, Map.of());
    }

    private void requireSameKey(Map<String, AttributeValue> item) {
        if (!addresses.check().equals(Attributes.string(item, CHECK))) {
            throw new IllegalStateException(
                    "the table " + tableName + " was begun with another key of the address hashes"
                            + " than it is opened with now: nobody in it would be found");
        }
        isOpen = true;
    }

    @Override
    public List<Outcome> record(List<Entry> entries, Instant receivedAt) {
        return record(entries, receivedAt, () -> true);
    }

    @Override
    public List<Outcome> record(List<Entry> entries, Instant receivedAt, BooleanSupplier timeIsLeft) {
        if (!timeIsLeft.getAsBoolean()) {
            return Collections.nCopies(entries.size(), Outcome.UNTAKEN);
        }
        List<Entry> written = entries.stream().map(redaction::of).toList();
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = table.batchGet(
                Stream.concat(
                                written.stream().map(DynamoDbLedger::recipient).map(keys::status),
                                unmatched.places(written, receivedAt).stream())
                        .toList(),
                READ_TOGETHER,
                timeIsLeft);
        Map<EmailAddress, StatusItem> known = new HashMap<>();
        written.stream()
                .map(DynamoDbLedger::recipient)
                .forEach(recipient -> known.put(recipient, StatusItem.in(found, keys.status(recipient))));
        List<Outcome> outcomes = new ArrayList<>();
        for (Entry entry : written) {
            outcomes.add(record(entry, known, receivedAt, timeIsLeft));
        }
        if (!timeIsLeft.getAsBoolean()) {
            return List.copyOf(outcomes);
        }
        unmatched.note(
                IntStream.range(0, written.size())
                        .filter(i -> outcomes.get(i).isNew())
                        .mapToObj(written::get)
                        .toList(),
                found,
                receivedAt);
        return List.copyOf(outcomes);
    }

    private Outcome record(
            Entry entry, Map<EmailAddress, StatusItem> known, Instant receivedAt, BooleanSupplier timeIsLeft) {
        EmailAddress recipient = recipient(entry);
        return Contention.attempt(timeIsLeft, attempt -> {
                    StatusItem before =
                            attempt == 0 ? Attributes.present(known.get(recipient), "status") : readNow(recipient);
                    Optional<Written> written = write(entry, before, receivedAt);
                    known.put(recipient, written.map(Written::status).orElse(before));
                    return written.map(Written::outcome);
                })
                .orElseGet(() -> timeIsLeft.getAsBoolean() ? Outcome.CONTENDED : Outcome.UNTAKEN);
    }

    /** What became of an entry, and its recipient's status item after it. */
    private record Written(Outcome outcome, StatusItem status) {}

    /** Empty when another writer was faster. */
    private Optional<Written> write(Entry entry, StatusItem before, Instant receivedAt) {
        if (before.erased(entry)) {
            return Optional.of(new Written(Outcome.ERASED, before));
        }
        StatusItem after = before.with(entry);
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(claim(entry, before, receivedAt));
        items.add(
                after.isUnchanged(before)
                        ? notErasedSince(before, recipient(entry))
                        : replace(before, after.item(keys, recipient(entry), policy, receivedAt)));
        count(entry, entry.event().occurrence().campaign()).ifPresent(items::add);
        try {
            client.transactWriteItems(transaction -> transaction.transactItems(items));
            return Optional.of(new Written(before.knowsLater(entry) ? Outcome.OUT_OF_ORDER : Outcome.RECORDED, after));
        } catch (TransactionCanceledException e) {
            Optional<CancellationReason> claim =
                    e.cancellationReasons().stream().findFirst();
            return claim.filter(Contention::conditionFailed).isPresent()
                    ? duplicate(entry, claim.orElseThrow().item(), before, receivedAt)
                    : lost(e);
        } catch (AwsServiceException e) {
            return lost(e);
        }
    }

    private static <T> Optional<T> lost(AwsServiceException e) {
        if (Contention.lost(e)) {
            return Optional.empty();
        }
        throw e;
    }

    /** A copy may bring what the first lacked: the campaign, and another time of the same complaint. */
    private Optional<Written> duplicate(
            Entry copy, Map<String, AttributeValue> first, StatusItem before, Instant receivedAt) {
        String campaign = copy.event().occurrence().campaign();
        List<TransactWriteItem> items = new ArrayList<>();
        if (campaign != null && !first.containsKey(HistoryItem.CAMPAIGN)) {
            items.add(bring(campaign, keys.history(copy.event())));
            count(HistoryItem.read(first, recipient(copy)), campaign).ifPresent(items::add);
        }
        StatusItem after = copy.event() instanceof Event.Complaint ? before.with(copy) : before;
        if (!after.isUnchanged(before)) {
            items.add(replace(before, after.item(keys, recipient(copy), policy, receivedAt)));
        }
        if (!items.isEmpty()) {
            try {
                client.transactWriteItems(transaction -> transaction.transactItems(items));
            } catch (AwsServiceException e) {
                return lost(e);
            }
        }
        return Optional.of(new Written(Outcome.DUPLICATE, after));
    }

    private TransactWriteItem claim(Entry entry, StatusItem before, Instant receivedAt) {
        return put(Put.builder()
                .item(HistoryItem.of(entry, keys, receivedAt.plus(policy.historyRetention()), before.erasedAt()))
                .conditionExpression(Condition.NO_ITEM.expression())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }

    private TransactWriteItem replace(StatusItem before, Map<String, AttributeValue> after) {
        Condition unchanged = Condition.unchanged(before);
        return put(Put.builder()
                .item(after)
                .conditionExpression(unchanged.expression())
                .expressionAttributeValues(unchanged.values()));
    }

    private TransactWriteItem put(Put.Builder put) {
        return TransactWriteItem.builder().put(put.tableName(tableName).build()).build();
    }

    private TransactWriteItem notErasedSince(StatusItem before, EmailAddress recipient) {
        Condition condition = Condition.notErasedSince(before);
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(tableName)
                        .key(keys.status(recipient))
                        .conditionExpression(condition.expression())
                        .expressionAttributeValues(condition.values()))
                .build();
    }

    private TransactWriteItem bring(String campaign, Map<String, AttributeValue> history) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(tableName)
                        .key(history)
                        .updateExpression("SET campaign = :c")
                        .conditionExpression("attribute_exists(pk) AND attribute_not_exists(campaign)")
                        .expressionAttributeValues(Map.of(":c", Attributes.string(campaign))))
                .build();
    }

    private Optional<TransactWriteItem> count(Entry entry, @Nullable String campaign) {
        CampaignStatistics counts = CampaignStatistics.of(entry);
        return campaign == null || counts.countsNothing()
                ? Optional.empty()
                : Optional.of(TransactWriteItem.builder()
                        .update(StatisticsItem.add(tableName, campaign, counts))
                        .build());
    }

    @Override
    public Map<EmailAddress, Facets> find(Collection<EmailAddress> subscribers) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found =
                table.batchGet(subscribers.stream().map(keys::status).toList(), READ_TOGETHER);
        return subscribers.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        subscriber ->
                                StatusItem.in(found, keys.status(subscriber)).facets()));
    }

    @Override
    public Facets find(EmailAddress subscriber) {
        return readNow(subscriber).facets();
    }

    private StatusItem readNow(EmailAddress subscriber) {
        return StatusItem.read(table.get(keys.status(subscriber)));
    }

    @Override
    public List<Entry> history(EmailAddress subscriber, int limit, Instant now) {
        Comparator<Event> byTime =
                Comparator.comparing(event -> event.occurrence().at());
        List<Entry> complaints = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        for (Map<String, AttributeValue> item : historyItems(subscriber, limit)) {
            if (HistoryItem.expired(item, now)) {
                continue;
            }
            Entry entry = HistoryItem.read(item, subscriber);
            (entry.event() instanceof Event.Complaint ? complaints : others).add(entry);
            if (others.size() >= limit) {
                break;
            }
        }
        return Stream.concat(complaints.stream(), others.stream())
                .sorted(Comparator.comparing(Entry::event, byTime.thenComparing(Event::id))
                        .reversed())
                .limit(limit)
                .toList();
    }

    /** The complaints, whose keys have no time, and then all others, the latest first; so many, or a few more, are read at once. */
    private Iterable<Map<String, AttributeValue>> historyItems(EmailAddress subscriber, int atOnce) {
        return table.query(query -> query.keyConditionExpression("pk = :pk AND begins_with(sk, :history)")
                .expressionAttributeValues(Map.of(
                        ":pk", Attributes.string(keys.pk(subscriber)),
                        ":history", Attributes.string(Keys.HISTORY)))
                .scanIndexForward(false)
                .limit(Math.min(atOnce, LARGEST_PAGE - A_FEW) + A_FEW)
                .consistentRead(true));
    }

    @Override
    public SubscriberPage list(SubscriberStatus status, int limit, @Nullable String cursor, Instant now) {
        if (status == SubscriberStatus.ACTIVE || limit < 1) {
            throw new IllegalArgumentException(limit + " subscribers that are " + status);
        }
        return new StatusIndex(table).page(status, limit, cursor, now);
    }

    @Override
    public CampaignStatistics statistics(String campaign) {
        return table.batchGet(Keys.allStatistics(Redaction.campaign(campaign)), null).values().stream()
                .map(StatisticsItem::read)
                .reduce(CampaignStatistics.NONE, CampaignStatistics::plus);
    }

    @Override
    public List<UnmatchedText> unmatched(int limit, Instant now) {
        return unmatched.list(limit, now);
    }

    /** First the marker, which stops all who write on the strength of what was before; then the history, which thus cannot grow. */
    @Override
    public Outcome erase(EmailAddress subscriber, boolean forgetProhibition, Instant now) {
        Optional<StatusItem> marker = Contention.attempt(attempt -> mark(subscriber, forgetProhibition, now));
        marker.ifPresent(erased -> deleteHistory(subscriber, erased));
        return marker.isPresent() ? Outcome.ERASED : Outcome.CONTENDED;
    }

    private Optional<StatusItem> mark(EmailAddress subscriber, boolean forgetProhibition, Instant now) {
        StatusItem before = readNow(subscriber);
        StatusItem marker = before.erase(now, forgetProhibition);
        Condition unchanged = Condition.unchanged(before);
        try {
            client.putItem(put -> put.tableName(tableName)
                    .item(marker.marker(keys, subscriber))
                    .conditionExpression(unchanged.expression())
                    .expressionAttributeValues(unchanged.values()));
            return Optional.of(marker);
        } catch (AwsServiceException e) {
            return lost(e);
        }
    }

    private void deleteHistory(EmailAddress subscriber, StatusItem marker) {
        List<Map<String, AttributeValue>> before = new ArrayList<>();
        for (Map<String, AttributeValue> item : historyItems(subscriber, LARGEST_PAGE)) {
            if (!Objects.equals(Attributes.time(item, HistoryItem.SINCE_ERASURE), marker.erasedAt())) {
                before.add(Table.key(item));
            }
        }
        table.delete(before);
    }

    private static EmailAddress recipient(Entry entry) {
        return entry.event().occurrence().recipient();
    }
}
