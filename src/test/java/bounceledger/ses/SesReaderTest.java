package bounceledger.ses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.BounceType;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Event.Complaint.Weight;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SesReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String FAILED = "{\"emailAddress\":\"ann@example.org\",\"diagnosticCode\":\"smtp; 550 no\"}";

    @Test
    void aQueueIsKnownByItsShapeAlone() {
        assertTrue(
                read("{\"Records\":[{\"messageId\":\"m-1\",\"body\":\"{}\"}]}").fromQueue());
        assertTrue(read("{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}").fromQueue());
        assertFalse(read("{\"Records\":[{\"Sns\":{\"Message\":\"{}\"}}]}").fromQueue());
        assertFalse(read(bounce(FAILED)).fromQueue());
    }

    @Test
    void aQueuesRecordIsCalledByTheIdThatSqsTakes() {
        Batch batch = read(
                "{\"Records\":[{\"messageId\":\"m-1\",\"body\":\"x\"},{\"eventSource\":\"aws:sqs\",\"body\":\"x\"}]}");
        assertEquals(
                List.of("m-1", "Records[1]"),
                batch.records().stream().map(Received::id).toList());
    }

    @Test
    void aDirectInvocationIsCalledByTheMessageOrElseEvent() {
        assertEquals("0102-1", read(bounce("")).records().get(0).id());
        assertEquals(
                "event", read("{\"eventType\":\"Bounce\"}").records().get(0).id());
        assertEquals(
                "event",
                read("{\"eventType\":\"Bounce\",\"mail\":{\"messageId\":\"ann@example.org\"}}")
                        .records()
                        .get(0)
                        .id());
    }

    @Test
    void eventBridgeMayComeThroughSnsAndSqs() {
        String detail = bounce(FAILED);
        String event = "{\"detail-type\":\"Email Bounced\",\"source\":\"aws.ses\",\"detail\":" + detail + "}";
        String sns = "{\"Type\":\"Notification\",\"Message\":" + quoted(event) + "}";
        String sqs = "{\"Records\":[{\"messageId\":\"m-1\",\"body\":" + quoted(sns) + "}]}";
        assertEquals(
                read(detail).records().get(0).events(),
                read(sqs).records().get(0).events());
    }

    @Test
    void envelopesWithoutEndAreRefused() {
        String text = bounce(FAILED);
        for (int i = 0; i < 6; i++) {
            text = "{\"Message\":" + quoted(text) + "}";
        }
        assertEquals("not an event of SES", reason(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "\"Bounce\"",
                "{}",
                "{\"Records\":[]}",
                "{\"Records\":7}",
                "{\"eventType\":\"\"}",
                "{\"Records\":[{\"Sns\":{\"Message\":\"[]\"}}]}",
            })
    void whatIsNoEventOfSesFails(String input) {
        assertEquals("not an event of SES", reason(input));
    }

    @Test
    void recordsOfAnotherServiceFail() {
        assertEquals(
                "not an event of SES: Records[0]", reason("{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{}}]}"));
        assertEquals("not an event of SES: Records[0]", reason("{\"Records\":[null]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":NaN}", "{} {}", "<html/>", "{\"eventType\":'Send'}", "\u0000"})
    void whatIsNotJsonFails(String input) {
        assertEquals("not JSON", reason(input));
    }

    @Test
    void depthAndLongNumbersAreRefusedByName() {
        assertEquals(
                "JSON that is nested too deeply or holds too long a value",
                reason("[".repeat(100_000) + "]".repeat(100_000)));
        assertEquals(
                "JSON that is nested too deeply or holds too long a value", reason("{\"a\":" + "9".repeat(5000) + "}"));
    }

    @Test
    void brokenUtf8SpoilsOnlyTheTextInWhichItStands() {
        String good = "{\"messageId\":\"m-1\",\"body\":" + quoted(bounce(FAILED)) + "}";
        String bad = "{\"messageId\":\"m-2\",\"body\":\"\u00ff\u00fe\"}";
        byte[] input = ("{\"Records\":[" + bad + "," + good + "]}").getBytes(StandardCharsets.ISO_8859_1);
        List<Received> records = reader().read(input, NOW).records();
        assertInstanceOf(Received.Failed.class, records.get(0));
        assertInstanceOf(Received.Read.class, records.get(1));
    }

    @Test
    void ofDuplicateKeysTheLastCounts() {
        assertEquals(
                Received.Acknowledged.Kind.OPEN,
                acknowledged("{\"eventType\":\"Send\",\"eventType\":\"Open\",\"mail\":{\"messageId\":\"0102-1\"}}"));
    }

    @Test
    void theTwoDialectsMustNotContradictEachOther() {
        assertEquals("unreadable value: eventType", reason("{\"eventType\":\"Send\",\"notificationType\":\"Bounce\"}"));
    }

    @ParameterizedTest
    @CsvSource({"Send, SEND", "Open, OPEN", "Click, CLICK", "Folded, OTHER", "Received, OTHER"})
    void eventsThatChangeNothingAreAcknowledged(String kind, Received.Acknowledged.Kind counted) {
        assertEquals(counted, acknowledged("{\"eventType\":\"" + kind + "\",\"mail\":{\"messageId\":\"0102-1\"}}"));
    }

    @Test
    void anEventWithoutAMessageIsNobodys() {
        assertEquals("missing: mail", reason("{\"eventType\":\"Folded\"}"));
        assertEquals("missing: mail.messageId", reason("{\"eventType\":\"Send\",\"mail\":{\"messageId\":\" \"}}"));
        assertEquals(
                "unreadable value: mail.messageId",
                reason("{\"eventType\":\"Send\",\"mail\":{\"messageId\":\"" + "x".repeat(257) + "\"}}"));
    }

    @Test
    void eventBridgesOtherNewsOfSesIsAcknowledged() {
        assertEquals(
                Received.Acknowledged.Kind.OTHER,
                acknowledged(
                        "{\"detail-type\":\"Advisor Recommendation Status Open\",\"source\":\"aws.ses\",\"detail\":{}}"));
        assertEquals(
                "not an event of SES",
                reason("{\"detail-type\":\"Email Bounced\",\"source\":\"aws.ses\",\"detail\":{}}"));
    }

    @Test
    void chatterIsAcknowledgedHoweverItComes() {
        assertEquals(
                Received.Acknowledged.Kind.SET_UP,
                acknowledged("Successfully validated SNS topic for Amazon SES event publishing."));
        assertEquals(
                Received.Acknowledged.Kind.SET_UP,
                acknowledged("{\"Records\":[{\"Sns\":{\"Type\":\"UnsubscribeConfirmation\",\"Message\":\"x\"}}]}"));
    }

    @Test
    void fieldsThatMayBeAbsentAreNull() {
        Event.Bounce bounce = onlyBounce(bounce("{\"emailAddress\":\"ann@example.org\"}", "Permanent", "General"));
        assertNull(bounce.failure().diagnosticCode());
        assertNull(bounce.failure().status());
        assertNull(bounce.occurrence().campaign());
        assertNull(bounce.occurrence().feedbackId());
        assertFalse(bounce.historyOnly());
    }

    @ParameterizedTest
    @CsvSource({
        "Transient, MailboxFull, true", "Transient, General, true", "Undetermined, Undetermined, true",
        "Novel, General, true", "Permanent, General, false", "Permanent, NoEmail, false",
    })
    void onlyAPermanentBounceMaySayNothing(String type, String subType, boolean historyOnly) {
        String blank = "{\"emailAddress\":\"ann@example.org\",\"diagnosticCode\":\" \",\"status\":\"\"}";
        assertEquals(historyOnly, onlyBounce(bounce(blank, type, subType)).historyOnly());
    }

    @ParameterizedTest
    @CsvSource({
        "failed, false",
        "FAILED, false",
        "no-such-action, false",
        "delayed, true",
        "Relayed, true",
        "delivered, true",
        "expanded, true",
    })
    void anyActionButFailedIsHistoryOnly(String action, boolean historyOnly) {
        String entry = "{\"emailAddress\":\"ann@example.org\",\"status\":\"5.1.1\",\"action\":\"" + action + "\"}";
        assertEquals(historyOnly, onlyBounce(bounce(entry)).historyOnly());
    }

    @ParameterizedTest
    @CsvSource({"5.1.1", "' 5.1.1 '", "5.1.1 (no such mailbox)", "5.1.1(no such mailbox)"})
    void aStatusMayCarryAComment(String status) {
        String entry = "{\"emailAddress\":\"ann@example.org\",\"status\":\"" + status + "\"}";
        assertEquals(
                new EnhancedStatusCode(5, 1, 1),
                onlyBounce(bounce(entry)).failure().status());
    }

    @Test
    void aTypeThatIsAbsentOrNewIsUndetermined() {
        assertEquals(
                BounceType.UNDETERMINED,
                onlyBounce(bounce(FAILED, "Novel", "General")).failure().bounceType());
        assertEquals(
                BounceType.UNDETERMINED,
                onlyBounce(bounce(FAILED).replace("\"bounceType\":\"Permanent\",", ""))
                        .failure()
                        .bounceType());
    }

    @Test
    void ofTwoEntriesForOneRecipientTheWeightierCounts() {
        String delayed = "{\"emailAddress\":\"ANN@EXAMPLE.ORG\",\"action\":\"delayed\",\"status\":\"4.4.1\"}";
        String forwarded = "{\"emailAddress\":\"bob@example.net\",\"status\":\"5.2.2\"}";
        Event.Bounce bounce = onlyBounce(bounce(delayed + "," + forwarded + "," + FAILED));
        assertFalse(bounce.historyOnly());
        assertFalse(bounce.failure().forwarded());
        assertEquals("smtp; 550 no", bounce.failure().diagnosticCode());
    }

    @Test
    void anUnreadableAddressIsTheSoleDestinations() {
        Event.Bounce bounce = onlyBounce(bounce("{\"emailAddress\":\"unknown\",\"status\":\"5.1.1\"}"));
        assertEquals("ann@example.org", bounce.occurrence().recipient().toString());
        assertTrue(bounce.failure().forwarded());
        assertTrue(onlyBounce(bounce("{\"status\":\"5.1.1\"}")).failure().forwarded());
    }

    @Test
    void anUnreadableAddressOfSeveralDestinationsFailsAfterTheOthersAreRead() {
        String two = bounce("{\"emailAddress\":\"unknown\"}," + FAILED)
                .replace("[\"ann@example.org\"]", "[\"ann@example.org\",\"bob@example.org\"]");
        Received received = read(two).records().get(0);
        assertEquals(1, received.events().size());
        assertEquals(
                "unreadable address: bounce.bouncedRecipients[0].emailAddress",
                received.refusal().orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "7", "{\"bouncedRecipients\":[]}", "{\"bouncedRecipients\":7}"})
    void aBounceWithoutRecipientsFails(String object) {
        assertInstanceOf(
                Received.Failed.class,
                read("{\"eventType\":\"Bounce\",\"bounce\":" + object + ",\"mail\":" + mail() + "}")
                        .records()
                        .get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "[]", "{}"})
    void aFieldOfTheWrongTypeFailsByItsName(String value) {
        String entry = "{\"emailAddress\":\"ann@example.org\",\"status\":" + value + "}";
        assertEquals("of the wrong JSON type: bounce.bouncedRecipients[0].status", reason(bounce(entry)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T12:00:00.000Z, true",
        "2026-11-21T12:00:00.001Z, false",
        "9999-12-31T23:59:59Z, false",
    })
    void aTimeMayBeADayAhead(String time, boolean taken) {
        String input = bounce(FAILED).replace("2026-11-20T10:00:00.000Z", time);
        assertEquals(
                taken ? "" : "a time more than 24 hours ahead: bounce.timestamp",
                read(input).records().get(0).refusal().map(Refusal::toString).orElse(""));
    }

    @Test
    void anUnreadableTimeIsNotReplacedByTheMessages() {
        assertEquals(
                "unreadable time: bounce.timestamp",
                reason(bounce(FAILED).replace("2026-11-20T10:00:00.000Z", "noon")));
        assertEquals("missing: mail.timestamp", reason(bounce(FAILED).replaceAll("\"timestamp\":\"[^\"]*\",", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "abuse, COMPLAINT",
        "fraud, COMPLAINT",
        "other, COMPLAINT",
        "novel, COMPLAINT",
        "'', COMPLAINT",
        "not-spam, HISTORY_ONLY",
        "NOT-SPAM, HISTORY_ONLY",
        "auth-failure, HISTORY_ONLY",
        "virus, HISTORY_ONLY",
    })
    void theTypeOfAComplaintIsItsWeight(String type, Weight weight) {
        assertEquals(weight, complaint(type, null, "ann@example.org"));
    }

    @Test
    void severalDifferentRecipientsAreAGuess() {
        assertEquals(Weight.COMPLAINT, complaint("abuse", null, "ann@example.org", "Ann <ANN@example.org>"));
        assertEquals(Weight.HISTORY_ONLY, complaint("abuse", null, "ann@example.org", "bob@example.org"));
        assertEquals(Weight.HISTORY_ONLY, complaint("abuse", null, "ann@example.org", "redacted"));
    }

    @ParameterizedTest
    @CsvSource({
        "OnAccountSuppressionList, ECHO",
        "OnTenantSuppressionList, ECHO",
        "Novel, COMPLAINT",
    })
    void aSuppressionListEchoes(String subType, Weight weight) {
        assertEquals(weight, complaint("abuse", subType, "ann@example.org"));
    }

    @Test
    void ofTwoWordsOnOneTopicTheOptOutCounts() {
        String preferences = "{\"topicSubscriptionStatus\":[" + topic("a", "OptOut") + "," + topic("a", "OptIn") + "]}";
        assertEquals(List.of("a out"), preferences(subscription(preferences)));
    }

    @Test
    void onlyWhatIsSaidIsAPreference() {
        assertEquals(
                List.of("a in"),
                preferences(subscription("{\"topicSubscriptionStatus\":[" + topic("a", "OptIn") + "]}")));
        assertEquals(List.of("* out"), preferences(subscription("{\"unsubscribeAll\":true}")));
        assertEquals(List.of("* in"), preferences(subscription("{\"unsubscribeAll\":false}")));
        assertEquals("missing: subscription.newTopicPreferences.unsubscribeAll", reason(subscription("{}")));
        assertEquals("missing: subscription.newTopicPreferences", reason(subscription("null")));
    }

    @Test
    void aPreferenceThatCannotBeReadDoesNotHideTheOthers() {
        Received received = read(subscription(
                        "{\"unsubscribeAll\":true,\"topicSubscriptionStatus\":[" + topic("a", "Maybe") + "]}"))
                .records()
                .get(0);
        assertEquals(1, received.events().size());
        assertEquals(
                "unreadable value: subscription.newTopicPreferences.topicSubscriptionStatus[0].subscriptionStatus",
                received.refusal().orElseThrow().toString());
    }

    @Test
    void noTopicMayStandForAllOfThem() {
        assertInstanceOf(
                Received.Failed.class,
                read(subscription("{\"topicSubscriptionStatus\":[" + topic("*", "OptOut") + "]}"))
                        .records()
                        .get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"tags\":{\"campaign\":[\"spring\"]}                                              | spring",
                "\"tags\":{\"campaign\":\" spring \"}                                              | spring",
                "\"tags\":{\"campaign\":[\" \"]}                                                   | -",
                "\"tags\":{\"campaign\":[]}                                                        | -",
                "\"tags\":{\"campaign\":[7]}                                                       | -",
                "\"tags\":7                                                                        | -",
                "\"headers\":7                                                                     | -",
                "\"headers\":[{\"name\":\"x-campaign-ID\",\"value\":\"spring\"}]                   | spring",
                "\"tags\":{},\"headers\":[{\"name\":\"X-Campaign-Id\",\"value\":\"spring\"}]       | spring",
                "\"tags\":{\"a\":[\"b\"]},\"headers\":[{\"name\":\"X-Campaign-Id\",\"value\":\"s\"}] | -",
                "\"tags\":{\"campaign\":[\"a\\u0007\"]}                                            | -",
            })
    void theCampaignIsTheTagElseTheHeader(String fields, @Nullable String campaign) {
        String input = bounce(FAILED).replace("\"mail\":{", "\"mail\":{" + fields.strip() + ",");
        assertEquals(campaign, onlyBounce(input).occurrence().campaign());
    }

    @Test
    void aCampaignTooLongToKeepWholeIsNone() {
        String field = "\"mail\":{\"tags\":{\"campaign\":[\"%s\"]},";
        String input = bounce(FAILED);
        assertEquals(
                "c".repeat(256),
                onlyBounce(input.replace("\"mail\":{", field.formatted("c".repeat(256))))
                        .occurrence()
                        .campaign());
        assertNull(onlyBounce(input.replace("\"mail\":{", field.formatted("c".repeat(257))))
                .occurrence()
                .campaign());
    }

    @Test
    void theCampaignsTagHasTheNameThatIsConfigured() {
        String input = bounce(FAILED).replace("\"mail\":{", "\"mail\":{\"tags\":{\"letter\":[\"may\"]},");
        Batch batch = new SesReader("letter").read(input.getBytes(StandardCharsets.UTF_8), NOW);
        assertEquals("may", batch.records().get(0).events().get(0).occurrence().campaign());
    }

    @Test
    void whatWasNotSentConcernsEveryDestination() {
        String reject = "{\"eventType\":\"Reject\",\"reject\":{\"reason\":\"Bad content\"},\"mail\":" + mail() + "}";
        assertEquals(1, read(reject).records().get(0).events().size());
        assertEquals("without a recipient: mail.destination", reason(reject.replace("[\"ann@example.org\"]", "[]")));
        assertEquals(
                "unreadable address: mail.destination[0]",
                reason(reject.replace("[\"ann@example.org\"]", "[\"all\"]")));
    }

    @Test
    void reasonsHoldNoContent() {
        String two = bounce("{\"emailAddress\":\"ann at example.org\"}")
                .replace("[\"ann@example.org\"]", "[\"ann@example.org\",\"bob@example.org\"]");
        assertFalse(reason(two).contains("ann"));
    }

    private static SesReader reader() {
        return new SesReader(SesReader.CAMPAIGN_TAG);
    }

    private static Batch read(String input) {
        return reader().read(input.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static String reason(String input) {
        Received received = read(input).records().get(0);
        assertEquals(List.of(), received.events());
        return received.refusal().orElseThrow().toString();
    }

    private static Received.Acknowledged.Kind acknowledged(String input) {
        return assertInstanceOf(
                        Received.Acknowledged.class, read(input).records().get(0))
                .kind();
    }

    private static Event.Bounce onlyBounce(String input) {
        Received received =
                assertInstanceOf(Received.Read.class, read(input).records().get(0));
        assertEquals(1, received.events().size());
        return assertInstanceOf(Event.Bounce.class, received.events().get(0));
    }

    private static String mail() {
        return "{\"timestamp\":\"2026-11-20T09:59:58.000Z\",\"messageId\":\"0102-1\",\"destination\":[\"ann@example.org\"]}";
    }

    private static String bounce(String recipients) {
        return bounce(recipients, "Permanent", "General");
    }

    private static String bounce(String recipients, String type, String subType) {
        return "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"" + type + "\",\"bounceSubType\":\""
                + subType
                + "\",\"timestamp\":\"2026-11-20T10:00:00.000Z\",\"bouncedRecipients\":[" + recipients + "]},\"mail\":"
                + mail() + "}";
    }

    private static Weight complaint(String type, @Nullable String subType, String... recipients) {
        String entries = String.join(
                ",",
                List.of(recipients).stream()
                        .map(recipient -> "{\"emailAddress\":\"" + recipient + "\"}")
                        .toList());
        String input = "{\"eventType\":\"Complaint\",\"complaint\":{\"complaintFeedbackType\":\"" + type
                + "\",\"complaintSubType\":" + (subType == null ? "null" : quoted(subType))
                + ",\"timestamp\":\"2026-11-20T10:00:00.000Z\",\"complainedRecipients\":[" + entries + "]},\"mail\":"
                + mail()
                + "}";
        List<Event> events = read(input).records().get(0).events();
        assertEquals(
                events.stream()
                        .map(event -> event.occurrence().recipient())
                        .distinct()
                        .count(),
                events.size());
        return assertInstanceOf(Event.Complaint.class, events.get(0)).weight();
    }

    private static String subscription(String preferences) {
        return "{\"eventType\":\"Subscription\",\"subscription\":{\"timestamp\":\"2026-11-20T10:00:00.000Z\",\"newTopicPreferences\":"
                + preferences + "},\"mail\":" + mail() + "}";
    }

    private static String topic(String name, String status) {
        return "{\"topicName\":\"" + name + "\",\"subscriptionStatus\":\"" + status + "\"}";
    }

    private static List<String> preferences(String input) {
        return read(input).records().get(0).events().stream()
                .map(event -> assertInstanceOf(Event.Subscription.class, event))
                .map(s -> s.topic() + (s.optedIn() ? " in" : " out"))
                .toList();
    }

    private static String quoted(String text) {
        try {
            return new ObjectMapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
