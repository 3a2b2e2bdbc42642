package bounceledger.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parts of the template must have of one another and of the code. */
final class TemplateTest {

    private static JsonNode at(String resource, String path) {
        JsonNode found = Template.properties(resource).at(path);
        assertFalse(found.isMissingNode(), () -> resource + " has no " + path);
        return found;
    }

    @Test
    void theTableIsPaidByRequestAndKeptSafe() {
        JsonNode table = Template.resources().required("Table");
        assertEquals("PAY_PER_REQUEST", at("Table", "/BillingMode").textValue());
        assertTrue(at("Table", "/DeletionProtectionEnabled").booleanValue());
        assertTrue(at("Table", "/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                .booleanValue());
        assertFalse(table.required("Properties").has("StreamSpecification"));
        assertEquals("Retain", table.required("DeletionPolicy").textValue());
        assertEquals("Retain", table.required("UpdateReplacePolicy").textValue());
    }

    /** AWS asks for six timeouts, and a batch that is gathered waits as well. */
    @Test
    void theQueueHidesAMessageForSixTimeoutsAndTheLongestWindow() {
        int timeout = at("IngestFunction", "/Timeout").intValue();
        int window =
                Template.root().at("/Parameters/BatchWindowSeconds/MaxValue").intValue();
        assertTrue(at("EventsQueue", "/VisibilityTimeout").intValue() >= 6 * timeout + window);
    }

    @Test
    void fiveFailuresMakeADeadLetter() {
        assertEquals(5, at("EventsQueue", "/RedrivePolicy/maxReceiveCount").intValue());
        assertEquals(
                "DeadLetterQueue.Arn",
                at("EventsQueue", "/RedrivePolicy/deadLetterTargetArn").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EventsQueue", "DeadLetterQueue", "FailedInvocationsQueue"})
    void everyQueueIsEncrypted(String queue) {
        assertTrue(at(queue, "/SqsManagedSseEnabled").booleanValue());
    }

    /** A dead letter keeps the age that it had in the queue. */
    @Test
    void deadLettersOutliveTheQueue() {
        int queue = at("EventsQueue", "/MessageRetentionPeriod").intValue();
        assertTrue(at("DeadLetterQueue", "/MessageRetentionPeriod").intValue() >= queue + 7 * 86_400);
    }

    @Test
    void onlySesOfThisAccountPublishes() {
        List<JsonNode> statements =
                at("SesTopicPolicy", "/PolicyDocument/Statement").valueStream().toList();
        assertEquals(1, statements.size());
        JsonNode only = statements.get(0);
        assertEquals("ses.amazonaws.com", only.at("/Principal/Service").textValue());
        assertEquals(
                "AWS::AccountId",
                only.at("/Condition/StringEquals/AWS:SourceAccount").textValue());
    }

    @Test
    void theQueueFeedsTheFunction() {
        String mapping = "/Events/Queue/Properties";
        assertEquals(
                List.of("ReportBatchItemFailures"),
                Template.texts(at("IngestFunction", mapping + "/FunctionResponseTypes")));
        assertEquals("IngestEnabled", at("IngestFunction", mapping + "/Enabled").textValue());
        assertEquals("BatchSize", at("IngestFunction", mapping + "/BatchSize").textValue());
        assertEquals(
                "MaximumConcurrency",
                at("IngestFunction", mapping + "/ScalingConfig/MaximumConcurrency")
                        .textValue());
        assertEquals(10, Template.root().at("/Parameters/BatchSize/Default").intValue());
        assertEquals(
                1, Template.root().at("/Parameters/BatchWindowSeconds/Default").intValue());
        assertFalse(at("Subscription", "/RawMessageDelivery").booleanValue());
    }

    @Test
    void bothFunctionsRunFromSnapshotsOnArm() {
        JsonNode function = Template.root().at("/Globals/Function");
        assertEquals("java25", function.required("Runtime").textValue());
        assertEquals(List.of("arm64"), Template.texts(function.required("Architectures")));
        assertEquals("PublishedVersions", function.at("/SnapStart/ApplyOn").textValue());
        assertTrue(function.has("AutoPublishAlias"));
        assertEquals("Active", function.required("Tracing").textValue());
    }

    /** SnapStart snapshots published versions, so nothing may call a function but by its alias. */
    @Test
    void theHttpApiCallsTheAlias() {
        assertTrue(at("ApiIntegration", "/IntegrationUri").textValue().contains("${ApiFunction.Arn}:live/"));
        assertEquals("ApiFunction.Alias", at("ApiPermission", "/FunctionName").textValue());
    }

    @Test
    void everyLogIsForgottenInTheEnd() {
        List<JsonNode> groups = Template.resources()
                .valueStream()
                .filter(resource -> resource.required("Type").textValue().equals("AWS::Logs::LogGroup"))
                .toList();
        assertEquals(3, groups.size());
        groups.forEach(group -> assertEquals(
                "LogRetentionDays", group.at("/Properties/RetentionInDays").textValue()));
    }

    @Test
    void theAccessLogHoldsNoPath() {
        String format = at("HttpApiStage", "/AccessLogSettings/Format").textValue();
        assertTrue(format.contains("$context.routeKey"));
        assertFalse(format.contains("$context.path"), format);
        assertFalse(format.contains("$context.authorizer.error"), format);
    }

    @Test
    void everyAlarmTellsTheTopic() {
        Map<String, JsonNode> alarms = Template.resources()
                .propertyStream()
                .filter(resource ->
                        resource.getValue().required("Type").textValue().equals("AWS::CloudWatch::Alarm"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, resource -> resource.getValue().required("Properties")));
        alarms.forEach((name, alarm) -> {
            assertEquals(
                    "[\"HasAlarmTopic\",[\"AlarmTopicArn\"],\"AWS::NoValue\"]", "" + alarm.get("AlarmActions"), name);
            assertFalse(alarm.required("AlarmDescription").textValue().isBlank(), name);
        });
        assertEquals(0.05, at("BounceRateAlarm", "/Threshold").doubleValue());
        assertEquals(0.001, at("ComplaintRateAlarm", "/Threshold").doubleValue());
    }

    /** An operation of the description is a route of its own, with the scope that the description asks for. */
    @Test
    void everyOperationHasARouteWithItsScope() throws IOException {
        JsonNode description =
                new ObjectMapper().readTree(Path.of("docs", "openapi.json").toFile());
        Map<String, String> described = new TreeMap<>();
        description
                .required("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> described.put(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                operation
                                        .getValue()
                                        .required("security")
                                        .findPath("jwt")
                                        .path(0)
                                        .asText("open"))));
        Map<String, String> deployed = routes();
        assertEquals("ledger/write", deployed.remove("$default"), "what is spelt otherwise");
        assertEquals("ledger/read", deployed.remove("HEAD /{proxy+}"));
        assertEquals(described, deployed);
    }

    private static Map<String, String> routes() {
        Map<String, String> routes = new TreeMap<>();
        Template.resources()
                .valueStream()
                .filter(resource -> resource.required("Type").textValue().equals("AWS::ApiGatewayV2::Route"))
                .map(resource -> resource.required("Properties"))
                .forEach(route -> routes.put(route.required("RouteKey").textValue(), scope(route)));
        return routes;
    }

    /** Without a scope the route must be open, with one it must be closed by IAM as well. */
    private static String scope(JsonNode route) {
        JsonNode scopes = route.path("AuthorizationScopes");
        assertEquals(
                scopes.isMissingNode() ? "\"NONE\"" : "[\"UseJwt\",\"JWT\",\"AWS_IAM\"]",
                route.required("AuthorizationType").toString());
        return scopes.path(1).path(0).asText("open");
    }

    /** A variable that nobody reads would be a parameter that does nothing. */
    @Test
    void theCodeReadsEveryVariable() throws IOException {
        Set<String> set = new TreeSet<>();
        Template.root()
                .at("/Globals/Function/Environment/Variables")
                .fieldNames()
                .forEachRemaining(set::add);
        set.removeIf(name -> name.startsWith("AWS_"));
        Set<String> unread = new TreeSet<>();
        String code = code();
        for (String name : set) {
            if (!code.contains('"' + name + '"')) {
                unread.add(name);
            }
        }
        assertEquals(Set.of(), unread);
        assertTrue(set.contains("TABLE_NAME"));
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/bounceledger/lambda"))) {
            for (Path file : files.sorted().toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }

    @Test
    void samLocalReplacesOnlyWhatTheTemplateNames() throws IOException {
        JsonNode local = new ObjectMapper().readTree(Path.of("env.local.json").toFile());
        local.required("Parameters")
                .fieldNames()
                .forEachRemaining(name -> assertTrue(
                        Template.root()
                                .at("/Globals/Function/Environment/Variables")
                                .has(name),
                        name));
    }
}
