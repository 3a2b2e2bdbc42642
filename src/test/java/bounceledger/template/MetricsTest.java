package bounceledger.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.lambda.EmittedMetrics;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An alarm on a metric that nobody emits never rings: the names in alarms and dashboard are those that there are. */
final class MetricsTest {

    /** Those of AWS's own that are of use here, as its documentation names them. */
    private static final Set<String> OF_AWS = Set.of(
            "AWS/SQS ApproximateNumberOfMessagesVisible by QueueName",
            "AWS/SQS ApproximateNumberOfMessagesNotVisible by QueueName",
            "AWS/SQS ApproximateAgeOfOldestMessage by QueueName",
            "AWS/Lambda Duration by FunctionName",
            "AWS/Lambda Errors by FunctionName",
            "AWS/Lambda Throttles by FunctionName",
            "AWS/ApiGateway Count by ApiId",
            "AWS/ApiGateway 4xx by ApiId",
            "AWS/ApiGateway 5xx by ApiId",
            "AWS/SES Reputation.BounceRate by ",
            "AWS/SES Reputation.ComplaintRate by ");

    private static final Pattern SEARCH =
            Pattern.compile("SEARCH\\('\\{([^,]+),([^}]+)} MetricName=\"(\\w+)\" Service=\"([^\"]+)\"'.*");

    /** A metric's name, and the values of its dimensions. */
    private record Metric(String name, List<String> values) {

        static Metric of(String namespace, String name, Map<String, String> dimensions) {
            return new Metric(
                    namespace + " " + name + " by " + String.join(", ", dimensions.keySet()),
                    List.copyOf(dimensions.values()));
        }

        boolean isOurs() {
            return !name.startsWith("AWS/");
        }
    }

    private static final Map<String, String> ENVIRONMENT =
            Map.of("METRICS_NAMESPACE", variable("METRICS_NAMESPACE"), "METRICS_SERVICE", variable("METRICS_SERVICE"));

    private static String variable(String name) {
        return Template.root()
                .at("/Globals/Function/Environment/Variables/" + name)
                .textValue();
    }

    private static List<Metric> inAlarms() {
        return Template.resources()
                .valueStream()
                .filter(resource -> resource.required("Type").textValue().equals("AWS::CloudWatch::Alarm"))
                .flatMap(alarm -> alarm.findParents("MetricName").stream())
                .map(metric -> Metric.of(
                        metric.required("Namespace").textValue(),
                        metric.required("MetricName").textValue(),
                        metric.path("Dimensions")
                                .valueStream()
                                .collect(Collectors.toMap(
                                        dimension -> dimension.required("Name").textValue(),
                                        dimension -> dimension.required("Value").textValue()))))
                .toList();
    }

    private static List<Metric> inDashboard() throws JsonProcessingException {
        JsonNode body = new ObjectMapper()
                .readTree(Template.properties("Dashboard")
                        .required("DashboardBody")
                        .textValue());
        List<Metric> metrics = new ArrayList<>();
        body.required("widgets").forEach(widget -> {
            List<String> before = List.of();
            for (JsonNode line : widget.at("/properties/metrics")) {
                if (line.path(0).isObject()) {
                    searched(line.path(0).required("expression").textValue()).ifPresent(metrics::add);
                } else {
                    before = spelledOut(line, before);
                    metrics.add(metric(before));
                }
            }
        });
        return metrics;
    }

    private static Optional<Metric> searched(String expression) {
        Matcher search = SEARCH.matcher(expression);
        if (!search.matches()) {
            assertTrue(!expression.contains("SEARCH"), expression);
            return Optional.empty();
        }
        return Optional.of(new Metric(
                search.group(1) + " " + search.group(3) + " by "
                        + search.group(2).replace(",", ", "),
                List.of(search.group(4))));
    }

    /** A dot stands for what stood in its place in the line before, three dots for all the places that are not given. */
    private static List<String> spelledOut(JsonNode line, List<String> before) {
        List<String> given = line.valueStream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
        List<String> all = new ArrayList<>();
        if (given.contains("...")) {
            all.addAll(before.subList(0, before.size() - given.size() + 1));
            all.addAll(given.subList(1, given.size()));
            return all;
        }
        for (int i = 0; i < given.size(); i++) {
            all.add(given.get(i).equals(".") ? before.get(i) : given.get(i));
        }
        return all;
    }

    private static Metric metric(List<String> parts) {
        Map<String, String> dimensions = new TreeMap<>();
        for (int i = 2; i < parts.size(); i += 2) {
            dimensions.put(parts.get(i), parts.get(i + 1));
        }
        return Metric.of(parts.get(0), parts.get(1), dimensions);
    }

    private static Set<String> strangers(List<Metric> metrics) {
        Set<String> strangers = metrics.stream().map(Metric::name).collect(Collectors.toCollection(TreeSet::new));
        strangers.removeAll(OF_AWS);
        strangers.removeAll(EmittedMetrics.names(ENVIRONMENT));
        return strangers;
    }

    @Test
    void theAlarmsWatchMetricsThatThereAre() {
        assertEquals(Set.of(), strangers(inAlarms()));
        assertEquals(2, inAlarms().stream().filter(Metric::isOurs).count());
    }

    @Test
    void theDashboardShowsMetricsThatThereAre() throws JsonProcessingException {
        assertEquals(Set.of(), strangers(inDashboard()));
    }

    /** But what was acknowledged, and the sums of what it shows in parts. */
    @Test
    void theDashboardShowsAllOfOurs() throws JsonProcessingException {
        Set<String> hidden = new TreeSet<>(EmittedMetrics.names(ENVIRONMENT));
        inDashboard().forEach(metric -> hidden.remove(metric.name()));
        assertEquals(
                Set.of(
                        "BounceLedger Acknowledged by Service",
                        "BounceLedger Acknowledged by Service, Kind",
                        "BounceLedger Failures by Service"),
                hidden);
    }

    @Test
    void bothAskForThisStack() throws JsonProcessingException {
        inAlarms().stream()
                .filter(Metric::isOurs)
                .forEach(metric -> assertEquals(List.of(variable("METRICS_SERVICE")), metric.values()));
        inDashboard().stream()
                .filter(Metric::isOurs)
                .forEach(metric -> assertEquals(List.of("${" + variable("METRICS_SERVICE") + "}"), metric.values()));
    }
}
