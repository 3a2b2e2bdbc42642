package bounceledger.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The table that tests and laptops have is the one that {@code template.yaml} deploys. */
class TableDefinitionTest {

    private static String deployed() throws IOException {
        String template = Files.readString(Path.of("template.yaml"));
        int from = template.indexOf("\n  Table:\n");
        return template.substring(from, template.indexOf("\n  # ---", from));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void isTheTableOfTheTemplate() throws IOException {
        String name = EmbeddedTable.create();
        TableDescription table = EmbeddedTable.client()
                .describeTable(describe -> describe.tableName(name))
                .table();
        GlobalSecondaryIndexDescription index = table.globalSecondaryIndexes().get(0);
        String deployed = deployed();
        assertEquals(
                Set.copyOf(all("AttributeName: \\w+, AttributeType: \\w", deployed)),
                table.attributeDefinitions().stream()
                        .map(TableDefinitionTest::text)
                        .collect(Collectors.toSet()));
        assertEquals(
                all("AttributeName: \\w+, KeyType: \\w+", deployed),
                List.of(
                        text(table.keySchema().get(0)),
                        text(table.keySchema().get(1)),
                        text(index.keySchema().get(0)),
                        text(index.keySchema().get(1))));
        assertEquals(List.of("IndexName: " + index.indexName()), all("IndexName: \\w+", deployed));
        String projected = all("NonKeyAttributes: \\[.*\\]", deployed).get(0);
        assertEquals(
                Set.copyOf(all("\\w+", projected.substring(projected.indexOf('[')))),
                Set.copyOf(index.projection().nonKeyAttributes()));
        String expiresAt = EmbeddedTable.client()
                .describeTimeToLive(describe -> describe.tableName(name))
                .timeToLiveDescription()
                .attributeName();
        assertTrue(deployed.contains("AttributeName: " + expiresAt + "\n        Enabled: true"), deployed);
    }

    private static String text(AttributeDefinition attribute) {
        return "AttributeName: " + attribute.attributeName() + ", AttributeType: " + attribute.attributeTypeAsString();
    }

    private static String text(KeySchemaElement key) {
        return "AttributeName: " + key.attributeName() + ", KeyType: " + key.keyTypeAsString();
    }
}
