package bounceledger.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * HTTP as API Gateway shows it to a function, and back.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">payload
 *     format 2.0</a>
 */
final class GatewayEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GatewayEvent() {}

    /** The event for a request, in payload format 2.0 of the stage {@code $default}. */
    static byte[] of(HttpExchange exchange, byte[] body, long now) throws IOException {
        ObjectNode event = JSON.createObjectNode();
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        event.put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", query == null ? "" : query);
        ObjectNode headers = event.putObject("headers");
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("cookie")) {
                ArrayNode cookies = event.putArray("cookies");
                values.forEach(value -> List.of(value.split(";\\s*", -1)).forEach(cookies::add));
            } else {
                headers.put(lower, String.join(",", values));
            }
        });
        Map<String, List<String>> parameters = parameters(query);
        if (!parameters.isEmpty()) {
            ObjectNode joined = event.putObject("queryStringParameters");
            parameters.forEach((name, values) -> joined.put(name, String.join(",", values)));
        }
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", "000000000000")
                .put("apiId", "local")
                .put("domainName", "localhost")
                .put("stage", "$default");
        context.put("requestId", UUID.randomUUID().toString())
                .put("routeKey", "$default")
                .put("timeEpoch", now);
        context.putObject("http")
                .put("method", exchange.getRequestMethod())
                .put("path", path)
                .put("protocol", exchange.getProtocol())
                .put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress())
                .put("userAgent", headers.path("user-agent").asText(""));
        if (body.length > 0) {
            putBody(event, body);
        }
        return JSON.writeValueAsBytes(
                event.put("isBase64Encoded", event.path("isBase64Encoded").asBoolean(false)));
    }

    /** Text stays text; what is no UTF-8 is passed in base64. */
    private static void putBody(ObjectNode event, byte[] body) {
        try {
            event.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException binary) {
            event.put("body", Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
        }
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int sign = pair.indexOf('=');
            String name = decoded(sign < 0 ? pair : pair.substring(0, sign));
            parameters
                    .computeIfAbsent(name, n -> new ArrayList<>())
                    .add(sign < 0 ? "" : decoded(pair.substring(sign + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** Sends what the function answered. An answer that is no HTTP answer counts as a JSON body, as API Gateway has it. */
    static void send(HttpExchange exchange, byte[] answer) throws IOException {
        JsonNode response = JSON.readTree(answer);
        if (!response.has("statusCode")) {
            exchange.getResponseHeaders().set("content-type", "application/json");
            send(exchange, 200, answer);
            return;
        }
        response.path("headers")
                .properties()
                .forEach(header -> exchange.getResponseHeaders()
                        .set(header.getKey(), header.getValue().asText()));
        response.path("cookies").forEach(cookie -> exchange.getResponseHeaders().add("set-cookie", cookie.asText()));
        String body = response.path("body").asText("");
        send(
                exchange,
                response.path("statusCode").asInt(),
                response.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
