package bounceledger.lambda;

import bounceledger.classify.BounceType;
import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.classify.Permanence;
import bounceledger.classify.ResponseCode;
import bounceledger.classify.Verdict;
import bounceledger.codes.CodeCatalogue;
import bounceledger.codes.CodeEntry;
import bounceledger.lambda.Route.Call;
import bounceledger.smtp.EmailAddress;
import bounceledger.smtp.EnhancedStatusCode;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.Event;
import bounceledger.subscriber.Facets;
import bounceledger.subscriber.InvalidCursorException;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.LedgerStore.Outcome;
import bounceledger.subscriber.Occurrence;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Subscriber;
import bounceledger.subscriber.SubscriberStatus;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Answers what can be asked of the ledger. Whatever the request is, there is an answer, and where the request is at fault
 * the answer says how, in problem details.
 */
public final class Api {

    private static final Logger LOG = Logger.getLogger(Api.class);

    /** Diagnostics, or emails, in one request. */
    private static final int MOST = 1000;

    /** Entries of the history that come with a subscriber. */
    private static final int HISTORY = 200;

    /** The statuses that have a list: active is everybody else. */
    private static final String LISTED = Stream.of(SubscriberStatus.values())
            .filter(status -> status != SubscriberStatus.ACTIVE)
            .map(SubscriberStatus::toString)
            .collect(Collectors.joining(", "));

    private static final int USUAL_PAGE = 100;

    private static final int LONGEST_REASON = 1000;

    /** What Lambda passes on of an answer, in bytes. */
    private static final int LONGEST_ANSWER = 6 * 1024 * 1024;

    private final Classifier classifier;
    private final CodeCatalogue codes;
    private final LedgerStore store;
    private final Policy policy;
    private final InstantSource clock;

    /** The first template that fits a path decides, so the longer ones come first. */
    private final List<Route> routes = List.of(
            new Route("POST", "/classify", this::classify),
            new Route("GET", "/classify", this::classifyOne),
            new Route("GET", "/codes", this::codes),
            new Route("GET", "/codes/{code}", this::code),
            new Route("GET", "/classifications", this::classifications),
            new Route("GET", "/subscribers", this::subscribers),
            new Route("POST", "/subscribers/{email}/reactivation", this::reactivate),
            new Route("GET", "/subscribers/{email}", this::subscriber),
            new Route("DELETE", "/subscribers/{email}", this::erase),
            new Route("POST", "/sendable", this::sendable),
            new Route("GET", "/campaigns/{id}/statistics", this::statistics),
            new Route("GET", "/unmatched", this::unmatched),
            new Route("GET", "/openapi.json", this::description),
            new Route("GET", "/", this::console));

    public Api(Classifier classifier, CodeCatalogue codes, LedgerStore store, Policy policy, InstantSource clock) {
        this.classifier = classifier;
        this.codes = codes;
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    /** The table of routes. */
    List<Route> routes() {
        return routes;
    }

    /** The answer to an event of API Gateway's HTTP APIs, payload format 2.0, in the form that these take. */
    public byte[] handle(byte[] event) {
        byte[] answer = bytes(answer(event));
        return answer.length <= LONGEST_ANSWER
                ? answer
                : bytes(HttpResponse.problem(Problem.of(413, "The answer would be too long: ask for less at a time.")));
    }

    private static byte[] bytes(HttpResponse response) {
        return JsonFormat.write(response).getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse answer(byte[] event) {
        try {
            return answer(HttpRequest.read(event));
        } catch (ProblemException e) {
            return HttpResponse.problem(e.problem());
        }
    }

    HttpResponse answer(HttpRequest request) {
        boolean head = request.method().equals("HEAD");
        HttpResponse response = answer(request, head ? "GET" : request.method());
        return head ? response.withoutBody() : response;
    }

    private HttpResponse answer(HttpRequest request, String method) {
        Optional<String> template = routes.stream()
                .filter(route -> route.leadsTo(request.path()))
                .map(Route::template)
                .findFirst();
        if (template.isEmpty()) {
            return HttpResponse.problem(
                    Problem.of(404, "There is nothing at this path; GET /openapi.json describes what there is."));
        }
        List<Route> here = routes.stream()
                .filter(route -> route.template().equals(template.get()))
                .toList();
        Optional<Route> route =
                here.stream().filter(one -> one.method().equals(method)).findFirst();
        return route.map(one -> answer(one, request)).orElseGet(() -> notAllowed(here));
    }

    private static HttpResponse notAllowed(List<Route> here) {
        String allowed = here.stream()
                .map(Route::method)
                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                .collect(Collectors.joining(", "));
        return HttpResponse.problem(Problem.of(405, "This path takes " + allowed + "."))
                .with("allow", allowed);
    }

    private static HttpResponse answer(Route route, HttpRequest request) {
        try {
            return route.answer(request);
        } catch (ProblemException e) {
            return HttpResponse.problem(e.problem());
        } catch (RuntimeException e) {
            // Its message may hold what was asked about, so it goes nowhere.
            LOG.errorf(
                    "request %s, %s %s: %s at %s",
                    request.id(), route.method(), route.template(), e.getClass().getName(), place(e));
            return HttpResponse.problem(
                    Problem.of(500, "The request could not be answered; its id is " + request.id() + "."));
        }
    }

    private static String place(RuntimeException e) {
        return Stream.of(e.getStackTrace()).limit(8).map(Object::toString).collect(Collectors.joining(" < "));
    }

    private HttpResponse classify(Call call) {
        Member body = Member.body(call.request());
        Member many = body.get("diagnostics");
        if (!many.isPresent()) {
            return HttpResponse.json(classifier.classify(failure(body)));
        }
        if (body.get("diagnosticCode").isPresent()) {
            throw many.wrong("and /diagnosticCode exclude each other");
        }
        List<Verdict> verdicts = many.items(MOST).stream()
                .map(one -> one.isObject() ? failure(one) : Failure.of(one.text()))
                .map(classifier::classify)
                .toList();
        return HttpResponse.json(Map.of("verdicts", verdicts));
    }

    /** A diagnostic may be absent, as it is in some bounces, but not everything. */
    private static Failure failure(Member body) {
        Member status = body.get("status");
        Member bounceType = body.get("bounceType");
        Member bounceSubType = body.get("bounceSubType");
        boolean saysMore = Stream.of(status, bounceType, bounceSubType).anyMatch(Member::isPresent);
        return new Failure(
                saysMore
                        ? body.get("diagnosticCode").optionalText().orElse(null)
                        : body.get("diagnosticCode").text(),
                status.optionalText()
                        .map(text -> EnhancedStatusCode.parse(text)
                                .orElseThrow(() -> status.wrong("is not an enhanced status code, such as 5.1.1")))
                        .orElse(null),
                bounceType
                        .optionalText()
                        .map(text -> bounceType(text)
                                .orElseThrow(() -> bounceType.wrong("is not Permanent, Transient or Undetermined")))
                        .orElse(null),
                bounceSubType.optionalText().orElse(null),
                false);
    }

    private static Optional<BounceType> bounceType(String word) {
        return Optional.of(BounceType.of(word))
                .filter(type -> type != BounceType.UNDETERMINED || word.equals("Undetermined"));
    }

    private HttpResponse classifyOne(Call call) {
        HttpRequest request = call.request();
        String diagnostic = request.parameter("diagnosticCode")
                .orElseThrow(() -> ProblemException.parameter("diagnosticCode", "is missing"));
        Verdict verdict = classifier.classify(new Failure(
                diagnostic,
                request.parameter("status")
                        .map(text -> EnhancedStatusCode.parse(text)
                                .orElseThrow(() -> ProblemException.parameter(
                                        "status", "is not an enhanced status code, such as 5.1.1")))
                        .orElse(null),
                request.parameter("bounceType")
                        .map(text -> bounceType(text)
                                .orElseThrow(() -> ProblemException.parameter(
                                        "bounceType", "is not Permanent, Transient or Undetermined")))
                        .orElse(null),
                request.parameter("bounceSubType").orElse(null),
                false));
        HttpResponse response = Accept.of(request.header("accept")).prefers("text/plain", "application/json")
                ? HttpResponse.plain(VerdictText.of(verdict, codes))
                : HttpResponse.json(verdict);
        return response.with("vary", "accept");
    }

    private HttpResponse codes(Call call) {
        return HttpResponse.json(Map.of("codes", codes.entries())).cacheable();
    }

    private HttpResponse code(Call call) {
        return HttpResponse.json(codeEntry(call.variable())
                        .orElseThrow(() -> ProblemException.notFound("No verdict and no subscriber shows this code.")))
                .cacheable();
    }

    /** The entry of a number, or of an enhanced status code with its dots. */
    private Optional<CodeEntry> codeEntry(String code) {
        if (code.matches("0|[1-9][0-9]{0,3}")) {
            return codes.entry(Integer.parseInt(code));
        }
        return EnhancedStatusCode.parse(code)
                .filter(dotted -> dotted.statusClass() > 2)
                .map(dotted -> ResponseCode.of(
                        null, dotted, dotted.statusClass() == 5 ? Permanence.PERMANENT : Permanence.TEMPORARY))
                .flatMap(shown -> codes.entry(shown.value()));
    }

    private HttpResponse classifications(Call call) {
        return HttpResponse.json(Map.of("classifications", codes.classifications()))
                .cacheable();
    }

    private HttpResponse subscriber(Call call) {
        EmailAddress email = email(call);
        return HttpResponse.json(withHistory(email, store.find(email), clock.instant()));
    }

    private static EmailAddress email(Call call) {
        return EmailAddress.parse(call.variable())
                .orElseThrow(() ->
                        ProblemException.badRequest("What follows /subscribers/ in the path is not an email address."));
    }

    private ObjectNode withHistory(EmailAddress email, Facets facets, Instant now) {
        ObjectNode subscriber = JsonFormat.mapper().valueToTree(Subscriber.of(email, facets, policy, now));
        return subscriber.putPOJO("history", store.history(email, HISTORY, now));
    }

    private HttpResponse subscribers(Call call) {
        HttpRequest request = call.request();
        SubscriberStatus status = request.parameter("status")
                .flatMap(SubscriberStatus::of)
                .filter(listed -> listed != SubscriberStatus.ACTIVE)
                .orElseThrow(() -> ProblemException.parameter("status", "is not " + LISTED));
        int limit = request.number("limit", USUAL_PAGE, MOST);
        String cursor = request.parameter("cursor").orElse(null);
        try {
            return HttpResponse.json(store.list(status, limit, cursor, clock.instant()));
        } catch (InvalidCursorException e) {
            throw ProblemException.parameter("cursor", "is not one that this list gave");
        }
    }

    private HttpResponse reactivate(Call call) {
        HttpRequest request = call.request();
        EmailAddress email = email(call);
        Member reason = Member.body(request).get("reason");
        if (reason.text().isBlank() || reason.text().length() > LONGEST_REASON) {
            throw reason.wrong("has no or too many characters; " + LONGEST_REASON + " are the most");
        }
        Instant now = clock.instant();
        Event event = new Event.Reactivation(
                new Occurrence(request.id(), email, now, null, null),
                request.caller(),
                HttpRequest.wellFormed(reason.text()));
        store.record(List.of(Entry.of(event)), now).forEach(Api::requireDone);
        return HttpResponse.json(withHistory(email, store.find(email), now));
    }

    /** Answers with what is left: where a prohibition is, it shows. */
    private HttpResponse erase(Call call) {
        EmailAddress email = email(call);
        Optional<String> forget = call.request().parameter("forget");
        if (forget.isPresent() && !forget.get().equals("all")) {
            throw ProblemException.parameter("forget", "is not all");
        }
        Instant now = clock.instant();
        requireDone(store.erase(email, forget.isPresent(), now));
        return HttpResponse.json(withHistory(email, store.find(email), now));
    }

    private static void requireDone(Outcome outcome) {
        if (outcome == Outcome.CONTENDED) {
            throw new ProblemException(
                    Problem.of(409, "Much is written about this subscriber at the moment: try again."));
        }
    }

    private record Blocked(String email, SubscriberStatus status, int responseCode) {}

    private record Sendable(List<String> sendable, List<Blocked> blocked) {}

    /** Each address comes back as it was given and in the given order, in one of the two lists. */
    private HttpResponse sendable(Call call) {
        Map<Member, EmailAddress> emails = new LinkedHashMap<>();
        for (Member item : Member.body(call.request()).get("emails").items(MOST)) {
            emails.put(item, EmailAddress.parse(item.text()).orElseThrow(() -> item.wrong("is not an email address")));
        }
        Instant now = clock.instant();
        Map<EmailAddress, Facets> facets = store.find(emails.values());
        Sendable answer = new Sendable(new ArrayList<>(), new ArrayList<>());
        emails.forEach((item, email) -> {
            Subscriber subscriber = Subscriber.of(email, facets.getOrDefault(email, Facets.EMPTY), policy, now);
            if (subscriber.sendable()) {
                answer.sendable.add(item.text());
            } else {
                answer.blocked.add(new Blocked(item.text(), subscriber.status(), subscriber.responseCode()));
            }
        });
        return HttpResponse.json(answer);
    }

    private HttpResponse statistics(Call call) {
        String campaign = call.variable();
        ObjectNode answer = JsonFormat.mapper().createObjectNode().put("campaign", campaign);
        answer.setAll((ObjectNode) JsonFormat.mapper().valueToTree(store.statistics(campaign)));
        return HttpResponse.json(answer);
    }

    private HttpResponse unmatched(Call call) {
        int limit = call.request().number("limit", USUAL_PAGE, MOST);
        return HttpResponse.json(Map.of("unmatched", store.unmatched(limit, clock.instant())));
    }

    private HttpResponse description(Call call) {
        return HttpResponse.jsonText(resource("/openapi.json")).cacheable();
    }

    private static String resource(String file) {
        try (InputStream in = Api.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private HttpResponse console(Call call) {
        return ConsolePage.load()
                .orElseThrow(() -> ProblemException.notFound("This build has no console."))
                .response();
    }

    /** The answer to {@code GET /}: the console, which is the same whatever the ledger holds. */
    public static byte[] console() {
        return bytes(ConsolePage.load()
                .orElseThrow(() -> new IllegalStateException("This build has no console."))
                .response());
    }
}
