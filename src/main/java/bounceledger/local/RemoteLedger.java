package bounceledger.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * A ledger in AWS that asks for IAM's authorisation: passes each call on to it, signed with the credentials of this machine's
 * user (Signature Version 4). The page itself is given from here.
 */
final class RemoteLedger {

    private static final Logger LOG = Logger.getLogger(RemoteLedger.class);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** API Gateway gives up after thirty seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    private static final String SERVICE = "execute-api";

    private static final Pattern OF_API_GATEWAY =
            Pattern.compile("[^.]+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The headers of a request that mean something to the ledger. */
    private static final Set<String> PASSED_ON = Set.of("accept", "content-type");

    /** The headers of an answer that are about this one connection. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "date", "server");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI remote;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final byte[] page;

    private RemoteLedger(URI remote, String region, AwsCredentialsProvider credentials, byte[] page) {
        this.remote = remote;
        this.region = region;
        this.credentials = credentials;
        this.page = page;
    }

    /**
     * The ledger at an address.
     *
     * @param remote such as {@code https://a1b2c3.execute-api.eu-central-1.amazonaws.com}, with the stage behind it where that
     *     has a name
     * @param region that of the ledger, where its address does not say it
     * @param otherwise where the region is looked for when neither says it
     * @param page the function's answer to {@code GET /}
     * @throws IllegalArgumentException when the address is not one, would send what is asked in the clear, or has no region
     */
    static RemoteLedger at(
            URI remote,
            Optional<String> region,
            AwsRegionProvider otherwise,
            AwsCredentialsProvider credentials,
            byte[] page) {
        String host = remote.getHost();
        boolean isClear = "http".equals(remote.getScheme());
        if (host == null || !(isClear || "https".equals(remote.getScheme())) || remote.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "ledger.remote is not an address such as https://a1b2c3.execute-api.eu-central-1.amazonaws.com: "
                            + remote);
        }
        if (isClear && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException("ledger.remote is to begin with https://: " + remote);
        }
        Matcher named = OF_API_GATEWAY.matcher(host);
        return new RemoteLedger(
                remote,
                region.or(() -> named.matches() ? Optional.of(named.group(1)) : Optional.empty())
                        .orElseGet(() -> region(otherwise)),
                credentials,
                page);
    }

    private static String region(AwsRegionProvider otherwise) {
        try {
            return otherwise.getRegion().id();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    "The ledger's region is not known: its address does not say it, so -Dledger.region or AWS_REGION has to.",
                    e);
        }
    }

    String region() {
        return region;
    }

    /** Answers in the manner of {@link com.amazonaws.services.lambda.runtime.RequestStreamHandler}. */
    void handle(InputStream event, OutputStream answer, @Nullable Context unused) throws IOException {
        JsonNode request = JSON.readTree(event);
        boolean isForThePage = request.path("rawPath").asText().equals("/")
                && Set.of("GET", "HEAD").contains(method(request));
        answer.write(isForThePage ? page : pass(request));
    }

    private static String method(JsonNode event) {
        return event.at("/requestContext/http/method").asText();
    }

    private byte[] pass(JsonNode event) throws IOException {
        HttpRequest request;
        try {
            request = signed(event);
        } catch (SdkClientException e) {
            LOG.error("no AWS credentials", e);
            return problem(
                    "No AWS credentials were found to sign the call with. Log on as the AWS command line does, for"
                            + " example by aws sso login, AWS_PROFILE or AWS_ACCESS_KEY_ID, then try again.");
        }
        try {
            return answer(client.send(request, BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (IOException e) {
            LOG.errorf("%s did not answer: %s", remote, e);
            return problem(remote + " did not answer.");
        }
    }

    private HttpRequest signed(JsonNode event) {
        byte[] body = body(event);
        SdkHttpRequest.Builder plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method(event)))
                .uri(remote)
                .encodedPath(path(event.path("rawPath").asText()));
        parameters(event.path("rawQueryString").asText(), plain);
        event.path("headers").properties().stream()
                .filter(header -> PASSED_ON.contains(header.getKey()))
                .forEach(header ->
                        plain.putHeader(header.getKey(), header.getValue().asText()));
        SdkHttpRequest signed = signer.sign(request -> request.identity(credentials.resolveCredentials())
                        .request(plain.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request();
        HttpRequest.Builder request = HttpRequest.newBuilder(signed.getUri())
                .timeout(PATIENCE)
                .method(
                        signed.method().name(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        signed.forEachHeader((name, values) -> {
            // The client writes this one by itself, from the address, as it was signed.
            if (!name.equalsIgnoreCase("host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static byte[] body(JsonNode event) {
        String body = event.path("body").asText("");
        return event.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    /** The one way to encode each piece, so that there is but one text to sign. */
    private String path(String path) {
        String stage = remote.getRawPath().replaceFirst("/$", "");
        return stage
                + Stream.of(path.split("/", -1)).map(SdkHttpUtils::urlEncode).collect(Collectors.joining("/"));
    }

    private static void parameters(String query, SdkHttpRequest.Builder request) {
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int sign = pair.indexOf('=');
                String name = sign < 0 ? pair : pair.substring(0, sign);
                request.appendRawQueryParameter(decoded(name), sign < 0 ? "" : decoded(pair.substring(sign + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static byte[] answer(HttpResponse<byte[]> response) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("statusCode", response.statusCode());
        ObjectNode headers = answer.putObject("headers");
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":") && !OF_THE_CONNECTION.contains(name)) {
                headers.put(name, String.join(",", values));
            }
        });
        answer.put("body", Base64.getEncoder().encodeToString(response.body())).put("isBase64Encoded", true);
        return JSON.writeValueAsBytes(answer);
    }

    private static byte[] problem(String detail) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("statusCode", 502);
        answer.putObject("headers").put("content-type", "application/problem+json");
        return JSON.writeValueAsBytes(answer.put(
                "body",
                JSON.writeValueAsString(JSON.createObjectNode()
                        .put("type", "about:blank")
                        .put("title", "Bad Gateway")
                        .put("status", 502)
                        .put("detail", detail))));
    }
}
