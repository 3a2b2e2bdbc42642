package bounceledger.console;

import bounceledger.classify.Classifier;
import bounceledger.codes.CodeCatalogue;
import bounceledger.lambda.Api;
import bounceledger.local.LocalGateway;
import bounceledger.local.LocalTable;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.subscriber.Entry;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The api function behind the local gateway, as dev mode has it, with the {@link Facts} or with nothing in its ledger. */
final class Site implements AutoCloseable {

    /** May read and write, {@link #NARROW_TOKEN} neither. */
    static final String TOKEN = "e30.e30.c2ln";

    static final String NARROW_TOKEN = "e30.e30.bm8";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final CodeCatalogue CODES = CodeCatalogue.load(CodeTableFiles.load());

    private final LocalGateway gateway;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Site(RequestStreamHandler api) throws IOException {
        gateway = new LocalGateway(0, api, null);
        open.push(gateway);
    }

    static Site withFacts() throws IOException {
        return new Site(over(holding(new InMemoryLedgerStore(Policy.DEFAULT), Facts.judgedBy(CLASSIFIER))));
    }

    /** The facts of a few, in DynamoDB's own embedded table. */
    static Site withTable() throws IOException {
        LocalTable table = LocalTable.inMemory();
        Site site = new Site(over(holding(table.ledger(Policy.DEFAULT), Facts.ofAFewJudgedBy(CLASSIFIER))));
        site.open.addLast(table);
        return site;
    }

    /** The facts, for those who have the token: as API Gateway's JWT authorizer has it. */
    static Site guarded() throws IOException {
        RequestStreamHandler api =
                over(holding(new InMemoryLedgerStore(Policy.DEFAULT), Facts.ofAFewJudgedBy(CLASSIFIER)));
        return new Site(exceptForThePage(api, request -> {
            String given = request.at("/headers/authorization").asText();
            return switch (given) {
                case "Bearer " + TOKEN -> Optional.empty();
                case "Bearer " + NARROW_TOKEN -> Optional.of(refusal(403, "Forbidden"));
                default -> Optional.of(refusal(401, "Unauthorized"));
            };
        }));
    }

    static Site empty() throws IOException {
        return new Site(over(new InMemoryLedgerStore(Policy.DEFAULT)));
    }

    /** Takes calls and does not answer them. */
    static Site silent() throws IOException {
        return new Site(exceptForThePage(over(new InMemoryLedgerStore(Policy.DEFAULT)), request -> {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the test is over", e);
            }
            return Optional.empty();
        }));
    }

    private static LedgerStore holding(LedgerStore store, List<Entry> facts) {
        store.record(facts, Facts.NOW);
        return store;
    }

    private static RequestStreamHandler over(LedgerStore store) {
        Api api = new Api(CLASSIFIER, CODES, store, Policy.DEFAULT, InstantSource.fixed(Facts.NOW));
        return (request, response, context) -> response.write(api.handle(request.readAllBytes()));
    }

    private static byte[] refusal(int status, String message) {
        return JSON.createObjectNode()
                .put("statusCode", status)
                .put("body", "{\"message\":\"" + message + "\"}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The page is public; its calls meet what may answer in the place of the api. */
    private static RequestStreamHandler exceptForThePage(
            RequestStreamHandler api, Function<JsonNode, Optional<byte[]>> before) {
        return (request, response, context) -> {
            byte[] event = request.readAllBytes();
            JsonNode json = JSON.readTree(event);
            Optional<byte[]> instead =
                    json.path("rawPath").asText().equals("/") ? Optional.empty() : before.apply(json);
            if (instead.isPresent()) {
                response.write(instead.get());
            } else {
                api.handleRequest(new ByteArrayInputStream(event), response, context);
            }
        };
    }

    /** Where it is; ends with a slash. */
    URI uri() {
        return URI.create(gateway.url() + "/");
    }

    @Override
    public void close() {
        open.forEach(one -> {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
