package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.Notification;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ingest function leaves in its log. */
final class JournalTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final InstantSource CLOCK = InstantSource.fixed(Notification.NOW);

    private final LedgerStore store = new InMemoryLedgerStore(Policy.DEFAULT);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private List<JsonNode> ingest(LedgerStore ledger, String input, String requestId) throws IOException {
        log.reset();
        Ingest ingest = new Ingest(new SesReader(SesReader.CAMPAIGN_TAG), CLASSIFIER, ledger, Policy.DEFAULT, CLOCK);
        Journal journal = new Journal(
                new PrintStream(log, true, StandardCharsets.UTF_8),
                Optional.of(new EmbeddedMetrics("BounceLedger", "stack")),
                CLOCK);
        try {
            new IngestHandler(ingest, journal, ledger)
                    .handle(
                            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                            OutputStream.nullOutputStream(),
                            requestId,
                            () -> Integer.MAX_VALUE);
        } catch (IngestHandler.FailedRecordsException e) {
            // Whoever invoked the function directly is told so; the log has it all the same.
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private List<JsonNode> ingest(String... records) throws IOException {
        return ingest(store, "{\"Records\":[" + String.join(",", records) + "]}", "request-1");
    }

    private static String queued(String id, String body) {
        try {
            return "{\"messageId\":\"%s\",\"eventSource\":\"aws:sqs\",\"body\":%s}"
                    .formatted(id, JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bounce(String messageId, String at, String diagnosticCode) {
        return """
                {"notificationType":"Bounce","mail":{"messageId":"%1$s","timestamp":"%2$s","destination":["ann@example.org"]},
                 "bounce":{"bounceType":"Permanent","bounceSubType":"General","timestamp":"%2$s",
                 "bouncedRecipients":[{"emailAddress":"ann@example.org","diagnosticCode":"smtp; %3$s"}]}}""".formatted(messageId, at, diagnosticCode);
    }

    private static final String UNKNOWN_USER =
            queued("record-1", bounce("mail-1", "2026-11-23T11:59:50Z", "550 5.1.1 <ann@example.org> User unknown"));
    private static final String NOBODY_KNOWS =
            queued("record-2", bounce("mail-2", "2026-11-23T11:59:00Z", "550 Zebras ate the post"));
    private static final String OPEN = queued("record-3", """
            {"eventType":"Open","mail":{"messageId":"mail-3","timestamp":"2026-11-23T11:59:00Z"}}""");

    private static List<JsonNode> records(List<JsonNode> lines) {
        return lines.stream().filter(line -> !line.has("_aws")).toList();
    }

    /** The sums that CloudWatch would show, by the dimensions but the service. */
    private static Map<String, Double> sums(List<JsonNode> lines) {
        Map<String, Double> sums = new TreeMap<>();
        lines.stream().filter(line -> line.has("_aws")).forEach(line -> {
            JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
            assertEquals("BounceLedger", directive.path("Namespace").textValue());
            assertEquals("stack", line.path("Service").textValue());
            assertEquals(
                    Notification.NOW.toEpochMilli(), line.at("/_aws/Timestamp").longValue());
            directive
                    .path("Metrics")
                    .forEach(metric -> directive.path("Dimensions").forEach(dimensions -> {
                        String name = metric.path("Name").textValue();
                        StringBuilder by = new StringBuilder(name);
                        dimensions.forEach(dimension -> {
                            if (!dimension.textValue().equals("Service")) {
                                by.append(' ')
                                        .append(line.required(dimension.textValue())
                                                .textValue());
                            }
                        });
                        JsonNode values = line.required(name);
                        double sum = values.isArray()
                                ? values.valueStream()
                                        .mapToDouble(JsonNode::doubleValue)
                                        .sum()
                                : values.doubleValue();
                        sums.merge(by.toString(), sum, Double::sum);
                    }));
        });
        return sums;
    }

    @Test
    void writesALineForEachRecordWithIdsAndVerdict() throws IOException {
        List<JsonNode> records = records(ingest(UNKNOWN_USER, NOBODY_KNOWS, OPEN, queued("record-4", "nonsense")));
        assertEquals(4, records.size());
        assertEquals(
                "{\"timestamp\":\"2026-11-23T12:00:00Z\",\"level\":\"INFO\",\"message\":\"record handled\",\"requestId\":\"request-1\","
                        + "\"record\":\"record-1\",\"messageId\":\"mail-1\",\"entries\":[{\"type\":\"bounce\",\"outcome\":\"recorded\","
                        + "\"classification\":\"mailbox-unknown\",\"responseCode\":511,\"permanence\":\"permanent\",\"fault\":\"recipient\","
                        + "\"effect\":\"hard\",\"tier\":\"text\",\"rule\":"
                        + records.get(0).at("/entries/0/rule") + "}]}",
                records.get(0).toString());
        assertEquals("open", records.get(2).path("acknowledged").textValue());
        assertEquals("WARN", records.get(3).path("level").textValue());
        assertEquals("record failed: not JSON", records.get(3).path("message").textValue());
    }

    static Stream<Notification> notifications() {
        return Notification.all();
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void holdsNoAddressAndNoWordOfAMail(Notification notification) throws IOException {
        ingest(store, notification.text(), "request-1");
        assertFalse(log.toString(StandardCharsets.UTF_8).contains("@"), log::toString);
        assertFalse(
                log.toString(StandardCharsets.UTF_8).toLowerCase(Locale.ROOT).contains("smtp;"), log::toString);
    }

    @Test
    void countsVerdictsByClassificationAndByTier() throws IOException {
        Map<String, Double> sums = sums(ingest(UNKNOWN_USER, NOBODY_KNOWS));
        assertEquals(2, sums.get("Verdicts"));
        assertEquals(1, sums.get("Verdicts mailbox-unknown"));
        assertEquals(1, sums.get("Verdicts unknown"));
        assertEquals(1, sums.get("Verdicts text"));
        assertEquals(1, sums.get("Unknown"));
        assertEquals(10 + 60, sums.get("EventAge"));
    }

    @Test
    void countsARedeliveryAsADuplicateAndNothingElse() throws IOException {
        ingest(UNKNOWN_USER);
        assertEquals(Map.of("Duplicates", 1.0, "OutOfOrder", 0.0, "Unknown", 0.0), sums(ingest(UNKNOWN_USER)));
    }

    @Test
    void countsWhatComesOutOfOrder() throws IOException {
        ingest(UNKNOWN_USER);
        assertEquals(1, sums(ingest(NOBODY_KNOWS)).get("OutOfOrder"));
    }

    @Test
    void countsFailuresByReason() throws IOException {
        String noTime = queued("record-5", bounce("mail-5", "yesterday", "550"));
        Map<String, Double> sums =
                sums(ingest(queued("record-4", "nonsense"), noTime, queued("record-6", "more nonsense")));
        assertEquals(Map.of("Failures", 3.0, "Failures not JSON", 2.0, "Failures unreadable time", 1.0), sums);
        LedgerStore broken = RefusingLedgerStore.of(store, "ann@example.org");
        sums = sums(ingest(broken, "{\"Records\":[" + UNKNOWN_USER + "]}", "request-1"));
        assertEquals(1, sums.get("Failures the store failed"));
    }

    @Test
    void countsWhatIsAcknowledged() throws IOException {
        assertEquals(Map.of("Acknowledged", 1.0, "Acknowledged open", 1.0), sums(ingest(OPEN)));
    }

    @Test
    void splitsTheAgesOfMoreEntriesThanALineMayHold() throws IOException {
        String[] records = new String[130];
        for (int i = 0; i < records.length; i++) {
            records[i] = queued("record-" + i, bounce("mail-" + i, "2026-11-23T11:59:59Z", "550 5.1.1 User unknown"));
        }
        List<JsonNode> lines = ingest(records);
        assertEquals(130, sums(lines).get("EventAge"));
        assertTrue(lines.stream().allMatch(line -> line.path("EventAge").size() <= 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.org", "x\n{\"_aws\":{}}", "\u001b[31mred", "nul\u0000"})
    void leavesOutWhatIsNoId(String id) throws IOException {
        String direct = bounce(JSON.writeValueAsString(id).replaceAll("^\"|\"$", ""), "2026-11-23T11:59:50Z", "550");
        List<JsonNode> records = records(ingest(store, direct, id));
        assertEquals(1, records.size());
        assertEquals("?", records.get(0).path("requestId").textValue());
        assertEquals("event", records.get(0).path("record").textValue());
    }

    @Test
    void measuresNothingWhereNoNamespaceIsNamed() {
        assertEquals(Optional.empty(), EmbeddedMetrics.of(Map.of()));
        assertEquals(
                Optional.of(new EmbeddedMetrics("BounceLedger", "stack")),
                EmbeddedMetrics.of(Map.of("METRICS_NAMESPACE", "BounceLedger", "METRICS_SERVICE", "stack")));
    }
}
