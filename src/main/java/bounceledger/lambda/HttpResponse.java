package bounceledger.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer as API Gateway's HTTP APIs take it from a function, payload format 2.0.
 *
 * @param statusCode of HTTP
 * @param headers one value for a name
 * @param body text; empty where there is none
 * @param isBase64Encoded whether the body is Base64: never, since each of ours is text
 */
record HttpResponse(
        int statusCode,
        Map<String, String> headers,
        String body,
        @JsonProperty("isBase64Encoded") boolean isBase64Encoded) {

    private static final String CONTENT_TYPE = "content-type";
    private static final String CACHE_CONTROL = "cache-control";

    /** What is public and the same until the next release. */
    private static final String AN_HOUR = "public, max-age=3600";

    private static HttpResponse of(int status, String contentType, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CONTENT_TYPE, contentType);
        headers.put(CACHE_CONTROL, "no-store");
        headers.put("x-content-type-options", "nosniff");
        return new HttpResponse(status, headers, body, false);
    }

    static HttpResponse json(Object value) {
        return jsonText(JsonFormat.write(value));
    }

    static HttpResponse jsonText(String json) {
        return of(200, "application/json", json);
    }

    static HttpResponse plain(String text) {
        return of(200, "text/plain; charset=utf-8", text);
    }

    static HttpResponse html(String page) {
        return of(200, "text/html; charset=utf-8", page);
    }

    static HttpResponse problem(Problem problem) {
        return of(problem.status(), "application/problem+json", JsonFormat.write(problem));
    }

    HttpResponse cacheable() {
        return with(CACHE_CONTROL, AN_HOUR);
    }

    HttpResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpResponse(statusCode, more, body, isBase64Encoded);
    }

    HttpResponse withoutBody() {
        return new HttpResponse(statusCode, headers, "", isBase64Encoded);
    }
}
