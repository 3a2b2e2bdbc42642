package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.codes.CodeCatalogue;
import bounceledger.dynamodb.Addresses;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.dynamodb.EmbeddedTable;
import bounceledger.lambda.Gateway.Answer;
import bounceledger.lambda.IngestHandler.FailedRecordsException;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Text that would be something else than text, had somebody put it together with code. */
@Tag("fire")
final class InjectionTest {

    static final List<String> HOSTILE = List.of(
            "\n{\"level\":\"INFO\",\"message\":\"injected\"}\n",
            "\r\n2026-11-24T00:00:00Z ERROR injected",
            "\u001b[2J\u001b[31mred\u001b]0;title\u0007",
            "{\"_aws\":{\"CloudWatchMetrics\":[{\"Namespace\":\"Injected\"}]}}",
            "\",\"injected\":\"1",
            "\\\",\\\"injected\\\":\\\"1\\u0022",
            "<script>alert(1)</script><img src=x onerror=alert(1)>'\"`",
            "#0 :0 SET facets = :c, #pk = :pk REMOVE version",
            ":v OR attribute_exists(pk)",
            "campaign#0#other",
            "history#~#subscriber#status",
            "${jndi:ldap://127.0.0.1/a} #{1+1} %s %n %1$s {}",
            "../../subscribers?status=bouncing&limit=1#",
            "\u2028\u2029\u0085\u202e\ufeff\u200b",
            "\u0000\u0001\u007f",
            "'; DROP TABLE ledger; --",
            "=cmd|' /C calc'!A0");

    /** All that a line of the log has. */
    private static final Set<String> OF_A_RECORD =
            Set.of("timestamp", "level", "message", "requestId", "record", "messageId", "acknowledged", "entries");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final CodeCatalogue CODES = CodeCatalogue.load(CodeTableFiles.load());
    private static final EmailAddress ANN = new EmailAddress("ann", "example.org");

    private final LedgerStore store =
            new DynamoDbLedger(EmbeddedTable.client(), EmbeddedTable.create(), Policy.DEFAULT, Addresses.clear());
    private final Api api = new Api(CLASSIFIER, CODES, store, Policy.DEFAULT, InstantSource.fixed(Instance.NOW));
    private final Instance ingest = new Instance(store);

    private static ObjectNode event(String type) {
        ObjectNode event = JSON.createObjectNode().put("eventType", type);
        ObjectNode mail =
                event.putObject("mail").put("messageId", "m-" + type).put("timestamp", "2026-11-20T10:00:00Z");
        mail.putArray("destination").add(ANN.toString());
        mail.putObject("tags").putArray("campaign").add("sale");
        return event;
    }

    private static ObjectNode bounce() {
        ObjectNode event = event("Bounce");
        event.putObject("bounce")
                .put("bounceType", "Transient")
                .put("bounceSubType", "General")
                .put("timestamp", "2026-11-20T10:00:00Z")
                .putArray("bouncedRecipients")
                .addObject()
                .put("emailAddress", ANN.toString());
        return event;
    }

    private static ObjectNode recipient(ObjectNode bounce) {
        return (ObjectNode) bounce.at("/bounce/bouncedRecipients/0");
    }

    /** Hands it in raw and through a queue, and says what was logged. */
    private void ingest(JsonNode event) throws IOException {
        try {
            ingest.handle(event.toString().getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(30));
        } catch (FailedRecordsException refused) {
            assertOneLine(String.valueOf(refused.getMessage()));
        }
        ingest.handle(Queue.event(List.of(new Queue.Message("q", event.toString()))), Duration.ofSeconds(30));
        assertUninjected(ingest.log());
    }

    private static void assertOneLine(String text) {
        assertFalse(text.chars().anyMatch(Character::isISOControl), text);
    }

    private static void assertUninjected(String log) throws IOException {
        assertTrue(log.endsWith("\n"));
        for (String line : log.split("\n", 0)) {
            assertOneLine(line);
            JsonNode json = JSON.readTree(line);
            Set<String> names = new TreeSet<>();
            json.fieldNames().forEachRemaining(names::add);
            if (json.has("_aws")) {
                assertEquals(
                        "ledger", json.at("/_aws/CloudWatchMetrics/0/Namespace").asText(), line);
                assertEquals(1, json.at("/_aws/CloudWatchMetrics").size(), line);
            } else {
                assertTrue(OF_A_RECORD.containsAll(names), line);
            }
        }
    }

    private Answer ask(ObjectNode event) {
        Answer answer = Gateway.answer(api.handle(event.toString().getBytes(StandardCharsets.UTF_8)));
        assertTrue(answer.status() < 500, answer::body);
        return answer;
    }

    private Answer get(String target) {
        return ask(Gateway.event("GET", target, null));
    }

    private JsonNode latest() {
        return get("/subscribers/ann%40example.org").json().at("/history/0");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void aDiagnosticComesBackAsItWas(String hostile) throws IOException {
        ObjectNode bounce = bounce();
        String diagnostic = "smtp; 550 5.1.1 user unknown " + hostile;
        recipient(bounce).put("diagnosticCode", diagnostic);
        ingest(bounce);
        assertEquals(diagnostic, latest().at("/verdict/diagnosticCode").asText());
        assertEquals("mailbox-unknown", latest().at("/verdict/classification").asText());
        JsonNode asked = ask(Gateway.event(
                        "POST",
                        "/classify",
                        JSON.createObjectNode()
                                .put("diagnosticCode", diagnostic)
                                .toString()))
                .json();
        assertEquals(diagnostic, asked.path("diagnosticCode").asText());
        ObjectNode terminal = Gateway.event("GET", "/classify?diagnosticCode=" + encoded(hostile + " x"), null);
        terminal.withObject("/headers").put("accept", "text/plain");
        assertOneLine(ask(terminal).body().replace("\n", ""));
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void aCampaignIsCountedUnderItsNameOrNotAtAll(String hostile) throws IOException {
        ObjectNode delivery = event("Delivery");
        delivery.putObject("delivery")
                .put("timestamp", "2026-11-20T10:00:00Z")
                .putArray("recipients")
                .add(ANN.toString());
        delivery.withObject("/mail/tags").putArray("campaign").add(hostile);
        ingest(delivery);
        String campaign = hostile.strip();
        boolean isUsable = campaign.chars().noneMatch(Character::isISOControl);
        assertEquals(isUsable ? campaign : "", latest().path("campaign").asText(""));
        JsonNode counts = get("/campaigns/" + encoded(campaign) + "/statistics").json();
        assertEquals(isUsable ? 1 : 0, counts.path("delivered").asInt(), counts::toString);
        assertEquals(
                0, get("/campaigns/other/statistics").json().path("delivered").asInt());
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void aTopicIsTakenByItsNameOrRefused(String hostile) throws IOException {
        ObjectNode subscription = event("Subscription");
        subscription
                .putObject("subscription")
                .put("timestamp", "2026-11-20T10:00:00Z")
                .putObject("newTopicPreferences")
                .putArray("topicSubscriptionStatus")
                .addObject()
                .put("topicName", hostile)
                .put("subscriptionStatus", "OptOut");
        ingest(subscription);
        JsonNode subscriber = get("/subscribers/ann%40example.org").json();
        boolean isUsable = hostile.chars().noneMatch(Character::isISOControl);
        assertEquals(
                isUsable ? "unsubscribed" : "active", subscriber.path("status").asText());
        List<String> topics = new ArrayList<>();
        subscriber.at("/facets/topics").fieldNames().forEachRemaining(topics::add);
        assertEquals(isUsable ? List.of(hostile) : List.of(), topics);
    }

    /** In whatever place of an event it stands. */
    @ParameterizedTest
    @FieldSource("HOSTILE")
    void whatIsLoggedIsTheFunctionsOwn(String hostile) throws IOException {
        for (String place : List.of("bounceType", "bounceSubType", "timestamp", "feedbackId", "reportingMTA")) {
            ObjectNode bounce = bounce();
            bounce.withObject("/bounce").put(place, hostile);
            ingest(bounce);
        }
        for (String place : List.of("emailAddress", "action", "status")) {
            ObjectNode bounce = bounce();
            recipient(bounce).put(place, hostile);
            ingest(bounce);
            recipient(bounce).put(hostile, place);
            ingest(bounce);
        }
        for (String place : List.of("messageId", "timestamp", "destination", "source", "tags", "headers")) {
            ObjectNode bounce = bounce();
            bounce.withObject("/mail").put(place, hostile);
            ingest(bounce);
        }
        ObjectNode bounce = bounce();
        recipient(bounce).put("emailAddress", '"' + hostile.replace("\"", "") + "\"@example.org");
        ingest(bounce);
        ingest(bounce().put("eventType", hostile));
        ingest(bounce().put(hostile, hostile));
        ingest.handle(Queue.event(List.of(new Queue.Message(hostile, "{}"))), Duration.ofSeconds(30));
        assertUninjected(ingest.log());
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void aReasonAndACallerComeBackAsTheyWere(String hostile) {
        String reason = "asked us " + hostile;
        ObjectNode request = Gateway.event(
                "POST",
                "/subscribers/ann%40example.org/reactivation",
                JSON.createObjectNode().put("reason", reason).toString());
        request.withObject("/requestContext/authorizer/jwt/claims").put("sub", hostile + "me");
        request.withObject("/requestContext").put("requestId", hostile);
        assertEquals(200, ask(request).status());
        Event.Reactivation kept =
                (Event.Reactivation) store.history(ANN, 1, Instance.NOW).get(0).event();
        assertEquals(reason, kept.reason());
        assertEquals(hostile + "me", kept.by());
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void aCursorThatNoListGaveIsRefused(String hostile) {
        Answer answer = get("/subscribers?status=bouncing&cursor=" + encoded("x" + hostile));
        assertEquals(400, answer.status());
        assertEquals("no-store", answer.header("cache-control"));
        assertTrue(answer.header("content-type").startsWith("application/problem+json"));
        assertTrue(answer.header("x-content-type-options").equals("nosniff"));
    }
}
