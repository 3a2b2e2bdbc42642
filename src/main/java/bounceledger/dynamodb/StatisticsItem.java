package bounceledger.dynamodb;

import bounceledger.classify.Classification;
import bounceledger.subscriber.CampaignStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** One of the items over which the counts of a campaign are spread: a number for each name, and the names are few. */
final class StatisticsItem {

    private static final String DELIVERED = "delivered";
    private static final String COMPLAINED = "complained";
    private static final String UNSUBSCRIBED = "unsubscribed";
    private static final String CLASSIFICATION = "c:";
    private static final String RESPONSE_CODE = "r:";

    private StatisticsItem() {}

    /** Adds these to the counts of the campaign. */
    static Update add(String tableName, String campaign, CampaignStatistics counts) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> numbers = new HashMap<>();
        numbers(counts).forEach((name, number) -> {
            int index = names.size();
            names.put("#" + index, name);
            numbers.put(":" + index, Attributes.number(number));
        });
        String additions = names.keySet().stream()
                .map(name -> name + " :" + name.substring(1))
                .collect(Collectors.joining(", "));
        return Update.builder()
                .tableName(tableName)
                .key(Keys.anyStatistics(campaign))
                .updateExpression("ADD " + additions)
                .expressionAttributeNames(names)
                .expressionAttributeValues(numbers)
                .build();
    }

    private static Map<String, Long> numbers(CampaignStatistics counts) {
        Map<String, Long> numbers = new TreeMap<>();
        counts.byClassification().forEach((word, number) -> numbers.put(CLASSIFICATION + word, number));
        counts.byResponseCode().forEach((code, number) -> numbers.put(RESPONSE_CODE + code, number));
        numbers.put(DELIVERED, counts.delivered());
        numbers.put(COMPLAINED, counts.complained());
        numbers.put(UNSUBSCRIBED, counts.unsubscribed());
        numbers.values().removeIf(number -> number == 0);
        return numbers;
    }

    static CampaignStatistics read(Map<String, AttributeValue> item) {
        Map<Classification, Long> byClassification = new HashMap<>();
        Map<Integer, Long> byResponseCode = new HashMap<>();
        item.forEach((name, value) -> {
            if (name.startsWith(CLASSIFICATION)) {
                byClassification.put(
                        Attributes.constant(name.substring(CLASSIFICATION.length()), Classification.class),
                        count(value));
            } else if (name.startsWith(RESPONSE_CODE)) {
                byResponseCode.put(Integer.valueOf(name.substring(RESPONSE_CODE.length())), count(value));
            }
        });
        return new CampaignStatistics(
                byClassification,
                byResponseCode,
                count(item, DELIVERED),
                count(item, COMPLAINED),
                count(item, UNSUBSCRIBED));
    }

    private static long count(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? 0 : count(value);
    }

    private static long count(AttributeValue value) {
        return Long.parseLong(value.n());
    }
}
