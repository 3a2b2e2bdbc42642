package bounceledger.local;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function sees of a request, and a client of an answer. */
final class LocalGatewayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OK = "{\"statusCode\":200,\"body\":\"fine\"}";

    private final HttpClient client = HttpClient.newHttpClient();

    /** What the function was called with last, and what it answers; an empty answer stands for one that breaks. */
    private byte[] event = new byte[0];

    private byte[] answer = OK.getBytes(StandardCharsets.UTF_8);

    private final LocalGateway gateway = new LocalGateway(
            0,
            (request, response, context) -> {
                event = request.readAllBytes();
                if (answer.length == 0) {
                    throw new IllegalStateException("broken");
                }
                response.write(answer);
            },
            body -> ("{\"records\":" + body.length + "}").getBytes(StandardCharsets.UTF_8));

    LocalGatewayTest() throws IOException {}

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + target));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private JsonNode event() throws IOException {
        return JSON.readTree(event);
    }

    /** The answer, status line and all, to a request whose every byte is given. */
    private String raw(String request) throws IOException {
        int port = URI.create(gateway.url()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(request.replace("PORT", "" + port)
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tellsWhatIsAskedInTheTermsOfPayloadFormatTwo() throws IOException {
        send(to("/classify?diagnosticCode=550")
                .header("User-Agent", "a test")
                .method("PATCH", BodyPublishers.noBody()));
        assertAll(
                () -> assertEquals("2.0", event().path("version").asText()),
                () -> assertEquals("$default", event().path("routeKey").asText()),
                () -> assertEquals("/classify", event().path("rawPath").asText()),
                () -> assertEquals(
                        "diagnosticCode=550", event().path("rawQueryString").asText()),
                () -> assertEquals(
                        "$default", event().at("/requestContext/stage").asText()),
                () -> assertEquals(
                        "PATCH", event().at("/requestContext/http/method").asText()),
                () -> assertEquals(
                        "/classify", event().at("/requestContext/http/path").asText()),
                () -> assertEquals(
                        "HTTP/1.1", event().at("/requestContext/http/protocol").asText()),
                () -> assertEquals(
                        "127.0.0.1", event().at("/requestContext/http/sourceIp").asText()),
                () -> assertEquals(
                        "a test", event().at("/requestContext/http/userAgent").asText()),
                () -> assertTrue(event().at("/requestContext/timeEpoch").asLong() > 1_700_000_000_000L),
                () -> assertFalse(
                        event().at("/requestContext/requestId").asText().isEmpty()),
                () -> assertFalse(event().has("body")),
                () -> assertFalse(event().path("isBase64Encoded").asBoolean(true)));
    }

    @ParameterizedTest
    @CsvSource({
        "/subscribers/ann%2Bnews%40example.org, /subscribers/ann+news@example.org",
        "/subscribers/ann+news@example.org, /subscribers/ann+news@example.org",
        "/campaigns/a%2Fb/statistics, /campaigns/a/b/statistics",
        "/subscribers/%C3%A9@example.org, /subscribers/é@example.org",
        "/subscribers/100%2525@example.org, /subscribers/100%25@example.org",
        "/subscribers/who%3F@example.org, /subscribers/who",
        "/codes/, /codes/",
    })
    void decodesThePath(String target, String path) throws IOException {
        raw("GET " + target + " HTTP/1.1\nHost: localhost:PORT\nConnection: close\n\n");
        assertEquals(path, event().path("rawPath").asText());
    }

    @Test
    void joinsTheValuesOfOneParameter() throws IOException {
        send(to("/?a=1&b=x%2Cy&a=2+3&c&a=%2B&=&d=%25zz"));
        JsonNode parameters = event().path("queryStringParameters");
        assertAll(
                () -> assertEquals("1,2 3,+", parameters.path("a").asText()),
                () -> assertEquals("x,y", parameters.path("b").asText()),
                () -> assertTrue(parameters.path("c").asText("-").isEmpty()),
                () -> assertEquals("%zz", parameters.path("d").asText()),
                () -> assertEquals(
                        "a=1&b=x%2Cy&a=2+3&c&a=%2B&=&d=%25zz",
                        event().path("rawQueryString").asText()));
    }

    @Test
    void hasNoParametersWhereThereAreNone() throws IOException {
        send(to("/codes"));
        assertFalse(event().has("queryStringParameters"));
        assertEquals("", event().path("rawQueryString").asText("-"));
    }

    @Test
    void givesHeadersInLowerCaseJoinedByCommas() throws IOException {
        send(to("/").header("X-Many", "one").header("X-Many", "two").header("ACCEPT", "text/plain"));
        assertEquals("one,two", event().at("/headers/x-many").asText());
        assertEquals("text/plain", event().at("/headers/accept").asText());
        for (Iterator<String> names = event().path("headers").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            assertEquals(name.toLowerCase(Locale.ROOT), name);
        }
    }

    @Test
    void takesCookiesOutOfTheHeaders() throws IOException {
        send(to("/").header("Cookie", "a=1; b=2").header("Cookie", "c=3"));
        assertEquals(JSON.valueToTree(List.of("a=1", "b=2", "c=3")), event().path("cookies"));
        assertFalse(event().path("headers").has("cookie"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "Text/Plain",
                "text/csv",
                "application/xml",
                "application/javascript"
            })
    void passesTextAsText(String type) throws IOException {
        send(to("/").header("Content-Type", type).POST(BodyPublishers.ofString("{\"é\":1}")));
        assertEquals("{\"é\":1}", event().path("body").asText());
        assertFalse(event().path("isBase64Encoded").asBoolean(true));
    }

    /** Among them what {@code curl --data} says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/octet-stream",
                "multipart/form-data; boundary=x",
                "application/vnd.api+json",
                "image/png"
            })
    void passesAnythingElseInBase64(String type) throws IOException {
        byte[] body = {0, (byte) 0xFF, '{', '}'};
        send(to("/").header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
        assertTrue(event().path("isBase64Encoded").asBoolean());
        assertEquals(
                Base64.getEncoder().encodeToString(body), event().path("body").asText());
    }

    @Test
    void passesABodyWithoutATypeInBase64() throws IOException {
        send(to("/").POST(BodyPublishers.ofString("{}")));
        assertTrue(event().path("isBase64Encoded").asBoolean());
        assertEquals("e30=", event().path("body").asText());
    }

    @Test
    void sendsStatusHeadersCookiesAndBody() throws IOException {
        answer = """
                {"statusCode": 404, "headers": {"Content-Type": "text/plain", "X-Number": 7},
                 "cookies": ["a=1; Secure", "b=2"], "body": "né", "isBase64Encoded": false}
                """.getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = send(to("/"));
        assertAll(
                () -> assertEquals(404, response.statusCode()),
                () -> assertEquals("né", text(response)),
                () -> assertEquals("text/plain", header(response, "content-type")),
                () -> assertEquals("7", header(response, "x-number")),
                () -> assertEquals(
                        List.of("a=1; Secure", "b=2"), response.headers().allValues("set-cookie")));
    }

    @Test
    void sendsTheBytesThatBase64StandsFor() throws IOException {
        answer = "{\"statusCode\":200,\"body\":\"AP8=\",\"isBase64Encoded\":true}".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(new byte[] {0, (byte) 0xFF}, send(to("/")).body());
    }

    @Test
    void takesAnAnswerWithoutAStatusForTheBody() throws IOException {
        answer = "{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = send(to("/"));
        assertEquals(200, response.statusCode());
        assertEquals("application/json", header(response, "content-type"));
        assertEquals("{\"message\":\"hello\"}", text(response));
    }

    @Test
    void sendsNoBodyForHead() throws IOException {
        HttpResponse<byte[]> response = send(to("/").method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, response.statusCode());
        assertEquals(0, response.body().length);
        assertEquals("HEAD", event().at("/requestContext/http/method").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{\"statusCode\":\"fine\"}",
                "{\"statusCode\":99}",
                "{\"statusCode\":200,\"body\":\"?\",\"isBase64Encoded\":true}"
            })
    void saysNoMoreThanThatSomethingWentWrong(String broken) throws IOException {
        answer = broken.getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = send(to("/"));
        assertEquals(500, response.statusCode());
        assertEquals("{\"message\":\"Internal Server Error\"}", text(response));
        answer = OK.getBytes(StandardCharsets.UTF_8);
        assertEquals(200, send(to("/")).statusCode(), "and goes on");
    }

    /** The limit is that of the event, and Base64 adds a third to a body. */
    @ParameterizedTest
    @CsvSource({
        "text/plain, 6200000, 200",
        "text/plain, 6291557, 413",
        "application/octet-stream, 4600000, 200",
        "application/octet-stream, 4800000, 413",
    })
    void takesEventsOfSixMegabytes(String type, int length, int status) throws IOException {
        HttpResponse<byte[]> response =
                send(to("/").header("Content-Type", type).POST(BodyPublishers.ofString("x".repeat(length))));
        assertEquals(status, response.statusCode());
        if (status == 413) {
            assertEquals("{\"message\":\"Request Entity Too Large\"}", text(response));
            assertEquals(0, event.length, "the function was not called");
        }
    }

    @ParameterizedTest
    @CsvSource({"6291000, 200", "6291557, 500"})
    void passesOnAnswersOfSixMegabytes(int length, int status) throws IOException {
        String frame = "{\"statusCode\":200,\"body\":\"\"}";
        answer = frame.replace("\"\"", '"' + "x".repeat(length - frame.length()) + '"')
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(status, send(to("/")).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:PORT",
                "localhost",
                "localhost:1",
                "localhost.evil.example:PORT",
                ""
            })
    void refusesAForeignHost(String host) throws IOException {
        String response = raw("GET / HTTP/1.1\nHost: " + host + "\nConnection: close\n\n");
        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertEquals(0, event.length, "the function was not called");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT"})
    void answersToTheNamesOfThisMachine(String host) throws IOException {
        String request = "GET / HTTP/1.1\nHost: " + host + "\nOrigin: http://" + host + "\nConnection: close\n\n";
        assertTrue(raw(request).startsWith("HTTP/1.1 200 "), request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "https://localhost:PORT",
                "http://localhost:1",
                "http://localhost",
                "http://localhost:PORT.evil.example"
            })
    void refusesAPageFromElsewhere(String origin) throws IOException {
        String response = raw("POST /events HTTP/1.1\nHost: localhost:PORT\nOrigin: " + origin
                + "\nContent-Length: 2\nConnection: close\n\n{}");
        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertTrue(response.contains("no page from another origin"), response);
    }

    @Test
    void handsOverAnEventByPostAlone() throws IOException {
        assertEquals("{\"records\":2}", text(send(to("/events").POST(BodyPublishers.ofString("{}")))));
        HttpResponse<byte[]> response = send(to("/events"));
        assertEquals(405, response.statusCode());
        assertEquals("POST", header(response, "allow"));
        assertEquals(0, event.length, "the api was not called");
        send(to("/events/1"));
        assertEquals("/events/1", event().path("rawPath").asText());
        send(to("/eventsmore"));
        assertEquals("/eventsmore", event().path("rawPath").asText());
    }
}
