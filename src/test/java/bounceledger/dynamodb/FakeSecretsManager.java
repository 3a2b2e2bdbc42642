package bounceledger.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets Manager, as far as it gives secrets, on the loopback interface. */
public final class FakeSecretsManager implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> secrets = new ConcurrentHashMap<>();
    private final HttpServer server;

    public FakeSecretsManager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** A secret that is text. */
    public void put(String arn, String secret) {
        secrets.put(arn, secret);
    }

    /** A secret that is octets. */
    void put(String arn, byte[] secret) {
        secrets.put(arn, secret);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String action = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String caller = exchange.getRequestHeaders().getFirst("Authorization");
        Object secret = secrets.get(request.path("SecretId").asText());
        ObjectNode answer = JSON.createObjectNode();
        int status = 400;
        if (!"secretsmanager.GetSecretValue".equals(action)
                || caller == null
                || caller.contains("Credential=denied/")) {
            answer.put("__type", "AccessDeniedException").put("Message", "User is not authorized to perform " + action);
        } else if (secret == null) {
            answer.put("__type", "ResourceNotFoundException")
                    .put("Message", "Secrets Manager can't find the specified secret.");
        } else {
            status = 200;
            if (secret instanceof byte[] octets) {
                answer.put("SecretBinary", Base64.getEncoder().encodeToString(octets));
            } else {
                answer.put("SecretString", (String) secret);
            }
        }
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
