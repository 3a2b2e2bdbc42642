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
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

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
        return new Site(new ExceptForThePage(api) {
            @Override
            void answer(byte[] request, OutputStream response) throws IOException {
                String given =
                        JSON.readTree(request).at("/headers/authorization").asText();
                if (given.equals("Bearer " + TOKEN)) {
                    api.handleRequest(new ByteArrayInputStream(request), response, null);
                } else if (given.equals("Bearer " + NARROW_TOKEN)) {
                    response.write(refusal(403, "Forbidden"));
                } else {
                    response.write(refusal(401, "Unauthorized"));
                }
            }
        });
    }

    static Site empty() throws IOException {
        return new Site(over(new InMemoryLedgerStore(Policy.DEFAULT)));
    }

    /** Takes calls and does not answer them. */
    static Site silent() throws IOException {
        return new Site(new ExceptForThePage(over(new InMemoryLedgerStore(Policy.DEFAULT))) {
            @Override
            void answer(byte[] request, OutputStream response) throws IOException {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        });
    }

    private static LedgerStore holding(LedgerStore store, List<Entry> facts) {
        store.record(facts, Facts.NOW);
        return store;
    }

    private static RequestStreamHandler over(LedgerStore store) {
        Api api = new Api(CLASSIFIER, CODES, store, Policy.DEFAULT, InstantSource.fixed(Facts.NOW));
        return (request, response, context) -> response.write(api.handle(request.readAllBytes()));
    }

    private static byte[] refusal(int status, String message) throws IOException {
        Map<String, Object> answer = Map.of(
                "statusCode",
                status,
                "headers",
                Map.of("content-type", "application/json"),
                "body",
                "{\"message\":\"" + message + "\"}");
        return JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
    }

    /** The page is public; its calls meet something else. */
    private abstract static class ExceptForThePage implements RequestStreamHandler {

        private final RequestStreamHandler page;

        ExceptForThePage(RequestStreamHandler page) {
            this.page = page;
        }

        abstract void answer(byte[] request, OutputStream response) throws IOException;

        @Override
        public void handleRequest(InputStream request, OutputStream response, Context context) throws IOException {
            byte[] event = request.readAllBytes();
            JsonNode path = JSON.readTree(event).path("rawPath");
            if (path.asText().equals("/")) {
                page.handleRequest(new ByteArrayInputStream(event), response, context);
            } else {
                answer(event, response);
            }
        }
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
