package bounceledger.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What must hold of an item for a write to happen.
 *
 * @param values what the expression compares with; null, as the SDK wants it, where it compares with nothing
 */
record Condition(String expression, @Nullable Map<String, AttributeValue> values) {

    static final Condition NO_ITEM = new Condition("attribute_not_exists(" + TableDefinition.PK + ")", null);

    /** The status item is the one that was read. */
    static Condition unchanged(StatusItem read) {
        return read.version() == null
                ? NO_ITEM
                : new Condition(StatusItem.VERSION + " = :v", Map.of(":v", Attributes.number(read.version())));
    }

    /** Whatever was written since, the subscriber was not erased. */
    static Condition notErasedSince(StatusItem read) {
        return read.erasedAt() == null
                ? new Condition("attribute_not_exists(" + StatusItem.ERASED_AT + ")", null)
                : new Condition(
                        StatusItem.ERASED_AT + " = :e",
                        Map.of(":e", Attributes.number(read.erasedAt().toEpochMilli())));
    }
}
