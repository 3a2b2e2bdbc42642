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
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

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

    static final String FINGERPRINT = "fingerprint";
    static final String SEEN = "seen";

    private static final String EXAMPLE = "example";
    private static final String LAST_AT = "lastAt";

    private static final Comparator<UnmatchedText> BY_COUNT = Comparator.comparing(UnmatchedText::count);

    private final DynamoDbClient client;
    private final Table table;

    UnmatchedSlots(DynamoDbClient client, Table table) {
        this.client = client;
        this.table = table;
    }

    /** Where the texts of these entries have their places. What lies there is read with the entries' subscribers. */
    List<Map<String, AttributeValue>> places(List<Entry> entries, Instant receivedAt) {
        return texts(entries, receivedAt).stream()
                .map(UnmatchedText::fingerprint)
                .map(UnmatchedSlots::slot)
                .toList();
    }

    /**
     * Notes the texts of entries that were just recorded, all in one request. What meets other writers or a moment's load is
     * not counted.
     *
     * @param occupants what was found in the places of all entries
     */
    void note(
            List<Entry> recorded,
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> occupants,
            Instant receivedAt) {
        List<TransactWriteItem> writes = texts(recorded, receivedAt).stream()
                .limit(MOST_OF_A_BATCH)
                .flatMap(text -> write(text, occupants.get(slot(text.fingerprint()))).stream())
                .toList();
        if (writes.isEmpty()) {
            return;
        }
        try {
            client.transactWriteItems(transaction -> transaction.transactItems(writes));
        } catch (AwsServiceException e) {
            if (!Contention.lost(e)) {
                throw e;
            }
        }
    }

    /** The texts, the most frequent first; of two that have one place, which a request could not write twice, the one that did. */
    private static List<UnmatchedText> texts(List<Entry> entries, Instant receivedAt) {
        Map<String, UnmatchedText> texts = new HashMap<>();
        for (Entry entry : entries) {
            Verdict verdict = entry.verdict();
            if (verdict != null && verdict.fingerprint() != null && !isHistoryOnly(entry.event())) {
                UnmatchedText text = text(entry, verdict, verdict.fingerprint(), receivedAt);
                texts.merge(text.fingerprint(), text, UnmatchedSlots::both);
            }
        }
        Map<Map<String, AttributeValue>, UnmatchedText> places = new HashMap<>();
        texts.values().forEach(text -> places.merge(slot(text.fingerprint()), text, BinaryOperator.maxBy(BY_COUNT)));
        return places.values().stream().sorted(BY_COUNT.reversed()).toList();
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

    private Optional<TransactWriteItem> write(UnmatchedText text, @Nullable Map<String, AttributeValue> occupant) {
        if (occupant == null || text.fingerprint().equals(Attributes.string(occupant, FINGERPRINT))) {
            return Optional.of(count(text));
        }
        return givesWay(occupant, text) ? Optional.of(replace(occupant, text)) : Optional.empty();
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
                        .expressionAttributeValues(values))
                .build();
    }

    /** One who was seen as often gives way every other time, so that what is frequent finds its place in the end. */
    private static boolean givesWay(Map<String, AttributeValue> occupant, UnmatchedText text) {
        long others = HistoryItem.expired(occupant, text.lastAt()) ? 0 : seen(occupant);
        return Chance.RANDOM.nextLong(others + text.count()) < text.count();
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
                .sorted(BY_COUNT.thenComparing(UnmatchedText::lastAt).reversed())
                .limit(limit)
                .toList();
    }

    private static UnmatchedText read(Map<String, AttributeValue> item) {
        return new UnmatchedText(
                Attributes.present(Attributes.string(item, FINGERPRINT), FINGERPRINT),
                seen(item),
                Attributes.present(Attributes.string(item, EXAMPLE), EXAMPLE),
                Attributes.present(Attributes.time(item, LAST_AT), LAST_AT));
    }

    private static long seen(Map<String, AttributeValue> item) {
        return Long.parseLong(Attributes.present(item.get(SEEN), SEEN).n());
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
