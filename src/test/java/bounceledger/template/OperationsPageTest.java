package bounceledger.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That {@code docs/operations.md} speaks of the template that there is. */
final class OperationsPageTest {

    private static Set<String> named(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs", "operations.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void explainsEachAlarm() throws IOException {
        assertEquals(
                Template.resources()
                        .propertyStream()
                        .filter(resource ->
                                resource.getValue().required("Type").textValue().equals("AWS::CloudWatch::Alarm"))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new)),
                named("^\\| `(\\w+Alarm)` \\|"));
    }

    @Test
    void asksForOutputsThatThereAre() throws IOException {
        Set<String> unknown = named("output (\\w+)\\)");
        assertTrue(unknown.contains("QueueUrl"));
        Template.root().required("Outputs").fieldNames().forEachRemaining(unknown::remove);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void namesParametersThatThereAre() throws IOException {
        Set<String> unknown = named("\\b([A-Z]\\w+)=[\\w]");
        assertTrue(unknown.contains("IngestEnabled"));
        unknown.removeAll(
                Set.of("ToAddresses", "Name", "Value", "Simple", "Data", "Subject", "Body", "Text", "OutputKey"));
        Template.root().required("Parameters").fieldNames().forEachRemaining(unknown::remove);
        assertEquals(Set.of(), unknown);
    }
}
