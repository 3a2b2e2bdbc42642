package bounceledger.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on the loopback interface that stands in for API Gateway, and for what invokes {@code ingest}. It is for one
 * user's machine: requests that a foreign page or a foreign name sends here are refused.
 */
public final class LocalGateway implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LocalGateway.class);

    /** Bytes that Lambda takes and gives at most. */
    static final int LIMIT = 6 * 1024 * 1024;

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, LocalGateway::daemon);

    /** Answers what is posted to {@code /events}. */
    public interface Events {

        /** Hands one event, of any shape that {@code ingest} takes, to it; gives what it did, in JSON. */
        byte[] post(byte[] event) throws IOException;
    }

    /**
     * Starts to listen.
     *
     * @param port where, or 0 for any that is free
     * @param api what answers all but {@code POST /events}
     */
    public LocalGateway(int port, RequestStreamHandler api, Events events) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> answer(exchange, body -> {
                    ByteArrayOutputStream response = new ByteArrayOutputStream();
                    byte[] event = GatewayEvent.of(exchange, body, System.currentTimeMillis());
                    api.handleRequest(new ByteArrayInputStream(event), response, null);
                    GatewayEvent.send(exchange, response.toByteArray());
                }));
        server.createContext(
                "/events",
                exchange -> answer(exchange, body -> {
                    exchange.getResponseHeaders().set("content-type", "application/json");
                    if (exchange.getRequestMethod().equals("POST")) {
                        GatewayEvent.send(exchange, 200, events.post(body));
                    } else {
                        exchange.getResponseHeaders().set("allow", "POST");
                        problem(exchange, 405, "Method Not Allowed", "Only POST hands over an event.");
                    }
                }));
        server.start();
    }

    /** Where it listens, such as {@code http://localhost:8080}. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private interface Answer {
        void to(byte[] body) throws IOException;
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            String foreign = foreign(exchange);
            if (foreign != null) {
                problem(exchange, 403, "Forbidden", foreign);
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(LIMIT + 1);
            if (body.length > LIMIT) {
                problem(exchange, 413, "Content Too Large", "Lambda takes no more than 6 MB.");
                return;
            }
            answer.to(body);
        } catch (IOException | RuntimeException e) {
            LOG.error("the function failed", e);
            problem(exchange, 500, "Internal Server Error", "The function failed; its log says why.");
        }
    }

    /** Why the request is no business of this machine's user, or null. */
    private @Nullable String foreign(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !isOurs(host)) {
            return "This gateway answers only to localhost.";
        }
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && !(origin.startsWith("http://") && isOurs(origin.substring("http://".length())))) {
            return "This gateway answers no page from another origin.";
        }
        return null;
    }

    private boolean isOurs(String host) {
        String port = ":" + server.getAddress().getPort();
        return host.endsWith(port) && NAMES.contains(host.substring(0, host.length() - port.length()));
    }

    private static void problem(HttpExchange exchange, int status, String title, String detail) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/problem+json");
        String body = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        GatewayEvent.send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "local-gateway");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
