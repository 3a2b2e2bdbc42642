package bounceledger.local;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

/** The gateway in front of a server that lets in what is signed rightly, as API Gateway with IAM does, and nothing else. */
final class RemoteLedgerTest {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final byte[] PAGE =
            "{\"statusCode\":200,\"headers\":{\"content-type\":\"text/html\"},\"body\":\"the page\"}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final AwsRegionProvider NOWHERE = () -> {
        throw SdkClientException.create("no region");
    };

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    private String asked = "";
    private Headers headers = new Headers();
    private String received = "";

    RemoteLedgerTest() throws IOException {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            headers = exchange.getRequestHeaders();
            received = new String(body, StandardCharsets.UTF_8);
            boolean let = isSigned(exchange, body);
            byte[] answer = (let ? "{\"fine\":true}" : "{\"message\":\"Forbidden\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(let ? 200 : 403, head ? -1 : answer.length);
            if (!head) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    /**
     * Whether the signature is that of the request as it came over the wire.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a signed
     *     AWS API request</a>
     */
    private static boolean isSigned(HttpExchange exchange, byte[] body) {
        Matcher given = Pattern.compile(
                        "AWS4-HMAC-SHA256 Credential=AKID/(\\d{8})/eu-central-1/execute-api/aws4_request,"
                                + " SignedHeaders=([^,]+), Signature=([0-9a-f]{64})")
                .matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (!given.matches()) {
            return false;
        }
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        String request = Stream.of(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI()
                                .getRawPath()
                                .replace("%", "%25")
                                .replace("@", "%40"),
                        Stream.of(query.split("&", -1))
                                .map(pair -> pair.isEmpty() || pair.contains("=") ? pair : pair + "=")
                                .sorted()
                                .collect(Collectors.joining("&")),
                        Stream.of(given.group(2).split(";", -1))
                                .map(name -> name + ":"
                                        + String.join(
                                                ",",
                                                exchange.getRequestHeaders().get(name)) + "\n")
                                .collect(Collectors.joining()),
                        given.group(2),
                        sha256(body))
                .collect(Collectors.joining("\n"));
        String text = "AWS4-HMAC-SHA256\n" + exchange.getRequestHeaders().getFirst("X-Amz-Date") + "\n" + given.group(1)
                + "/eu-central-1/execute-api/aws4_request\n" + sha256(request.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(given.group(1), "eu-central-1", "execute-api", "aws4_request", text)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(key).equals(given.group(3));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI remote(String stage) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + stage);
    }

    private static RemoteLedger ledger(URI remote, AwsCredentials credentials) {
        return RemoteLedger.at(remote, Optional.of("eu-central-1"), NOWHERE, () -> credentials, PAGE);
    }

    private static AwsCredentials credentials(String secret) {
        return AwsBasicCredentials.create("AKID", secret);
    }

    private HttpResponse<String> ask(RemoteLedger ledger, String method, String target, String body)
            throws IOException, InterruptedException {
        try (LocalGateway gateway = new LocalGateway(0, ledger::handle, null)) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(gateway.url() + target))
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, application/problem+json")
                            .header("Authorization", "Bearer of a page that knows no better")
                            .header("Cookie", "a=1")
                            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /codes | '' | /codes",
                "HEAD | /codes/511 | '' | /codes/511",
                "GET | /subscribers/ann%2Bnews%40example.org | '' | /subscribers/ann%2Bnews%40example.org",
                "GET | /subscribers/ann+news@example.org | '' | /subscribers/ann%2Bnews%40example.org",
                "GET | /subscribers/%C3%A9~.-_%40example.org | '' | /subscribers/%C3%A9~.-_%40example.org",
                "GET | /subscribers/who%253F%40example.org | '' | /subscribers/who%253F%40example.org",
                "GET | /campaigns/a%20b/statistics | '' | /campaigns/a%20b/statistics",
                "GET | /subscribers?status=bouncing&limit=50&cursor=a%2Bb%2F%3D | '' | /subscribers?status=bouncing&limit=50&cursor=a%2Bb%2F%3D",
                "GET | /classify?diagnosticCode=550+5.1.1%20%3Cann%3E&z&a=1&a=0 | '' | /classify?diagnosticCode=550%205.1.1%20%3Cann%3E&z=&a=1&a=0",
                "POST | /classify | {'diagnosticCode':'550 é'} | /classify",
                "POST | /subscribers/a%40example.org/reactivation | {'reason':'asked'} | /subscribers/a%40example.org/reactivation",
                "DELETE | /subscribers/a%40example.org?forget=all | '' | /subscribers/a%40example.org?forget=all",
            })
    void signsWhatItPassesOn(String method, String target, String body, String sent) throws Exception {
        HttpResponse<String> response = ask(ledger(remote(""), credentials(SECRET)), method, target, body);
        assertAll(
                () -> assertEquals(method + " " + sent, asked),
                () -> assertEquals(body, received),
                () -> assertEquals(200, response.statusCode()),
                () -> assertEquals(method.equals("HEAD") ? "" : "{\"fine\":true}", response.body()),
                () -> assertEquals(
                        List.of("application/json"), response.headers().allValues("content-type")),
                () -> assertEquals(List.of("GET, HEAD"), response.headers().allValues("allow")),
                () -> assertFalse(headers.containsKey("Cookie")),
                () -> assertEquals("application/json, application/problem+json", headers.getFirst("Accept")));
    }

    @Test
    void tellsWhatTheLedgerRefused() throws Exception {
        HttpResponse<String> response = ask(ledger(remote(""), credentials("another")), "GET", "/codes", "");
        assertEquals(403, response.statusCode());
        assertEquals("{\"message\":\"Forbidden\"}", response.body());
    }

    @Test
    void putsTheNameOfTheStageBeforeThePath() throws Exception {
        assertEquals(
                200,
                ask(ledger(remote("/prod/"), credentials(SECRET)), "GET", "/codes", "")
                        .statusCode());
        assertEquals("GET /prod/codes", asked);
    }

    @Test
    void sendsTheTokenOfASession() throws Exception {
        AwsCredentials session = AwsSessionCredentials.create("AKID", SECRET, "the token");
        assertEquals(200, ask(ledger(remote(""), session), "GET", "/codes", "").statusCode());
        assertEquals("the token", headers.getFirst("X-Amz-Security-Token"));
        assertTrue(headers.getFirst("Authorization").contains("x-amz-security-token"));
    }

    @Test
    void givesThePageItself() throws Exception {
        assertEquals(
                "the page",
                ask(ledger(remote(""), credentials(SECRET)), "GET", "/", "").body());
        assertEquals("", asked);
        ask(ledger(remote(""), credentials(SECRET)), "POST", "/", "{}");
        assertEquals("POST /", asked);
    }

    @Test
    void saysThatThereAreNoCredentials() throws Exception {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };
        RemoteLedger ledger = RemoteLedger.at(remote(""), Optional.of("eu-central-1"), NOWHERE, none, PAGE);
        HttpResponse<String> response = ask(ledger, "GET", "/codes", "");
        assertEquals(502, response.statusCode());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("content-type").orElse(""));
        assertTrue(response.body().contains("No AWS credentials were found"), response.body());
        assertEquals("", asked);
    }

    @Test
    void saysThatTheLedgerDoesNotAnswer() throws Exception {
        server.stop(0);
        HttpResponse<String> response = ask(ledger(remote(""), credentials(SECRET)), "GET", "/codes", "");
        assertEquals(502, response.statusCode());
        assertTrue(response.body().contains("did not answer"), response.body());
    }

    @ParameterizedTest
    @CsvSource({
        "https://a1b2c3.execute-api.eu-west-3.amazonaws.com, '', eu-west-3",
        "https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn/prod, '', cn-north-1",
        "https://a1b2c3.execute-api.eu-west-3.amazonaws.com, us-east-1, us-east-1",
        "https://ledger.example.org, us-east-1, us-east-1",
        "https://ledger.example.org, '', eu-north-1",
        "https://execute-api.eu-west-3.amazonaws.com.example.org, '', eu-north-1",
    })
    void findsTheRegion(URI remote, String given, String region) {
        AwsRegionProvider profile = () -> Region.EU_NORTH_1;
        Optional<String> property = Optional.of(given).filter(name -> !name.isEmpty());
        assertEquals(
                region,
                RemoteLedger.at(remote, property, profile, () -> credentials(SECRET), PAGE)
                        .region());
    }

    @Test
    void refusesToBeginWithoutARegion() {
        URI remote = URI.create("https://ledger.example.org");
        String reason = assertThrows(
                        IllegalArgumentException.class,
                        () -> RemoteLedger.at(remote, Optional.empty(), NOWHERE, () -> credentials(SECRET), PAGE))
                .getMessage();
        assertTrue(String.valueOf(reason).contains("-Dledger.region"), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a1b2c3.execute-api.eu-west-3.amazonaws.com",
                "http://localhost.example.org",
                "a1b2c3.execute-api.eu-west-3.amazonaws.com",
                "ftp://localhost",
                "https:///prod",
                "https://ledger.example.org/?a=1"
            })
    void asksNothingInTheClear(URI remote) {
        assertThrows(IllegalArgumentException.class, () -> ledger(remote, credentials(SECRET)));
    }
}
