package bounceledger.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A proxy on loopback in front of DynamoDB, through which requests fare as a plan says. */
public final class FaultyDynamoDb implements AutoCloseable {

    /** Longer than the product waits for one answer. */
    private static final Duration LATE = Duration.ofMillis(2300);

    private static final Duration SLOW = Duration.ofMillis(250);

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ERRORS = "com.amazonaws.dynamodb.v20120810#";

    private final HttpClient upstream =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI dynamoDb;
    private final Function<String, Fault> plan;
    private final ServerSocket server;

    private FaultyDynamoDb(URI dynamoDb, Function<String, Fault> plan, ServerSocket server) {
        this.dynamoDb = dynamoDb;
        this.plan = plan;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param plan what happens to a request, of its body
     */
    public static FaultyDynamoDb before(LoopbackDynamoDb dynamoDb, Function<String, Fault> plan) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FaultyDynamoDb faulty = new FaultyDynamoDb(dynamoDb.endpoint(), plan, server);
        daemon(faulty::accept);
        return faulty;
    }

    /** A client as the product makes it. */
    public DynamoDbClient client() {
        return LoopbackDynamoDb.client(URI.create("http://127.0.0.1:" + server.getLocalPort()));
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-dynamodb");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private record Request(Map<String, String> headers, String body) {

        boolean is(String operation) {
            return headers.getOrDefault("x-amz-target", "").endsWith("." + operation);
        }

        ObjectNode json() throws IOException {
            return (ObjectNode) JSON.readTree(body);
        }
    }

    private record Answer(int status, Map<String, String> headers, String body) {

        static Answer error(int status, String type, ObjectNode more) {
            return json(status, more.put("__type", ERRORS + type).put("message", "by plan"));
        }

        static Answer error(int status, String type) {
            return error(status, type, JSON.createObjectNode());
        }

        static Answer json(int status, ObjectNode body) {
            return new Answer(status, Map.of("content-type", "application/x-amz-json-1.0"), body.toString());
        }

        byte[] octets() {
            byte[] text = body.getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " \r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            head.append("content-length: ").append(text.length).append("\r\n\r\n");
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            octets.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            octets.writeBytes(text);
            return octets.toByteArray();
        }
    }

    /** One connection; what cuts it ends this. */
    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Request request = request(in);
                if (!answer(request, plan.apply(request.body()), out)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client closed the connection.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request request(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Empty also at the end. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Whether the connection stays. */
    private boolean answer(Request request, Fault fault, OutputStream out) throws IOException, InterruptedException {
        switch (fault) {
            case CUT_BEFORE -> {
                return false;
            }
            case CUT_AFTERWARDS -> {
                send(request);
                return false;
            }
            case CUT_WITHIN -> {
                byte[] octets = send(request).octets();
                out.write(octets, 0, octets.length / 2);
                out.flush();
                return false;
            }
            case TRICKLING -> {
                for (byte octet : send(request).octets()) {
                    out.write(octet);
                    out.flush();
                    Thread.sleep(SLOW.toMillis());
                }
                return true;
            }
            default -> {
                out.write(whole(request, fault).octets());
                out.flush();
                return true;
            }
        }
    }

    private Answer whole(Request request, Fault fault) throws IOException, InterruptedException {
        return switch (fault) {
            case THROTTLED -> Answer.error(400, "ThrottlingException");
            case OVER_CAPACITY -> Answer.error(400, "ProvisionedThroughputExceededException");
            case DENIED -> Answer.error(400, "AccessDeniedException");
            case BROKEN -> Answer.error(500, "InternalServerError");
            case UNAVAILABLE ->
                new Answer(503, Map.of("content-type", "text/html"), "<html>Service Unavailable</html>");
            case BROKEN_AFTERWARDS -> {
                send(request);
                yield Answer.error(500, "InternalServerError");
            }
            case LATE -> after(LATE, send(request));
            case SLOW -> after(SLOW, send(request));
            case PARTIAL -> request.is("BatchGetItem") ? partial(request) : throttled();
            case STALE -> request.is("BatchGetItem") ? nothing(request) : throttled();
            case CONFLICT -> request.is("TransactWriteItems") ? canceled(request, "TransactionConflict") : throttled();
            case STIFLED -> request.is("TransactWriteItems") ? canceled(request, "ThrottlingError") : throttled();
            case IN_PROGRESS ->
                request.is("TransactWriteItems") ? Answer.error(400, "TransactionInProgressException") : throttled();
            case NONE, CUT_BEFORE, CUT_AFTERWARDS, CUT_WITHIN, TRICKLING -> send(request);
        };
    }

    private static Answer throttled() {
        return Answer.error(400, "ThrottlingException");
    }

    private static Answer after(Duration pause, Answer answer) throws InterruptedException {
        Thread.sleep(pause.toMillis());
        return answer;
    }

    private static Answer canceled(Request request, String code) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode reasons = body.putArray("CancellationReasons");
        int items = request.json().path("TransactItems").size();
        for (int i = 0; i < items; i++) {
            reasons.addObject().put("Code", i == items - 1 ? code : "None");
        }
        return Answer.error(400, "TransactionCanceledException", body);
    }

    private static Answer nothing(Request request) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode responses = body.putObject("Responses");
        request.json().path("RequestItems").fieldNames().forEachRemaining(responses::putArray);
        body.putObject("UnprocessedKeys");
        return Answer.json(200, body);
    }

    /** Answers for the first half of the keys, and gives back the others. */
    private Answer partial(Request request) throws IOException, InterruptedException {
        ObjectNode now = request.json();
        ObjectNode later = now.deepCopy();
        for (Map.Entry<String, JsonNode> table : now.path("RequestItems").properties()) {
            ArrayNode keys = (ArrayNode) table.getValue().path("Keys");
            ArrayNode open =
                    (ArrayNode) later.path("RequestItems").path(table.getKey()).path("Keys");
            int half = (keys.size() + 1) / 2;
            while (keys.size() > half) {
                keys.remove(half);
            }
            for (int i = 0; i < half; i++) {
                open.remove(0);
            }
            if (open.isEmpty()) {
                return send(request);
            }
        }
        Answer answer = send(new Request(request.headers(), now.toString()));
        ObjectNode body = (ObjectNode) JSON.readTree(answer.body());
        body.set("UnprocessedKeys", later.path("RequestItems"));
        return Answer.json(200, body);
    }

    private Answer send(Request request) throws IOException, InterruptedException {
        HttpRequest.Builder sent = HttpRequest.newBuilder(dynamoDb).POST(BodyPublishers.ofString(request.body()));
        request.headers().forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                sent.header(name, value);
            }
        });
        HttpResponse<String> received = upstream.send(sent.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        Map<String, String> headers = new LinkedHashMap<>();
        received.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                headers.put(name, values.get(0));
            }
        });
        return new Answer(received.statusCode(), headers, received.body());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
