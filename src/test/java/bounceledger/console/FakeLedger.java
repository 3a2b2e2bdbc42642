package bounceledger.console;

import bounceledger.classify.BounceType;
import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.classify.RuleSet;
import bounceledger.codes.CodeCatalogue;
import bounceledger.rules.RuleFiles;
import bounceledger.smtp.EmailAddress;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.smtp.ReplyCode;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.Occurrence;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Subscriber;
import bounceledger.subscriber.SubscriberStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in memory behind the API's routes, with the real rules, catalogue and facets. It can ask for a token, be empty and
 * keep silent, which a real one does only now and then.
 */
final class FakeLedger implements Site {

    /** Who may ask, and what there is. */
    enum Mood {
        /** It has the facts, and answers everybody. */
        OPEN,
        /** It has the facts, and answers those with the {@link #TOKEN}. */
        GUARDED,
        /** It has nothing. */
        EMPTY,
        /** It takes calls and does not answer them. */
        SILENT
    }

    static final String TOKEN = "e30.e30.c2ln";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(EmailAddress.class, ToStringSerializer.instance)
                    .addSerializer(EnhancedStatusCode.class, ToStringSerializer.instance)
                    .addSerializer(ReplyCode.class, new StdDelegatingSerializer(ReplyCode.class, new Digits())))
            .build();

    private final Mood mood;
    private final ConsolePage page = ConsolePage.read();
    private final Classifier classifier;
    private final CodeCatalogue catalogue;
    private final List<Entry> entries;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    private FakeLedger(Mood mood, HttpServer server) {
        this.mood = mood;
        this.server = server;
        RuleSet rules = RuleFiles.load();
        classifier = new Classifier(rules);
        catalogue = CodeCatalogue.load(rules.codes());
        entries = new ArrayList<>(mood == Mood.EMPTY ? List.of() : Facts.judgedBy(classifier));
    }

    static FakeLedger start(Mood mood) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeLedger ledger = new FakeLedger(mood, server);
        server.setExecutor(ledger.executor);
        server.createContext("/", ledger::handle);
        server.start();
        return ledger;
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/")) {
                exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
                send(exchange, 200, "text/html; charset=utf-8", page.html());
                return;
            }
            if (mood == Mood.SILENT) {
                awaitTheEnd();
                return;
            }
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (mood == Mood.GUARDED && !("Bearer " + TOKEN).equals(authorization)) {
                send(exchange, 401, "application/json", "{\"message\":\"Unauthorized\"}");
                return;
            }
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Object answer;
            synchronized (this) {
                answer = answer(exchange.getRequestMethod(), path, query(exchange.getRequestURI()), body);
            }
            String type = answer instanceof Problem ? "application/problem+json" : "application/json";
            int status = answer instanceof Problem problem ? problem.status : 200;
            send(exchange, status, type, JSON.writeValueAsString(answer));
        }
    }

    private static void awaitTheEnd() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Object answer(String method, String path, Map<String, String> query, JsonNode body) {
        List<String> steps = Arrays.stream(path.substring(1).split("/", -1))
                .map(step -> URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        String argument = steps.size() > 1 ? steps.get(1) : "";
        return switch (method + " " + steps.get(0) + (steps.size() > 1 ? "/" : "")
                + (steps.size() > 2 ? "/" + steps.get(2) : "")) {
            case "POST classify" -> classify(body);
            case "GET codes" -> Map.of("codes", catalogue.entries());
            case "GET codes/" -> catalogue.entry(Integer.parseInt(argument)).orElseThrow();
            case "GET classifications" -> Map.of("classifications", catalogue.classifications());
            case "GET subscribers" -> list(query);
            case "GET subscribers/" ->
                EmailAddress.parse(argument)
                        .<Object>map(this::subscriber)
                        .orElseGet(() -> Problem.badRequest("The path has no email address.", null));
            case "POST subscribers//reactivation" ->
                reactivate(
                        EmailAddress.parse(argument).orElseThrow(),
                        body.path("reason").asText());
            case "DELETE subscribers/" -> {
                entries.removeIf(entry -> recipient(entry).toString().equals(argument));
                yield subscriber(EmailAddress.parse(argument).orElseThrow());
            }
            case "GET campaigns//statistics" -> statistics(argument);
            case "GET unmatched" -> Map.of("unmatched", unmatched());
            default -> throw new IllegalStateException(method + " " + path);
        };
    }

    private Object classify(JsonNode body) {
        if (!body.path("status").asText("4.0.0").matches("[245][.0-9]+")) {
            return Problem.badRequest("/status is not an enhanced status code, such as 5.1.1", "/status");
        }
        if (!body.has("diagnostics")) {
            return classifier.classify(failure(body));
        }
        List<Object> verdicts = new ArrayList<>();
        body.get("diagnostics").forEach(one -> verdicts.add(classifier.classify(failure(one))));
        return Map.of("verdicts", verdicts);
    }

    private static Failure failure(JsonNode one) {
        if (one.isTextual()) {
            return Failure.of(one.asText());
        }
        return new Failure(
                one.path("diagnosticCode").asText(),
                EnhancedStatusCode.parse(one.path("status").asText()).orElse(null),
                one.has("bounceType") ? BounceType.of(one.get("bounceType").asText()) : null,
                one.has("bounceSubType") ? one.get("bounceSubType").asText() : null,
                false);
    }

    private Map<String, @Nullable Object> subscriber(EmailAddress email) {
        List<Entry> own = entries.stream()
                .filter(entry -> recipient(entry).equals(email))
                .sorted(Comparator.comparing(
                        (Entry entry) -> entry.event().occurrence().at(), Comparator.reverseOrder()))
                .toList();
        JsonNode shown = JSON.valueToTree(shown(email, own));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        shown.fieldNames().forEachRemaining(name -> answer.put(name, shown.get(name)));
        answer.put("history", own.stream().map(FakeLedger::history).toList());
        return answer;
    }

    private static Subscriber shown(EmailAddress email, List<Entry> own) {
        Facets facets = own.stream().map(Facets::of).reduce(Facets.EMPTY, Facets::join);
        return Subscriber.of(email, facets, Policy.DEFAULT, Facts.NOW);
    }

    private static Map<String, @Nullable Object> history(Entry entry) {
        Occurrence occurrence = entry.event().occurrence();
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("at", occurrence.at());
        item.put("type", entry.event().type());
        item.put("messageId", occurrence.messageId());
        item.put("campaign", occurrence.campaign());
        item.put("verdict", entry.verdict());
        if (entry.event() instanceof Event.Subscription choice) {
            item.put("topic", choice.topic());
            item.put("optedIn", choice.optedIn());
        }
        if (entry.event() instanceof Event.Reactivation reactivation) {
            item.put("by", reactivation.by());
            item.put("reason", reactivation.reason());
        }
        return item;
    }

    private Object list(Map<String, String> query) {
        SubscriberStatus status =
                SubscriberStatus.of(query.getOrDefault("status", "")).orElseThrow();
        List<Subscriber> all =
                entries.stream().collect(Collectors.groupingBy(FakeLedger::recipient)).entrySet().stream()
                        .map(own -> shown(own.getKey(), own.getValue()))
                        .filter(one -> one.status() == status)
                        .sorted(Comparator.comparing((Subscriber one) -> String.valueOf(one.updatedAt()))
                                .reversed())
                        .toList();
        int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
        int to = Math.min(all.size(), from + Integer.parseInt(query.getOrDefault("limit", "50")));
        Map<String, @Nullable Object> answer = new HashMap<>();
        answer.put("subscribers", all.subList(from, to));
        answer.put("cursor", to < all.size() ? String.valueOf(to) : null);
        return answer;
    }

    private Object reactivate(EmailAddress email, String reason) {
        entries.add(Entry.of(
                new Event.Reactivation(new Occurrence("request-1", email, Facts.NOW, null, null), "somebody", reason)));
        return subscriber(email);
    }

    private Object statistics(String campaign) {
        boolean known = mood != Mood.EMPTY && campaign.equals(Facts.CAMPAIGN);
        return Map.of(
                "campaign",
                campaign,
                "byClassification",
                known
                        ? Map.of(
                                "mailbox-unknown",
                                412,
                                "mailbox-full",
                                188,
                                "blocked",
                                97,
                                "rate-limit",
                                54,
                                "bad-content",
                                21,
                                "unknown",
                                6,
                                "expired",
                                3)
                        : Map.of(),
                "byResponseCode",
                known ? Map.of("511", 398, "422", 188, "571", 112, "421", 54, "550", 26, "447", 3) : Map.of(),
                "delivered",
                known ? 48211 : 0,
                "complained",
                known ? 17 : 0,
                "unsubscribed",
                known ? 143 : 0);
    }

    private List<Object> unmatched() {
        if (mood == Mood.EMPTY) {
            return List.of();
        }
        return List.of(
                unmatched("554 delivery not wished at <host>", 37),
                unmatched("550 <addr> is resting until <n>, ask <i>nobody</i>", 12),
                unmatched("450 4.7.99 colour of <host> is wrong", 3));
    }

    private static Map<String, Object> unmatched(String text, int count) {
        return Map.of("fingerprint", text, "example", text, "count", count, "lastAt", Facts.NOW);
    }

    private static EmailAddress recipient(Entry entry) {
        return entry.event().occurrence().recipient();
    }

    private static Map<String, String> query(URI uri) {
        if (uri.getRawQuery() == null) {
            return Map.of();
        }
        return Arrays.stream(uri.getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** RFC 9457. */
    private record Problem(
            String type,
            String title,
            int status,
            String detail,
            @Nullable String pointer) {

        static Problem badRequest(String detail, @Nullable String pointer) {
            return new Problem("about:blank", "Bad Request", 400, detail, pointer);
        }
    }

    private static final class Digits extends StdConverter<ReplyCode, Integer> {
        @Override
        public Integer convert(ReplyCode code) {
            return code.value();
        }
    }
}
