package bounceledger.dynamodb;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item, or a map within one, while it is put together: what is null is left out. */
final class Attributes {

    private final Map<String, AttributeValue> values = new HashMap<>();

    static AttributeValue string(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    Attributes put(String name, AttributeValue value) {
        values.put(name, value);
        return this;
    }

    Attributes put(String name, @Nullable String value) {
        if (value != null) {
            values.put(name, string(value));
        }
        return this;
    }

    Attributes put(String name, @Nullable Enum<?> word) {
        return put(name, word == null ? null : word.toString());
    }

    Attributes put(String name, long value) {
        return put(name, number(value));
    }

    Attributes put(String name, @Nullable Integer value) {
        return value == null ? this : put(name, value.longValue());
    }

    /** Milliseconds since 1970. */
    Attributes put(String name, @Nullable Instant time) {
        return time == null ? this : put(name, time.toEpochMilli());
    }

    /** Written only where it is true. */
    Attributes put(String name, boolean value) {
        return value ? put(name, AttributeValue.fromBool(true)) : this;
    }

    Map<String, AttributeValue> build() {
        return values;
    }

    static @Nullable String string(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    static @Nullable Integer integer(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : Integer.valueOf(value.n());
    }

    static @Nullable Instant time(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : Instant.ofEpochMilli(Long.parseLong(value.n()));
    }

    static boolean flag(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value != null && value.bool();
    }

    /** The constant that was written; null where none was. Constants are written as they print. */
    static <E extends Enum<E>> @Nullable E word(Map<String, AttributeValue> item, String name, Class<E> type) {
        String written = string(item, name);
        return written == null ? null : constant(written, type);
    }

    static <E extends Enum<E>> E constant(String word, Class<E> type) {
        Optional<E> constant = Arrays.stream(type.getEnumConstants())
                .filter(c -> c.toString().equals(word))
                .findFirst();
        return constant.orElseThrow(() -> new IllegalStateException(
                "the table holds a " + type.getSimpleName() + " of a later version: " + word));
    }

    static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException("an item of the table lacks " + name);
        }
        return value;
    }
}
