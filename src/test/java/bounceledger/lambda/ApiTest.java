package bounceledger.lambda;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.complaint;
import static bounceledger.subscriber.Samples.hard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.lambda.Gateway.Answer;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Event.Complaint.Weight;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Occurrence;
import bounceledger.subscriber.Samples;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiTest {

    private static final String UNKNOWN_USER = "smtp; 550 5.1.1 <ann@example.org>... User unknown";

    private final Gateway gateway = new Gateway();

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void assertProblem(int status, Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals("application/problem+json", answer.header("content-type"));
        assertEquals("no-store", answer.header("cache-control"));
        JsonNode problem = answer.json();
        assertEquals(status, problem.path("status").intValue());
        assertEquals("about:blank", problem.path("type").textValue());
        assertFalse(problem.path("title").asText().isEmpty());
        assertFalse(problem.path("detail").asText().isEmpty());
        assertFalse(answer.body().contains("Exception"), answer.body());
        assertFalse(answer.body().contains("java."), answer.body());
    }

    // What a verdict looks like

    @Test
    void givesTheVerdictInTheOrderInWhichItIsDescribed() {
        JsonNode verdict = gateway.post("/classify", json("{'diagnosticCode':'" + UNKNOWN_USER + "'}"))
                .json();
        assertEquals(
                List.of(
                        "diagnosticCode",
                        "normalForm",
                        "responseCode",
                        "responseCodeFrom",
                        "permanence",
                        "classification",
                        "fault",
                        "effect",
                        "evidence",
                        "blocklist",
                        "retryAfterSeconds",
                        "provider",
                        "fingerprint",
                        "ruleSet"),
                names(verdict));
        assertEquals(
                json("{'type':'smtp','replyCode':550,'enhancedStatusCode':'5.1.1',"
                        + "'text':'<ann@example.org>... User unknown','cause':null}"),
                verdict.path("normalForm").toString());
        assertEquals(511, verdict.path("responseCode").intValue());
        assertEquals("enhanced-status-code", verdict.path("responseCodeFrom").textValue());
        assertEquals("permanent", verdict.path("permanence").textValue());
        assertEquals("mailbox-unknown", verdict.path("classification").textValue());
        assertEquals("recipient", verdict.path("fault").textValue());
        assertEquals("hard", verdict.path("effect").textValue());
        assertEquals("text", verdict.path("evidence").path("tier").textValue());
        assertTrue(verdict.path("blocklist").isNull());
        assertTrue(verdict.path("retryAfterSeconds").isNull());
    }

    @Test
    void saysWhereTheWordsStandThatDecided() {
        JsonNode verdict = gateway.post("/classify", json("{'diagnosticCode':'" + UNKNOWN_USER + "'}"))
                .json();
        JsonNode evidence = verdict.path("evidence");
        assertEquals(List.of("tier", "rule", "matched", "reply", "start", "end", "codesAlone"), names(evidence));
        String text = verdict.path("normalForm").path("text").textValue();
        assertEquals(
                evidence.path("matched").textValue(),
                text.substring(
                        evidence.path("start").intValue(), evidence.path("end").intValue()));
    }

    @Test
    void hasNoPlaceForWordsWhereNoneDecided() {
        JsonNode evidence = gateway.post("/classify", json("{'diagnosticCode':'550 5.1.1'}"))
                .json()
                .path("evidence");
        assertTrue(evidence.path("start").isNull());
        assertTrue(evidence.path("end").isNull());
        assertTrue(evidence.path("matched").isNull());
    }

    @Test
    void classifiesStringsAndObjectsInOneRequestAndKeepsTheirOrder() {
        JsonNode verdicts = gateway.post(
                        "/classify",
                        json("{'diagnostics':['550 5.1.1 User unknown',"
                                + "{'diagnosticCode':'452 4.2.2 Mailbox full','bounceType':'Transient'},"
                                + "{'bounceType':'Permanent','bounceSubType':'OnAccountSuppressionList'}]}"))
                .json()
                .path("verdicts");
        assertEquals(
                List.of("mailbox-unknown", "mailbox-full", "blocked"),
                List.of(
                        verdicts.at("/0/classification").textValue(),
                        verdicts.at("/1/classification").textValue(),
                        verdicts.at("/2/classification").textValue()));
        assertEquals("echo", verdicts.at("/2/effect").textValue());
        assertTrue(verdicts.at("/2/diagnosticCode").isNull());
    }

    @Test
    void takesTheStatusWhereTheReplyHasNoCode() {
        JsonNode verdict = gateway.post("/classify", json("{'diagnosticCode':'550','status':'5.2.2'}"))
                .json();
        assertEquals(522, verdict.path("responseCode").intValue());
    }

    @Test
    void classifiesWhatStandsInTheQuery() {
        Answer answer = gateway.get("/classify?diagnosticCode="
                + URLEncoder.encode(UNKNOWN_USER, StandardCharsets.UTF_8) + "&bounceType=Permanent");
        assertEquals(200, answer.status());
        assertEquals(UNKNOWN_USER, answer.json().path("diagnosticCode").textValue());
        assertEquals("mailbox-unknown", answer.json().path("classification").textValue());
        assertEquals("no-store", answer.header("cache-control"));
    }

    @Test
    void givesHalfACharacterBackAsAnEscape() {
        Answer answer = gateway.post("/classify", json("{'diagnosticCode':'550 \\ud83d hi \\ud83d\\ude00'}"));
        assertEquals(200, answer.status());
        assertEquals(
                "550 \ud83d hi \ud83d\ude00",
                answer.json().path("diagnosticCode").textValue());
        assertTrue(answer.body().contains("\\ud83d hi \ud83d\ude00"), answer.body());
    }

    @Test
    void aVerdictOfOneRequestIsThatOfTheOther() {
        String code = "550 5.7.1 Message content rejected é 日本";
        JsonNode posted = gateway.post("/classify", json("{'diagnosticCode':'" + code + "'}"))
                .json();
        JsonNode got = gateway.get("/classify?diagnosticCode=" + URLEncoder.encode(code, StandardCharsets.UTF_8))
                .json();
        assertEquals(posted, got);
    }

    // For a terminal

    @Test
    void tellsATerminalInAFewLines() {
        ObjectNode event = Gateway.event(
                "GET", "/classify?diagnosticCode=" + URLEncoder.encode(UNKNOWN_USER, StandardCharsets.UTF_8), null);
        event.withObject("/headers").put("accept", "text/plain");
        Answer answer = gateway.ask(event);
        assertEquals("text/plain; charset=utf-8", answer.header("content-type"));
        List<String> lines = answer.body().lines().toList();
        assertTrue(lines.size() <= 10, answer.body());
        assertEquals("mailbox-unknown, permanent (code 511)", lines.get(0));
        assertTrue(answer.body().contains("5.1.1"), answer.body());
        assertTrue(answer.body().contains("the recipient's mailbox"), answer.body());
        assertTrue(answer.body().contains("undeliverable at once"), answer.body());
        assertTrue(answer.body().contains("\"User unknown\""), answer.body());
    }

    @Test
    void sendsATerminalNoControlCharacters() {
        ObjectNode event =
                Gateway.event("GET", "/classify?diagnosticCode=550+user+%1B%5B31m%0Aunknown%C2%9B%E2%80%AE", null);
        event.withObject("/headers").put("accept", "text/plain");
        assertTrue(gateway.ask(event)
                .body()
                .codePoints()
                .allMatch(c -> c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | text/plain; charset=utf-8",
                "text/plain, */*;q=0.1 | text/plain; charset=utf-8",
                "TEXT/Plain;q=0.9, application/json;q=0.5 | text/plain; charset=utf-8",
                "text/plain;q=0.5, application/json | application/json",
                "text/plain;q=0 | application/json",
                "text/plain;q=x | application/json",
                "text/html, */*;q=0.8 | application/json",
                "*/* | application/json",
                "application/xml | application/json",
                ",;, | application/json"
            })
    void answersInTheTypeThatIsLiked(String accept, String type) {
        ObjectNode event = Gateway.event("GET", "/classify?diagnosticCode=550", null);
        event.withObject("/headers").put("accept", accept);
        assertEquals(type, gateway.ask(event).header("content-type"));
    }

    // The catalogue

    @Test
    void explainsACodeInBothOfItsReadings() {
        JsonNode entry = gateway.get("/codes/550").json();
        assertEquals("550", entry.at("/asReplyCode/code").textValue());
        assertEquals("5.5.0", entry.at("/asEnhancedStatusCode/code").textValue());
        assertEquals("reply-code", entry.at("/responseCodeFrom/0").textValue());
    }

    @ParameterizedTest
    @CsvSource({"5.1.1, 511", "5.7.26, 570", "4.2.2, 422"})
    void findsACodeWithItsDots(String dotted, int code) {
        assertEquals(code, gateway.get("/codes/" + dotted).json().path("code").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0511", "-1", "2.0.0", "99999999999999999999", "600", "7", "%00", "5.1.1.1"})
    void findsNoCodeThatNobodyShows(String code) {
        assertProblem(404, gateway.get("/codes/" + code));
    }

    @Test
    void listsCodesAndClassifications() {
        assertEquals(
                11,
                gateway.get("/classifications").json().path("classifications").size());
        List<Integer> codes = new ArrayList<>();
        gateway.get("/codes")
                .json()
                .path("codes")
                .forEach(code -> codes.add(code.path("code").intValue()));
        assertTrue(codes.containsAll(List.of(0, 200, 422, 511, 550, 1001, 1002)), codes.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/codes", "/codes/511", "/classifications"})
    void letsTheCatalogueBeCached(String path) {
        assertEquals("public, max-age=3600", gateway.get(path).header("cache-control"));
    }

    // Subscribers

    @Test
    void knowsNothingOfAnAddressNeverHeardOf() {
        Answer answer = gateway.get("/subscribers/nobody@example.org");
        assertEquals(200, answer.status());
        assertEquals(0, answer.json().path("responseCode").intValue());
        assertEquals("active", answer.json().path("status").textValue());
        assertTrue(answer.json().path("sendable").booleanValue());
        assertTrue(answer.json().path("updatedAt").isNull());
        assertEquals(0, answer.json().path("history").size());
    }

    @Test
    void showsASubscriberWithTheHistory() {
        gateway.store.record(List.of(hard("m1", START)), START);
        Answer answer = gateway.get("/subscribers/ann@example.org");
        JsonNode subscriber = answer.json();
        assertEquals(
                List.of(
                        "email",
                        "status",
                        "responseCode",
                        "classification",
                        "sendable",
                        "because",
                        "updatedAt",
                        "facets",
                        "history"),
                names(subscriber));
        assertEquals("2026-11-20T10:00:00Z", subscriber.path("updatedAt").textValue());
        assertEquals("undeliverable", subscriber.path("status").textValue());
        assertEquals(
                List.of(
                        "complaint",
                        "topics",
                        "hardBounce",
                        "countableBounces",
                        "otherBounce",
                        "echo",
                        "deliveries",
                        "reactivation"),
                names(subscriber.path("facets")));
        assertEquals(List.of("at", "type", "messageId", "campaign", "verdict"), names(subscriber.at("/history/0")));
        assertEquals("bounce", subscriber.at("/history/0/type").textValue());
        assertEquals("hard", subscriber.at("/history/0/verdict/effect").textValue());
        assertEquals("no-store", answer.header("cache-control"));
        assertEquals("nosniff", answer.header("x-content-type-options"));
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.org, ann@example.org",
        "ann%40example.org, ann@example.org",
        "ANN@Example.ORG, ann@example.org",
        "ann+news@example.org, ann+news@example.org",
        "ann%2Bnews%40example.org, ann+news@example.org",
        "a%2Fb@example.org, a/b@example.org",
        "a/b@example.org, a/b@example.org",
        "/reactivation@example.org, /reactivation@example.org",
        "100%@example.org, 100%@example.org",
        "100%25@example.org, 100%@example.org",
        "who%3F@example.org, who?@example.org",
        "élève@bücher.example, élève@xn--bcher-kva.example",
        "%C3%A9l%C3%A8ve@xn--bcher-kva.example, élève@xn--bcher-kva.example",
        "%C3%A9@b%C3%BCcher.example, é@xn--bcher-kva.example",
    })
    void readsTheAddressInThePath(String path, String email) {
        assertEquals(
                email, gateway.get("/subscribers/" + path).json().path("email").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "@", "ann@", "a%20b@example.org", "a%00@example.org", "%FF", "%"})
    void refusesWhatIsNoAddress(String path) {
        assertProblem(400, gateway.get("/subscribers/" + path));
    }

    @Test
    void tellsWhoMayBeSentToInTheGivenOrderAndSpelling() {
        gateway.store.record(List.of(complaint("m1", START, Weight.COMPLAINT)), START);
        JsonNode answer = gateway.post(
                        "/sendable",
                        json("{'emails':['Zoe@Example.org','ANN@example.org','bob+x@example.org','ann@example.org']}"))
                .json();
        assertEquals(
                json("{'sendable':['Zoe@Example.org','bob+x@example.org'],"
                        + "'blocked':[{'email':'ANN@example.org','status':'complained','responseCode':1002},"
                        + "{'email':'ann@example.org','status':'complained','responseCode':1002}]}"),
                answer.toString());
    }

    @Test
    void takesAThousandEmailsAndNotOneMore() {
        assertEquals(200, gateway.post("/sendable", emails(1000)).status());
        Answer refused = gateway.post("/sendable", emails(1001));
        assertProblem(400, refused);
        assertEquals("/emails", refused.json().path("pointer").textValue());
    }

    private static String emails(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"a" + i + "@example.org\"")
                .collect(Collectors.joining(",", "{\"emails\":[", "]}"));
    }

    @Test
    void takesAThousandDiagnosticsAndNotOneMore() {
        assertEquals(
                1000,
                gateway.post("/classify", diagnostics(1000))
                        .json()
                        .path("verdicts")
                        .size());
        Answer refused = gateway.post("/classify", diagnostics(1001));
        assertProblem(400, refused);
        assertEquals("/diagnostics", refused.json().path("pointer").textValue());
    }

    private static String diagnostics(int count) {
        return "{\"diagnostics\":[" + "\"550 5.1.1 User unknown\",".repeat(count - 1) + "\"\"]}";
    }

    @Test
    void turnsThePagesOfAList() {
        Gateway gateway = Gateway.withSamples();
        for (int i = 0; i < 3; i++) {
            Occurrence of = new Occurrence("c" + i, new EmailAddress("c" + i, "example.org"), START, null, null);
            gateway.store.record(List.of(Entry.of(new Event.Complaint(of, "abuse", null, Weight.COMPLAINT))), START);
        }
        List<String> emails = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 10; page++) {
            JsonNode answer = gateway.get("/subscribers?status=complained&limit=2" + cursor)
                    .json();
            answer.path("subscribers")
                    .forEach(listed -> emails.add(listed.path("email").textValue()));
            if (answer.path("cursor").isNull()) {
                break;
            }
            cursor = "&cursor=" + URLEncoder.encode(answer.path("cursor").textValue(), StandardCharsets.UTF_8);
            assertFalse(cursor.contains("example"), cursor);
        }
        assertEquals("bob@example.org", emails.get(0));
        assertEquals(
                Set.of("bob@example.org", "c0@example.org", "c1@example.org", "c2@example.org"), Set.copyOf(emails));
        assertEquals(4, emails.size());
    }

    @Test
    void countsACampaign() {
        assertEquals(
                json("{'campaign':'spring-sale','byClassification':{'mailbox-full':1,'mailbox-unknown':1},"
                        + "'byResponseCode':{'422':1,'511':1},'delivered':1,'complained':1,'unsubscribed':0}"),
                Gateway.withSamples().get("/campaigns/spring-sale/statistics").body());
    }

    @Test
    void erasesASubscriberButNotTheirWish() {
        Gateway gateway = Gateway.withSamples();
        JsonNode erased = gateway.ask(Gateway.event("DELETE", "/subscribers/bob@example.org", null))
                .json();
        assertEquals("complained", erased.path("status").textValue());
        assertEquals(0, erased.path("history").size());
        JsonNode forgotten = gateway.ask(Gateway.event("DELETE", "/subscribers/bob@example.org?forget=all", null))
                .json();
        assertEquals("active", forgotten.path("status").textValue());
        assertEquals(0, forgotten.path("responseCode").intValue());
        assertEquals(forgotten, gateway.get("/subscribers/bob@example.org").json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "ALL", "all&forget=all"})
    void erasesNothingThatItIsNotSureOf(String forget) {
        Gateway gateway = Gateway.withSamples();
        String before = gateway.get("/subscribers/bob@example.org").body();
        assertProblem(400, gateway.ask(Gateway.event("DELETE", "/subscribers/bob@example.org?forget=" + forget, null)));
        assertEquals(before, gateway.get("/subscribers/bob@example.org").body());
    }

    @Test
    void tellsWhatNoRuleKnewTheMostFrequentFirst() {
        Gateway gateway = Gateway.withSamples();
        JsonNode unmatched = gateway.get("/unmatched").json().path("unmatched");
        assertEquals(2, unmatched.size());
        assertEquals(List.of("fingerprint", "count", "example", "lastAt"), names(unmatched.path(0)));
        assertEquals(2, unmatched.path(0).path("count").intValue());
        assertEquals(
                1, gateway.get("/unmatched?limit=1").json().path("unmatched").size());
        assertProblem(400, gateway.get("/unmatched?limit=0"));
    }

    @ParameterizedTest
    @CsvSource({"a%2Fb, a/b", "a/b, a/b", "a+b, a+b", "%22%C3%A9, '\"é'", "statistics, statistics"})
    void readsTheCampaignInThePath(String path, String campaign) {
        assertEquals(
                campaign,
                gateway.get("/campaigns/" + path + "/statistics")
                        .json()
                        .path("campaign")
                        .textValue());
    }

    @Test
    void reactivatesAndWritesDownWhoAndWhy() {
        gateway.store.record(List.of(hard("m1", START)), START);
        ObjectNode event = Gateway.event(
                "POST", "/subscribers/ann%40example.org/reactivation", json("{'reason':'She wrote to us.'}"));
        event.withObject("/requestContext/authorizer/iam").put("userArn", "arn:aws:iam::123456789012:user/support");
        Answer answer = gateway.ask(event);
        assertEquals(200, answer.status());
        assertEquals("active", answer.json().path("status").textValue());
        JsonNode entry = answer.json().at("/history/0");
        assertEquals("reactivation", entry.path("type").textValue());
        assertEquals("arn:aws:iam::123456789012:user/support", entry.path("by").textValue());
        assertEquals("She wrote to us.", entry.path("reason").textValue());
        assertEquals(Gateway.NOW.toString(), entry.path("at").textValue());
        assertTrue(entry.path("verdict").isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"jwt\":{\"claims\":{\"sub\":\"auth0|77\"}}}', auth0|77",
        "'{\"jwt\":{\"claims\":{\"client_id\":\"crm\"}}}', crm",
        "'{\"iam\":{\"callerId\":\"AIDA\"}}', AIDA",
        "'{\"lambda\":{\"principalId\":\"us\"}}', us",
        "'{\"jwt\":[]}', anonymous",
        "'null', anonymous"
    })
    void findsTheCallerWhereTheAuthorizerPutIt(String authorizer, String caller) {
        ObjectNode event =
                Gateway.event("POST", "/subscribers/ann@example.org/reactivation", json("{'reason':'because'}"));
        event.withObject("/requestContext").set("authorizer", Gateway.parse(authorizer));
        assertEquals(caller, gateway.ask(event).json().at("/history/0/by").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'reason':null}", "{'reason':7}", "{'reason':''}", "{'reason':'  '}"})
    void asksForAReason(String body) {
        Answer answer = gateway.post("/subscribers/ann@example.org/reactivation", json(body));
        assertProblem(400, answer);
        assertEquals("/reason", answer.json().path("pointer").textValue());
    }

    @Test
    void showsInTheHistoryWhatEachTypeAdds() {
        Occurrence at = new Occurrence("m", new EmailAddress("ann", "example.org"), START, "spring-sale", null);
        gateway.store.record(
                List.of(
                        Entry.of(new Event.Complaint(at, "abuse", null, Weight.HISTORY_ONLY)),
                        Entry.of(new Event.Delivery(at)),
                        Entry.of(new Event.NotSent(at, Event.NotSent.Kind.REJECT, "Bad content")),
                        Entry.of(new Event.Subscription(at, "news", false))),
                START);
        JsonNode history = gateway.get("/subscribers/ann@example.org").json().path("history");
        String start =
                "{'at':'2026-11-20T10:00:00Z','type':'%s','messageId':'m','campaign':'spring-sale','verdict':null%s}";
        assertEquals(
                List.of(
                        json(start.formatted("subscription", ",'topic':'news','optedIn':false")),
                        json(start.formatted("reject", ",'reason':'Bad content'")),
                        json(start.formatted("delivery", "")),
                        json(start.formatted("complaint", ",'feedbackType':'abuse','subType':null"))),
                List.of(
                        history.path(0).toString(),
                        history.path(1).toString(),
                        history.path(2).toString(),
                        history.path(3).toString()));
    }

    // Requests at fault

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/classify | {} | /diagnosticCode",
                "/classify | {'diagnosticCode':null} | /diagnosticCode",
                "/classify | {'diagnosticCode':550} | /diagnosticCode",
                "/classify | {'diagnosticCode':['550']} | /diagnosticCode",
                "/classify | {'diagnosticCode':'550','status':511} | /status",
                "/classify | {'diagnosticCode':'550','status':'9.1.1'} | /status",
                "/classify | {'diagnosticCode':'550','bounceType':true} | /bounceType",
                "/classify | {'diagnosticCode':'550','bounceType':'permanent'} | /bounceType",
                "/classify | {'diagnosticCode':'550','bounceSubType':{}} | /bounceSubType",
                "/classify | {'diagnosticCode':'550','diagnostics':[]} | /diagnostics",
                "/classify | {'diagnostics':'550'} | /diagnostics",
                "/classify | {'diagnostics':{}} | /diagnostics",
                "/classify | {'diagnostics':['550',null]} | /diagnostics/1",
                "/classify | {'diagnostics':['550','551',{'status':4}]} | /diagnostics/2/status",
                "/classify | {'diagnostics':[{}]} | /diagnostics/0/diagnosticCode",
                "/classify | [] | ''",
                "/classify | 'x' | ''",
                "/classify | null | ''",
                "/sendable | {} | /emails",
                "/sendable | {'emails':'ann@example.org'} | /emails",
                "/sendable | {'emails':['ann@example.org',5]} | /emails/1",
                "/sendable | {'emails':['ann']} | /emails/0",
            })
    void namesTheMemberThatIsWrong(String path, String body, String pointer) {
        Answer answer = gateway.post(path, json(body));
        assertProblem(400, answer);
        assertEquals(pointer, answer.json().path("pointer").textValue());
        assertTrue(answer.json().path("detail").textValue().startsWith(pointer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{'diagnosticCode':",
                "{'diagnosticCode':'550'} {}",
                "{'diagnosticCode':'550','diagnosticCode':'551'}",
                "{'diagnosticCode':NaN}",
                "diagnosticCode=550",
                "{'diagnosticCode':'a\u0000b'}",
            })
    void refusesABodyThatIsNotJson(String body) {
        assertProblem(400, gateway.post("/classify", json(body)));
    }

    @Test
    void refusesABodyThatIsMissing() {
        assertProblem(400, gateway.ask(Gateway.event("POST", "/classify", null)));
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertProblem(
                400,
                gateway.post("/classify", "{\"diagnosticCode\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
        assertProblem(400, gateway.post("/classify", "{\"a\":".repeat(100_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "/classify, diagnosticCode",
        "/classify?diagnosticCode=550&diagnosticCode=551, diagnosticCode",
        "/classify?diagnosticCode=550&status=x, status",
        "/classify?diagnosticCode=550&bounceType=soft, bounceType",
        "/subscribers, status",
        "/subscribers?status=active, status",
        "/subscribers?status=Bouncing, status",
        "/subscribers?status=bouncing&limit=0, limit",
        "/subscribers?status=bouncing&limit=1001, limit",
        "/subscribers?status=bouncing&limit=x, limit",
        "/subscribers?status=bouncing&limit=99999999999, limit",
        "/subscribers?status=bouncing&cursor=x, cursor",
    })
    void namesTheParameterThatIsWrong(String target, String parameter) {
        Answer answer = gateway.get(target);
        assertProblem(400, answer);
        assertEquals(parameter, answer.json().path("parameter").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/nothing",
                "/classify/",
                "/codes/",
                "/subscribers/",
                "//codes",
                "",
                "/CODES",
                "/codes%2F511"
            })
    void hasNothingAtOtherPaths(String path) {
        Answer answer = gateway.ask(Gateway.event("GET", path, null));
        assertProblem(404, answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /classify | POST, GET, HEAD",
                "DELETE | /codes | GET, HEAD",
                "POST | /codes/511 | GET, HEAD",
                "GET | /sendable | POST",
                "HEAD | /sendable | POST",
                "GET | /subscribers/ann@example.org/reactivation | POST",
                "OPTIONS | /sendable | POST",
                "BREW | / | GET, HEAD",
            })
    void saysWhichMethodsAPathTakes(String method, String path, String allowed) {
        Answer answer = gateway.ask(Gateway.event(method, path, null));
        assertEquals(405, answer.status());
        assertEquals(allowed, answer.header("allow"));
        if (!method.equals("HEAD")) {
            assertProblem(405, answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/codes/511", "/subscribers/ann@example.org", "/nothing", "/classify"})
    void answersHeadAsGetWithoutABody(String path) {
        Answer get = gateway.get(path);
        Answer head = gateway.ask(Gateway.event("HEAD", path, null));
        assertEquals(get.status(), head.status());
        assertEquals(get.headers(), head.headers());
        assertEquals("", head.body());
    }

    // Bodies as API Gateway sends them

    private static ObjectNode base64(byte[] body) {
        ObjectNode event =
                Gateway.event("POST", "/classify", Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", true);
        return event;
    }

    @Test
    void readsABodyInBase64() {
        byte[] body = json("\uFEFF{'diagnosticCode':'550 5.1.1 unbekannter Empfänger'}")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "550 5.1.1 unbekannter Empfänger",
                gateway.ask(base64(body)).json().path("diagnosticCode").textValue());
    }

    @Test
    void refusesBase64ThatIsNone() {
        ObjectNode event = Gateway.event("POST", "/classify", "e");
        event.put("isBase64Encoded", true);
        assertProblem(400, gateway.ask(event));
    }

    @Test
    void refusesOctetsThatAreNotUtf8() {
        assertProblem(400, gateway.ask(base64(new byte[] {'{', '"', (byte) 0xC3, '"', '}'})));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesAMegabyteAndNotAByteMore(boolean inBase64) {
        String start = json("{'diagnosticCode':'550 ");
        String longest = start + "x".repeat(1_000_000 - start.length() - 2) + "\"}";
        for (String body : List.of(longest, longest.replaceFirst("x", "xx"))) {
            ObjectNode event =
                    inBase64 ? base64(body.getBytes(StandardCharsets.UTF_8)) : Gateway.event("POST", "/classify", body);
            assertEquals(
                    body.length() > 1_000_000 ? 413 : 200, gateway.ask(event).status());
        }
        assertProblem(413, gateway.post("/classify", json("{'diagnosticCode':'" + "é".repeat(500_000) + "'}")));
    }

    @Test
    void refusesToAnswerMoreThanLambdaPassesOn() {
        String reason = "x".repeat(40_000);
        gateway.store.record(
                IntStream.range(0, 200)
                        .mapToObj(i -> new Occurrence("m" + i, Samples.ANN, START, null, null))
                        .map(at -> Entry.of(new Event.NotSent(at, Event.NotSent.Kind.REJECT, reason)))
                        .toList(),
                START);
        assertProblem(413, gateway.get("/subscribers/ann@example.org"));
    }

    @Test
    void matchesTheFirstEightKibibytesAlone() {
        String filler = "x".repeat(9000);
        JsonNode late = gateway.post("/classify", json("{'diagnosticCode':'" + filler + " user unknown'}"))
                .json();
        assertEquals("unknown", late.path("classification").textValue());
        assertTrue(late.path("normalForm").path("text").textValue().length() <= 8192);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "'application/json; charset=utf-8', 200",
        "application/vnd.example+json, 200",
        "APPLICATION/JSON, 200",
        "application/x-www-form-urlencoded, 200",
        "text/plain, 200",
        "'', 200",
        "text/xml, 415",
        "multipart/form-data; boundary=x, 415",
        "application/octet-stream, 415",
        "json, 415"
    })
    void takesBodiesThatMayBeJson(String type, int status) {
        ObjectNode event = Gateway.event("POST", "/classify", json("{'diagnosticCode':'550'}"));
        event.withObject("/headers").put("content-type", type);
        Answer answer = gateway.ask(event);
        assertEquals(status, answer.status());
    }

    @Test
    void leavesOutTheNameOfTheStage() {
        ObjectNode event = Gateway.event("GET", "/prod/codes/511", null);
        event.withObject("/requestContext").put("stage", "prod");
        assertEquals(511, gateway.ask(event).json().path("code").intValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{",
                "{'rawPath':'/codes'}",
                "{'httpMethod':'GET','path':'/codes'}",
                "{'rawPath':7,'requestContext':{'http':{'method':'GET'}}}",
                "{'rawPath':'/codes','requestContext':{'http':{'method':{}}}}",
            })
    void tellsWhoeverCallsItWithoutAGateway(String event) {
        assertProblem(400, gateway.ask(json(event).getBytes(StandardCharsets.UTF_8)));
    }

    // The console

    @Test
    void servesTheConsoleUnderAPolicyThatNamesItsOneScriptAndItsOneStyle() {
        Answer answer = gateway.get("/");
        assertEquals("text/html; charset=utf-8", answer.header("content-type"));
        String policy = answer.header("content-security-policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'sha256-"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(answer.body().startsWith("<!doctype html>"), answer.body().substring(0, 40));
    }

    // Faults of its own

    @Test
    void keepsWhatWentWrongToItself() {
        Api broken = gateway.api(gateway.store, () -> {
            throw new IllegalStateException("ann@example.org has moved");
        });
        Answer answer = Gateway.answer(broken.handle(Gateway.event("GET", "/subscribers/ann@example.org", null)
                .toString()
                .getBytes(StandardCharsets.UTF_8)));
        assertProblem(500, answer);
        assertFalse(answer.body().contains("moved"), answer.body());
        assertTrue(answer.body().contains("JKJaXmPLvHcESHA="), answer.body());
    }

    @Test
    void asksToTryAgainWhereManyWriteAtOnce() {
        LedgerStore contended = (LedgerStore) Proxy.newProxyInstance(
                LedgerStore.class.getClassLoader(), new Class<?>[] {LedgerStore.class}, (proxy, method, arguments) -> {
                    assertEquals("record", method.getName());
                    return List.of(LedgerStore.Outcome.CONTENDED);
                });
        assertProblem(
                409,
                Gateway.answer(gateway.api(contended, InstantSource.fixed(Gateway.NOW))
                        .handle(Gateway.event(
                                        "POST",
                                        "/subscribers/ann@example.org/reactivation",
                                        json("{'reason':'because'}"))
                                .toString()
                                .getBytes(StandardCharsets.UTF_8))));
    }
}
