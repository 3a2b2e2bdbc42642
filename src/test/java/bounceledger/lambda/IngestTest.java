package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classification;
import bounceledger.classify.Classifier;
import bounceledger.classify.Verdict;
import bounceledger.lambda.Ingest.Handled;
import bounceledger.lambda.Ingest.Recorded;
import bounceledger.lambda.Ingest.Report;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.Notification;
import bounceledger.ses.SesReader;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.CampaignStatistics;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Subscriber;
import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A notification goes in, and a subscriber shows it. */
class IngestTest {

    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());

    private static final InstantSource CLOCK = InstantSource.fixed(Notification.NOW);

    /** The numbers of the mission's page; 0 is that of an address never heard of. */
    private static final Set<Integer> MISSION = Set.of(
            200, 422, 431, 441, 444, 450, 471, 500, 510, 511, 512, 521, 522, 523, 532, 535, 544, 546, 550, 571, 1001,
            1002);

    private final LedgerStore store = new InMemoryLedgerStore(Policy.DEFAULT);
    private final Ingest ingest = ingest(store, Policy.DEFAULT);

    private static Ingest ingest(LedgerStore store, Policy policy) {
        return new Ingest(new SesReader(SesReader.CAMPAIGN_TAG), CLASSIFIER, store, policy, CLOCK);
    }

    static Stream<Notification> notifications() {
        return Notification.all();
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void showsWhatANotificationSays(Notification notification) {
        Report report = ingest.handle(notification.input());
        Map<String, Verdict> verdicts = report.records().stream()
                .flatMap(record -> record.recorded().stream())
                .map(Recorded::entry)
                .filter(entry -> entry.verdict() != null)
                .collect(Collectors.toMap(
                        entry -> entry.event().occurrence().recipient().toString(),
                        entry -> Objects.requireNonNull(entry.verdict()),
                        (first, later) -> later));
        notification.expected().path("subscribers").properties().forEach(expected -> {
            Subscriber subscriber = subscriber(expected.getKey());
            JsonNode shown = expected.getValue();
            assertShown(shown, "status", subscriber.status());
            assertShown(shown, "responseCode", subscriber.responseCode());
            assertShown(shown, "classification", subscriber.classification());
            Verdict verdict = verdicts.get(expected.getKey());
            if (verdict != null) {
                assertShown(shown.path("verdict"), "classification", verdict.classification());
                assertShown(shown.path("verdict"), "effect", verdict.effect());
                assertShown(shown.path("verdict"), "responseCode", verdict.responseCode());
            }
        });
    }

    private static void assertShown(JsonNode expected, String field, @Nullable Object actual) {
        if (expected.has(field) && !expected.get(field).isNull()) {
            assertEquals(expected.get(field).asText(), String.valueOf(actual), field);
        }
    }

    private Subscriber subscriber(String email) {
        EmailAddress address = EmailAddress.parse(email).orElseThrow();
        return Subscriber.of(address, store.find(address), Policy.DEFAULT, Notification.NOW);
    }

    @Test
    void everyCodeOfTheMissionAndEveryClassificationIsShownBySomeNotification() {
        Set<Integer> codes = new TreeSet<>();
        Set<String> classifications = new TreeSet<>();
        Notification.all()
                .flatMap(n -> n.expected().path("subscribers").valueStream())
                .forEach(shown -> {
                    codes.add(shown.path("responseCode").asInt());
                    classifications.add(shown.path("classification").asText(""));
                });
        assertTrue(codes.containsAll(MISSION), () -> "missing of " + MISSION + ": " + codes);
        for (Classification classification : Classification.values()) {
            assertTrue(classifications.contains(classification.toString()), classification::toString);
        }
    }

    @Test
    void showsZeroForAnAddressNeverHeardOf() {
        assertEquals(0, subscriber("nobody@example.org").responseCode());
        assertTrue(subscriber("nobody@example.org").sendable());
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void changesNothingWhenANotificationComesAgain(Notification notification) {
        Report first = ingest.handle(notification.input());
        Map<String, String> before = shown(notification);
        Report again = ingest.handle(notification.input());
        assertEquals(before, shown(notification));
        assertEquals(failures(first), failures(again));
        assertTrue(again.records().stream()
                .flatMap(record -> record.recorded().stream())
                .allMatch(recorded -> recorded.outcome() == Outcome.DUPLICATE));
    }

    private Map<String, String> shown(Notification notification) {
        return notification
                .expected()
                .path("subscribers")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        expected -> subscriber(expected.getKey()).toString()));
    }

    private static Set<String> failures(Report report) {
        return report.failures().stream().map(Handled::id).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void namesTheFailedRecordsAndNothingOfTheirContent(Notification notification) throws IOException {
        Set<String> failed = notification
                .expected()
                .path("records")
                .valueStream()
                .filter(record -> !record.path("reason").isMissingNode())
                .map(record -> record.path("id").asText())
                .collect(Collectors.toSet());
        IngestHandler handler = handler();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        boolean fromQueue = ingest.handle(notification.input()).fromQueue();
        if (fromQueue || failed.isEmpty()) {
            handler.handle(new ByteArrayInputStream(notification.input()), answer, "request", () -> Integer.MAX_VALUE);
            Set<String> named = new ObjectMapper()
                    .readTree(answer.toByteArray())
                    .path("batchItemFailures")
                    .valueStream()
                    .map(item -> item.path("itemIdentifier").asText())
                    .collect(Collectors.toSet());
            assertEquals(failed, named);
        } else {
            IngestHandler.FailedRecordsException thrown = assertThrows(
                    IngestHandler.FailedRecordsException.class,
                    () -> handler.handle(
                            new ByteArrayInputStream(notification.input()),
                            answer,
                            "request",
                            () -> Integer.MAX_VALUE));
            failed.forEach(
                    id -> assertTrue(Objects.requireNonNull(thrown.getMessage()).contains(id), id));
            assertFalse(Objects.requireNonNull(thrown.getMessage()).contains("@"), thrown::getMessage);
        }
    }

    @Test
    void writesDownTheOthersWhenTheStoreBreaksOverOneRecord() {
        String batch = """
                {"Records": [%s, %s]}""".formatted(queued("1", "bob@example.org"), queued("2", "ann@example.org"));
        LedgerStore breaking = RefusingLedgerStore.of(store, "bob@example.org");
        Report report = ingest(breaking, Policy.DEFAULT).handle(batch.getBytes(StandardCharsets.UTF_8));
        assertEquals(Set.of("1"), failures(report));
        assertEquals(511, subscriber("ann@example.org").responseCode());
        assertEquals(0, subscriber("bob@example.org").responseCode());
    }

    /** What nobody should send: the address of a bounce, and why its record fails. */
    static Stream<Arguments> noAddresses() {
        return Stream.of("ann", "@example.org", "ann@", "ann@exa mple.org", "ann\u0007@example.org", "a\n@example.org")
                .flatMap(address -> Stream.of(address, address + "\u0000", "x".repeat(10_000) + "@example.org"))
                .distinct()
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("noAddresses")
    void refusesABounceOfWhatIsNoAddress(String address) {
        Report report = ingest.handle(bounce(List.of(address, "ann@example.org"), "2026-11-20T10:00:00Z", null));
        assertEquals(
                List.of("unreadable address: bounce.bouncedRecipients[0].emailAddress"),
                report.failures().stream().map(Handled::failure).toList());
        assertEquals(511, subscriber("ann@example.org").responseCode());
    }

    @ParameterizedTest
    @CsvSource({
        "ann@bücher.example, ann@xn--bcher-kva.example",
        "ANN@BÜCHER.example, ann@xn--bcher-kva.example",
        "δοκιμή@παράδειγμα.δοκιμή, δοκιμή@xn--hxajbheg2az3al.xn--jxalpdlp",
        "用户@例子.测试, 用户@xn--fsqu00a.xn--0zwm56d"
    })
    void knowsAnAddressInUnicodeByOneSpelling(String address, String known) {
        assertEquals(
                List.of(),
                ingest.handle(bounce(List.of(address), "2026-11-20T10:00:00Z", null))
                        .failures());
        assertEquals(known, subscriber(address).email().toString());
        assertEquals(511, subscriber(known).responseCode());
    }

    @Test
    void refusesWhatWillHappenInTheYear9999() {
        Report report = ingest.handle(bounce(List.of("ann@example.org"), "9999-12-31T23:59:59Z", null));
        assertEquals(
                List.of("a time more than 24 hours ahead: bounce.timestamp"),
                report.failures().stream().map(Handled::failure).toList());
        assertEquals(0, subscriber("ann@example.org").responseCode());
    }

    @Test
    void recordsEachOfFiftyRecipientsOnceThoughTwoSpellingsAreOne() {
        List<String> recipients = IntStream.range(0, 50)
                .mapToObj(i -> i == 49 ? "Reader <READER0@EXAMPLE.ORG.>" : "reader" + i + "@example.org")
                .toList();
        Report report = ingest.handle(bounce(recipients, "2026-11-20T10:00:00Z", "spring"));
        assertEquals(List.of(), report.failures());
        assertEquals(49, report.records().get(0).recorded().size());
        assertEquals(511, subscriber("reader48@example.org").responseCode());
        assertEquals(49, store.statistics("spring").byResponseCode().get(511));
    }

    /** No tag of SES is as long. */
    @Test
    void recordsABounceOfACampaignOfFourKilobytesWithoutTheCampaign() {
        String campaign = "c".repeat(4096);
        Report report = ingest.handle(bounce(List.of("ann@example.org"), "2026-11-20T10:00:00Z", campaign));
        assertEquals(List.of(), report.failures());
        assertEquals(511, subscriber("ann@example.org").responseCode());
        assertEquals(CampaignStatistics.NONE, store.statistics(campaign));
    }

    private static byte[] bounce(List<String> recipients, String at, @Nullable String campaign) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode event = json.createObjectNode().put("eventType", "Bounce");
        ObjectNode mail = event.putObject("mail").put("messageId", "m1").put("timestamp", "2026-11-20T10:00:00Z");
        ArrayNode destination = mail.putArray("destination");
        if (campaign != null) {
            mail.putObject("tags").putArray("campaign").add(campaign);
        }
        ObjectNode bounce = event.putObject("bounce")
                .put("bounceType", "Permanent")
                .put("bounceSubType", "General")
                .put("timestamp", at);
        ArrayNode bounced = bounce.putArray("bouncedRecipients");
        for (String recipient : recipients) {
            destination.add(recipient);
            bounced.addObject().put("emailAddress", recipient).put("diagnosticCode", "smtp; 550 5.1.1 user unknown");
        }
        ObjectNode batch = json.createObjectNode();
        batch.putArray("Records")
                .addObject()
                .put("messageId", "1")
                .put("eventSource", "aws:sqs")
                .put("body", event.toString());
        return batch.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Here each look at the time takes a second. */
    @Test
    void leavesWhatItHasNoTimeForToTheQueue() throws IOException {
        List<String> recipients = List.of("a@example.org", "b@example.org", "c@example.org", "d@example.org");
        byte[] batch = recipients.stream()
                .map(recipient -> queued(recipient.substring(0, 1), recipient))
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(Set.of("c", "d"), failures(ingest.handle(batch, secondsBefore(6))));
        assertEquals(
                List.of(511, 511, 0, 0),
                recipients.stream().map(one -> subscriber(one).responseCode()).toList());
        assertEquals(Set.of("a", "b", "c", "d"), failures(ingest.handle(batch, () -> 0)));
        assertEquals(Set.of(), failures(ingest.handle(batch, () -> 1000)));
        assertEquals(
                List.of(511, 511, 511, 511),
                recipients.stream().map(one -> subscriber(one).responseCode()).toList());
    }

    /** The last fifteen seconds are for what was begun before. */
    @Test
    void takesNothingMoreInItsLastFifteenSeconds() {
        byte[] batch = "{\"Records\":[%s,%s]}"
                .formatted(queued("1", "ann@example.org"), queued("2", "bob@example.org"))
                .getBytes(StandardCharsets.UTF_8);
        PrimitiveIterator.OfInt remaining =
                IntStream.of(900_000, 15_001, 15_000, 14_999, 14_998).iterator();
        assertEquals(Set.of("2"), failures(ingest.handle(batch, remaining::nextInt)));
    }

    @Test
    void asksLambdaForTheTime() throws IOException {
        Context over = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> 0;
                    case "getAwsRequestId" -> "request";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        String batch = "{\"Records\":[%s]}".formatted(queued("1", "ann@example.org"));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler().handleRequest(new ByteArrayInputStream(batch.getBytes(StandardCharsets.UTF_8)), answer, over);
        assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}", answer.toString(StandardCharsets.UTF_8));
        assertEquals(0, subscriber("ann@example.org").responseCode());
    }

    private IngestHandler handler() {
        return new IngestHandler(
                ingest, new Journal(new PrintStream(OutputStream.nullOutputStream()), Optional.empty(), CLOCK), store);
    }

    private static IntSupplier secondsBefore(int seconds) {
        AtomicInteger remaining = new AtomicInteger(seconds * 1000);
        return () -> remaining.getAndAdd(-1000);
    }

    private static String queued(String id, String recipient) {
        String body = """
                {"notificationType":"Bounce","mail":{"messageId":"m%s","timestamp":"2026-11-20T10:00:00Z","destination":["%s"]},
                 "bounce":{"bounceType":"Permanent","bounceSubType":"General","timestamp":"2026-11-20T10:00:00Z",
                 "bouncedRecipients":[{"emailAddress":"%s","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}""".formatted(id, recipient, recipient);
        return "{\"messageId\":\"%s\",\"eventSource\":\"aws:sqs\",\"body\":\"%s\"}"
                .formatted(id, body.replace("\"", "\\\"").replace("\n", ""));
    }

    @Test
    void keepsNoDeliveriesWhereThePolicyWantsNone() {
        Policy none = new Policy(5, Duration.ofDays(30), Set.of(), Duration.ofDays(400), false);
        Notification delivery = Notification.all()
                .filter(n -> n.name().contains("200"))
                .findFirst()
                .orElseThrow();
        Report report = ingest(store, none).handle(delivery.input());
        assertTrue(report.records().stream()
                .flatMap(record -> record.recorded().stream())
                .noneMatch(recorded -> recorded.entry().event().type().equals("delivery")));
    }
}
