package bounceledger.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How many octets DynamoDB counts for an item.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">item sizes</a>
 */
final class ItemSize {

    private static final int COLLECTION = 3;
    private static final int ELEMENT = 1;

    private ItemSize() {}

    static int of(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> octets(attribute.getKey()) + of(attribute.getValue()))
                .sum();
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> octets(value.s());
            case N -> (value.n().length() + 1) / 2 + 1;
            case B -> value.b().asByteArrayUnsafe().length;
            case BOOL, NUL -> 1;
            case L -> of(value.l());
            case M -> COLLECTION + ELEMENT * value.m().size() + of(value.m());
            default -> throw new AssertionError("the table holds no " + value.type());
        };
    }

    private static int of(List<AttributeValue> values) {
        return COLLECTION + values.stream().mapToInt(value -> ELEMENT + of(value)).sum();
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
