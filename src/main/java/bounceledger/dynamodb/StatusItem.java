package bounceledger.dynamodb;

import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Subscriber;
import bounceledger.subscriber.SubscriberStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The one item that says where a subscriber stands. When the subscriber is erased it becomes the marker that stays, under
 * the same key: so whoever writes on the strength of what was before the erasure fails by the version.
 *
 * @param facets what was heard since the erasure, with what it left forbidden; or what was ever heard
 * @param erasedAt when the subscriber was last erased, or null
 * @param version a random number that each write draws anew; null where there is no item
 */
record StatusItem(
        Facets facets, @Nullable Instant erasedAt, @Nullable Long version) {

    static final StatusItem ABSENT = new StatusItem(Facets.EMPTY, null, null);

    static final String SK = "status";

    static final String FACETS = "facets";
    static final String ERASED_AT = "erasedAt";
    static final String VERSION = "version";

    /** How long a marker that forbids nothing is kept: SES and SQS redeliver nothing that is older. */
    private static final Duration MARKER = Duration.ofDays(30);

    /** Whether it happened before the subscriber was erased. */
    boolean erased(Entry entry) {
        return erasedAt != null && !entry.event().occurrence().at().isAfter(erasedAt);
    }

    /** Whether something is known of the subscriber that happened after the entry did. */
    boolean knowsLater(Entry entry) {
        Instant latest = facets.updatedAt();
        return latest != null && entry.event().occurrence().at().isBefore(latest);
    }

    /** After one more entry; this very item when the entry makes no difference. */
    StatusItem with(Entry entry) {
        Facets joined = facets.with(entry);
        return joined.equals(facets) ? this : new StatusItem(joined, erasedAt, newVersion());
    }

    /** Whether it came of the other by {@link #with} and nothing was new. */
    boolean isUnchanged(StatusItem before) {
        return Objects.equals(version, before.version);
    }

    /**
     * Nothing but the marker: when, and what stays forbidden. No two erasures of one subscriber have the same time, and what
     * was heard happened before the erasure, whatever the clocks say.
     */
    StatusItem erase(Instant now, boolean forgetProhibition) {
        Instant heard = facets.updatedAt();
        Instant at = (heard == null || heard.isBefore(now) ? now : heard).truncatedTo(ChronoUnit.MILLIS);
        Instant later = erasedAt == null || erasedAt.isBefore(at) ? at : erasedAt.plusMillis(1);
        return new StatusItem(forgetProhibition ? Facets.EMPTY : facets.prohibition(), later, newVersion());
    }

    private static long newVersion() {
        return Chance.RANDOM.nextLong();
    }

    Map<String, AttributeValue> item(Keys keys, EmailAddress email, Policy policy, Instant now) {
        Subscriber shown = Subscriber.of(email, facets, policy, now);
        Instant lapsesAt = shown.lapsesAt().orElse(null);
        SubscriberStatus thereafter = lapsesAt == null
                ? null
                : Subscriber.of(email, facets, policy, lapsesAt).status();
        Attributes item = new Attributes()
                .put(FACETS, FacetsAttribute.of(facets))
                .put(VERSION, Attributes.present(version, VERSION))
                .put(ERASED_AT, erasedAt)
                .put(TableDefinition.EMAIL, keys.written(email))
                .put(TableDefinition.STATUS, shown.status())
                .put(TableDefinition.RESPONSE_CODE, shown.responseCode())
                .put(TableDefinition.CLASSIFICATION, shown.classification())
                .put(TableDefinition.LAPSES_AT, lapsesAt)
                .put(TableDefinition.STATUS_SHARD, keys.statusShard(shown.status(), thereafter, email));
        Instant updatedAt = shown.updatedAt();
        if (updatedAt != null) {
            item.put(TableDefinition.UPDATED_AT, keys.updatedAt(updatedAt, email));
        }
        return keys.put(item, email, SK);
    }

    /** The item of one who was erased: no address, no place in the index. */
    Map<String, AttributeValue> marker(Keys keys, EmailAddress email) {
        Instant at = Attributes.present(erasedAt, ERASED_AT);
        Attributes item = new Attributes()
                .put(FACETS, FacetsAttribute.of(facets))
                .put(VERSION, Attributes.present(version, VERSION))
                .put(ERASED_AT, at);
        if (facets.equals(Facets.EMPTY)) {
            item.put(TableDefinition.EXPIRES_AT, at.plus(MARKER).getEpochSecond());
        }
        return keys.put(item, email, SK);
    }

    /** What lies under the key, among items by their keys. */
    static StatusItem in(
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items, Map<String, AttributeValue> key) {
        return read(items.getOrDefault(key, Map.of()));
    }

    /** @param item empty where there is none */
    static StatusItem read(Map<String, AttributeValue> item) {
        if (item.isEmpty()) {
            return ABSENT;
        }
        return new StatusItem(
                FacetsAttribute.read(Attributes.present(item.get(FACETS), FACETS)),
                Attributes.time(item, ERASED_AT),
                Long.valueOf(Attributes.present(item.get(VERSION), VERSION).n()));
    }
}
