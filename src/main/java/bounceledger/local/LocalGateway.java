package bounceledger.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
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

    /** Bytes that an event and an answer may have: Lambda's 6 MB, and the hundred bytes that it grants on top. */
    static final int LIMIT = 6 * 1024 * 1024 + 100;

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, LocalGateway::daemon);
    private final RequestStreamHandler api;
    private final @Nullable Events events;

    /** Answers what is posted to {@code /events}. */
    public interface Events {

        /** Hands one event, of any shape that {@code ingest} takes, to it; gives what it did, in JSON. */
        byte[] post(byte[] event) throws IOException;
    }

    /**
     * Starts to listen.
     *
     * @param port where, or 0 for any that is free
     * @param api what answers in API Gateway's payload format 2.0
     * @param events what {@code POST /events} leads to, where something does
     */
    public LocalGateway(int port, RequestStreamHandler api, @Nullable Events events) throws IOException {
        this.api = api;
        this.events = events;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it listens, such as {@code http://localhost:8080}. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            try {
                pass(exchange);
            } catch (RuntimeException | IOException e) {
                LOG.error("the function failed", e);
                message(exchange, 500, "Internal Server Error");
            }
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        String foreign = foreign(exchange);
        if (foreign != null) {
            problem(exchange, 403, "Forbidden", foreign);
            return;
        }
        Optional<byte[]> body = body(exchange);
        if (body.isEmpty()) {
            message(exchange, 413, "Request Entity Too Large");
        } else if (events != null && exchange.getRequestURI().getRawPath().equals("/events")) {
            hand(exchange, events, body.get());
        } else {
            invoke(exchange, body.get());
        }
    }

    private void invoke(HttpExchange exchange, byte[] body) throws IOException {
        byte[] event = GatewayEvent.of(exchange, body, System.currentTimeMillis());
        if (event.length > LIMIT) {
            message(exchange, 413, "Request Entity Too Large");
            return;
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        api.handleRequest(new ByteArrayInputStream(event), answer, null);
        if (answer.size() > LIMIT) {
            LOG.errorf("the function answered %d bytes, and Lambda passes on %d", answer.size(), LIMIT);
            message(exchange, 500, "Internal Server Error");
            return;
        }
        GatewayEvent.send(exchange, answer.toByteArray());
    }

    private static void hand(HttpExchange exchange, Events events, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            GatewayEvent.send(exchange, events.post(body));
        } else {
            exchange.getResponseHeaders().set("allow", "POST");
            problem(exchange, 405, "Method Not Allowed", "Only POST hands over an event.");
        }
    }

    /** What was sent, read to its end, or nothing when that is longer than any event. */
    private static Optional<byte[]> body(HttpExchange exchange) throws IOException {
        try (InputStream sent = exchange.getRequestBody()) {
            byte[] body = sent.readNBytes(LIMIT + 1);
            sent.transferTo(OutputStream.nullOutputStream());
            return body.length > LIMIT ? Optional.empty() : Optional.of(body);
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

    /** What API Gateway says by itself. */
    private static void message(HttpExchange exchange, int status, String message) throws IOException {
        GatewayEvent.sendJson(exchange, status, "application/json", Map.of("message", message));
    }

    /** What this gateway alone says. */
    private static void problem(HttpExchange exchange, int status, String title, String detail) throws IOException {
        GatewayEvent.sendJson(
                exchange,
                status,
                "application/problem+json",
                Map.of("type", "about:blank", "title", title, "status", status, "detail", detail));
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
