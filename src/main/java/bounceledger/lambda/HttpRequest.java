package bounceledger.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as API Gateway's HTTP APIs hand it to a function, payload format 2.0.
 *
 * @param method in upper case
 * @param path as it stands in the URL, without the stage
 * @param query the parameters, decoded, in their order
 * @param headers names in lower case
 * @param body empty where there is none
 * @param id of the request, never empty
 * @param caller who asks, as the authorizer says, or {@code anonymous}
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     API Gateway: Lambda proxy integrations</a>
 */
record HttpRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body,
        String id,
        String caller) {

    /** The bytes that a body may have, one megabyte. */
    static final int LONGEST_BODY = 1_000_000;

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_CALLER = 256;

    private static final String ANONYMOUS = "anonymous";

    /** The places in which IAM and JWT authorizers, and functions that authorize, name the caller. */
    private static final List<String> CALLERS = List.of(
            "/authorizer/iam/userArn",
            "/authorizer/iam/callerId",
            "/authorizer/jwt/claims/sub",
            "/authorizer/jwt/claims/client_id",
            "/authorizer/lambda/principalId");

    /**
     * Reads the event that the function was called with.
     *
     * @throws ProblemException when it is none of an HTTP API
     */
    static HttpRequest read(byte[] event) {
        JsonNode json;
        try {
            json = JsonFormat.mapper().readTree(event);
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("The function was not called with JSON.");
        } catch (IOException e) {
            throw ProblemException.badRequest("The function was not called with text.");
        }
        JsonNode context = json.path("requestContext");
        JsonNode http = context.path("http");
        if (!http.path("method").isTextual() || !json.path("rawPath").isTextual()) {
            throw ProblemException.badRequest(
                    "This function answers API Gateway's HTTP APIs, payload format 2.0, and was called with something else.");
        }
        return new HttpRequest(
                http.path("method").textValue().toUpperCase(Locale.ROOT),
                withoutStage(
                        json.path("rawPath").textValue(), context.path("stage").asText()),
                query(wellFormed(json.path("rawQueryString").asText())),
                headers(json.path("headers")),
                body(json),
                text(context, "/requestId").filter(HttpRequest::isId).orElse("-"),
                CALLERS.stream()
                        .flatMap(place -> text(context, place).stream())
                        .findFirst()
                        .map(name -> wellFormed(name.substring(0, Math.min(name.length(), LONGEST_CALLER))))
                        .orElse(ANONYMOUS));
    }

    /** The text with a question mark for each surrogate that stands alone, which no URL and no store could carry. */
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Optional<String> text(JsonNode node, String pointer) {
        return Optional.ofNullable(node.at(pointer).textValue()).filter(text -> !text.isBlank());
    }

    /** Ids go into the log and into the history, so they have no say in what these look like. */
    private static boolean isId(String text) {
        return text.length() <= LONGEST_ID && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '#' && c != '@');
    }

    /** A stage that has a name begins every path. */
    private static String withoutStage(String path, String stage) {
        return !stage.isEmpty() && path.startsWith("/" + stage + "/") ? path.substring(stage.length() + 1) : path;
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(PercentEncoding.decodeForm(name), unused -> new ArrayList<>())
                        .add(PercentEncoding.decodeForm(value));
            }
        }
        return parameters;
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        return headers;
    }

    private static String body(JsonNode json) {
        String body = json.path("body").asText("");
        if (!json.path("isBase64Encoded").asBoolean()) {
            requireShort(body.getBytes(StandardCharsets.UTF_8).length);
            return withoutMark(body);
        }
        byte[] octets;
        try {
            octets = Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("The body is said to be Base64 and is not.");
        }
        requireShort(octets.length);
        try {
            return withoutMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest("The body is not in UTF-8.");
        }
    }

    private static void requireShort(int octets) {
        if (octets > LONGEST_BODY) {
            throw new ProblemException(
                    Problem.of(413, "The body has " + octets + " bytes, and may have " + LONGEST_BODY + "."));
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The value of a parameter that is a whole number. */
    int number(String name, int usual, int most) {
        String text = parameter(name).orElse("" + usual);
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw ProblemException.parameter(name, "is not a whole number from 1 to " + most);
    }

    /** The value of a query parameter that may be given once. */
    Optional<String> parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.parameter(name, "is given " + values.size() + " times");
        }
        return values.stream().findFirst();
    }
}
