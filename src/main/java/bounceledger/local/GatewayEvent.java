package bounceledger.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * HTTP as API Gateway's HTTP APIs show it to a function, payload format 2.0, and back.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">payload
 *     format 2.0</a>
 */
final class GatewayEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What API Gateway takes for text, beside all of {@code text/}; a body of any other type, or of none, goes in base64. */
    private static final Set<String> TEXT = Set.of("application/json", "application/xml", "application/javascript");

    private GatewayEvent() {}

    /** The event for a request to the stage {@code $default}. */
    static byte[] of(HttpExchange exchange, byte[] body, long now) throws IOException {
        String path = path(exchange.getRequestURI().getRawPath());
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String> headers = headers(exchange);
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", query == null ? "" : query);
        String cookies = headers.remove("cookie");
        if (cookies != null) {
            List.of(cookies.split(";\\s*", -1)).forEach(event.putArray("cookies")::add);
        }
        event.set("headers", JSON.valueToTree(headers));
        Map<String, String> parameters = parameters(query);
        if (!parameters.isEmpty()) {
            event.set("queryStringParameters", JSON.valueToTree(parameters));
        }
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", "000000000000")
                .put("apiId", "local")
                .put("domainName", "localhost")
                .put("stage", "$default")
                .put("requestId", UUID.randomUUID().toString())
                .put("routeKey", "$default")
                .put("timeEpoch", now);
        context.putObject("http")
                .put("method", exchange.getRequestMethod())
                .put("path", path)
                .put("protocol", exchange.getProtocol())
                .put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress())
                .put("userAgent", headers.getOrDefault("user-agent", ""));
        boolean binary = body.length > 0 && !isText(headers.getOrDefault("content-type", ""));
        if (body.length > 0) {
            event.put(
                    "body",
                    binary ? Base64.getEncoder().encodeToString(body) : new String(body, StandardCharsets.UTF_8));
        }
        return JSON.writeValueAsBytes(event.put("isBase64Encoded", binary));
    }

    /** API Gateway decodes the path, whatever "raw" says, and what comes after a question mark in it is lost. */
    private static String path(String raw) {
        String path = decoded(raw.replace("+", "%2B"));
        int mark = path.indexOf('?');
        return mark < 0 ? path : path.substring(0, mark);
    }

    /** Names in lower case, the values of one name joined; those of cookies as one header would have them. */
    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            headers.put(lower, String.join(lower.equals("cookie") ? ";" : ",", values));
        });
        return headers;
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int sign = pair.indexOf('=');
            String name = decoded(sign < 0 ? pair : pair.substring(0, sign));
            parameters
                    .computeIfAbsent(name, n -> new ArrayList<>())
                    .add(sign < 0 ? "" : decoded(pair.substring(sign + 1)));
        }
        return parameters.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> String.join(",", entry.getValue()),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || TEXT.contains(type);
    }

    /**
     * Sends what the function answered. An answer without a status is the body itself, as API Gateway has it.
     *
     * @throws IllegalArgumentException when the answer is malformed; then nothing was sent
     */
    static void send(HttpExchange exchange, byte[] answer) throws IOException {
        JsonNode response = JSON.readTree(answer);
        if (!response.has("statusCode")) {
            exchange.getResponseHeaders().set("content-type", "application/json");
            send(exchange, 200, answer);
            return;
        }
        int status = response.path("statusCode").asInt();
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("the function answered with the status " + response.get("statusCode"));
        }
        String text = response.path("body").asText("");
        byte[] body = response.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
        response.path("headers")
                .properties()
                .forEach(header -> exchange.getResponseHeaders()
                        .set(header.getKey(), header.getValue().asText()));
        response.path("cookies").forEach(cookie -> exchange.getResponseHeaders().add("set-cookie", cookie.asText()));
        send(exchange, status, body);
    }

    /** Sends JSON of the gateway's own. */
    static void sendJson(HttpExchange exchange, int status, String contentType, Map<String, Object> json)
            throws IOException {
        exchange.getResponseHeaders().set("content-type", contentType);
        send(exchange, status, JSON.writeValueAsBytes(json));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
