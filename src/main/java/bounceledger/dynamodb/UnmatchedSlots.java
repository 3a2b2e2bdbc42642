package bounceledger.dynamodb;

import bounceledger.classify.Verdict;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.UnmatchedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The texts that no rule knew, in a fixed number of places: however many texts there are, there are no more items. A text's
 * hash says which place is its own; another that lies there gives way the sooner, the seldomer it was seen.
 */
final class UnmatchedSlots {

    private static final int SLOTS = 10_000;
    private static final int PARTITIONS = 10;

    /** So many texts of one batch are written, the most frequent ones: as many as make one small request. */
    private static final int MOST_OF_A_BATCH = 25;

    private static final Duration KEPT = Duration.ofDays(30);

    /** Octets; with both an item has less than 1 KB, which is one unit of writing. */
    private static final int LONGEST_FINGERPRINT = 384;

    private static final int LONGEST_EXAMPLE = 448;

    private static final String FINGERPRINT = "fingerprint";
    private static final String EXAMPLE = "example";
    private static final String SEEN = "seen";
    private static final String LAST_AT = "lastAt";

    private final DynamoDbClient client;
    private final Table table;

    UnmatchedSlots(DynamoDbClient client, Table table) {
        this.client = client;
        this.table = table;
    }

    /** Notes the texts of entries that were just recorded. */
    void note(List<Entry> recorded, Instant receivedAt) {
        Map<String, UnmatchedText> texts = new HashMap<>();
        for (Entry entry : recorded) {
            Verdict verdict = entry.verdict();
            if (verdict != null && verdict.fingerprint() != null && !isHistoryOnly(entry.event())) {
                UnmatchedText text = text(entry, verdict, verdict.fingerprint(), receivedAt);
                texts.merge(text.fingerprint(), text, UnmatchedSlots::both);
            }
        }
        write(texts.values().stream()
                .sorted(Comparator.comparing(UnmatchedText::count).reversed())
                .limit(MOST_OF_A_BATCH)
                .toList());
    }

    /** One request for all of them, and one more where slots were occupied. */
    private void write(List<UnmatchedText> texts) {
        List<TransactWriteItem> counts = texts.stream().map(this::count).toList();
        List<CancellationReason> reasons = send(counts);
        List<TransactWriteItem> again = new ArrayList<>();
        for (int i = 0; i < reasons.size(); i++) {
            if (!Contention.conditionFailed(reasons.get(i))) {
                again.add(counts.get(i));
            } else if (givesWay(reasons.get(i).item(), texts.get(i))) {
                again.add(replace(reasons.get(i).item(), texts.get(i)));
            }
        }
        send(again);
    }

    /** Why nothing was written, where slots were occupied. What meets other writers or a moment's load is not counted. */
    private List<CancellationReason> send(List<TransactWriteItem> writes) {
        if (writes.isEmpty()) {
            return List.of();
        }
        try {
            client.transactWriteItems(transaction -> transaction.transactItems(writes));
            return List.of();
        } catch (TransactionCanceledException e) {
            List<CancellationReason> reasons = e.cancellationReasons();
            return reasons.stream().anyMatch(Contention::conditionFailed) ? reasons : passOver(e);
        } catch (AwsServiceException e) {
            return passOver(e);
        }
    }

    private static List<CancellationReason> passOver(AwsServiceException e) {
        if (!Contention.lost(e)) {
            throw e;
        }
        return List.of();
    }

    private static boolean isHistoryOnly(Event event) {
        return event instanceof Event.Bounce bounce && bounce.historyOnly();
    }

    /** Masked, even where addresses are kept: these texts are looked at apart from any subscriber. */
    private static UnmatchedText text(Entry entry, Verdict verdict, String fingerprint, Instant receivedAt) {
        EmailAddress recipient = entry.event().occurrence().recipient();
        String example = Objects.requireNonNullElse(verdict.diagnosticCode(), "");
        return new UnmatchedText(
                Texts.cut(Texts.mask(fingerprint, recipient), LONGEST_FINGERPRINT),
                1,
                Texts.cut(Texts.mask(example, recipient), LONGEST_EXAMPLE),
                receivedAt);
    }

    private static UnmatchedText both(UnmatchedText one, UnmatchedText other) {
        return new UnmatchedText(one.fingerprint(), one.count() + other.count(), one.example(), one.lastAt());
    }

    private TransactWriteItem count(UnmatchedText text) {
        Map<String, AttributeValue> values = new Attributes()
                .put(":text", text.fingerprint())
                .put(":example", text.example())
                .put(":lastAt", text.lastAt())
                .put(":expiresAt", expiresAt(text))
                .put(":count", text.count())
                .build();
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table.name())
                        .key(slot(text.fingerprint()))
                        .updateExpression("SET fingerprint = :text, example = :example, lastAt = :lastAt,"
                                + " expiresAt = :expiresAt ADD seen :count")
                        .conditionExpression("attribute_not_exists(pk) OR fingerprint = :text")
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /** One who was seen as often gives way every other time, so that what is frequent finds its place in the end. */
    private static boolean givesWay(Map<String, AttributeValue> occupant, UnmatchedText text) {
        long others = HistoryItem.expired(occupant, text.lastAt())
                ? 0
                : read(occupant).count();
        return ThreadLocalRandom.current().nextLong(others + text.count()) < text.count();
    }

    private TransactWriteItem replace(Map<String, AttributeValue> occupant, UnmatchedText text) {
        Attributes item = new Attributes()
                .put(FINGERPRINT, text.fingerprint())
                .put(EXAMPLE, text.example())
                .put(LAST_AT, text.lastAt())
                .put(TableDefinition.EXPIRES_AT, expiresAt(text))
                .put(SEEN, text.count());
        slot(text.fingerprint()).forEach(item::put);
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table.name())
                        .item(item.build())
                        .conditionExpression("fingerprint = :other")
                        .expressionAttributeValues(
                                Map.of(":other", Attributes.present(occupant.get(FINGERPRINT), FINGERPRINT))))
                .build();
    }

    List<UnmatchedText> list(int limit, Instant now) {
        List<UnmatchedText> texts = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            String pk = pk(partition);
            for (Map<String, AttributeValue> item : table.query(query -> query.keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", Attributes.string(pk))))) {
                if (!HistoryItem.expired(item, now)) {
                    texts.add(read(item));
                }
            }
        }
        return texts.stream()
                .sorted(Comparator.comparing(UnmatchedText::count)
                        .thenComparing(UnmatchedText::lastAt)
                        .reversed())
                .limit(limit)
                .toList();
    }

    private static UnmatchedText read(Map<String, AttributeValue> item) {
        return new UnmatchedText(
                Attributes.present(Attributes.string(item, FINGERPRINT), FINGERPRINT),
                Long.parseLong(Attributes.present(item.get(SEEN), SEEN).n()),
                Attributes.present(Attributes.string(item, EXAMPLE), EXAMPLE),
                Attributes.present(Attributes.time(item, LAST_AT), LAST_AT));
    }

    private static long expiresAt(UnmatchedText text) {
        return text.lastAt().plus(KEPT).getEpochSecond();
    }

    static Map<String, AttributeValue> slot(String fingerprint) {
        int hash = ByteBuffer.wrap(Addresses.sha256(fingerprint.getBytes(StandardCharsets.UTF_8)))
                .getInt();
        int slot = Math.floorMod(hash, SLOTS);
        return Keys.key(pk(slot % PARTITIONS), "slot#" + slot / PARTITIONS);
    }

    private static String pk(int partition) {
        return "unmatched#" + partition;
    }
}
