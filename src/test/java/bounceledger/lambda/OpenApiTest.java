package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.lambda.Description.Example;
import bounceledger.lambda.Description.Operation;
import bounceledger.lambda.Gateway.Answer;
import bounceledger.local.LocalGateway;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description tells the truth: each of its examples is asked, and each answer is held to it. */
final class OpenApiTest {

    private static final String MEND =
            "if the new answer is right, write it into the description with ./mvnw -q test-compile exec:java"
                    + " -Dexec.classpathScope=test -Dexec.mainClass=bounceledger.lambda.Description";

    private static final Description DESCRIPTION = description();

    private static Description description() {
        try {
            return Description.shipped();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Example> examples() {
        return DESCRIPTION.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsDescribed(Example example) {
        Answer answer = Gateway.withSamples().ask(Description.request(example));
        assertEquals(example.status(), answer.status(), answer.body());
        assertEquals(example.type(), answer.header("content-type").split(";", 2)[0]);
        assertEquals(List.of(), DESCRIPTION.errors(example, answer.body()));
        if (example.value() != null) {
            assertEquals(example.value(), Description.comparable(example, answer), MEND);
        }
    }

    /** From HTTP to an event and back, so that the description is true of what a client sees. */
    @ParameterizedTest
    @MethodSource("examples")
    void answersThroughTheGatewayAsDescribed(Example example) throws IOException, InterruptedException {
        Gateway ledger = Gateway.withSamples();
        ObjectNode event = Description.request(example);
        try (LocalGateway gateway = new LocalGateway(
                0, (request, answer, context) -> answer.write(ledger.api.handle(request.readAllBytes())), null)) {
            String query = event.required("rawQueryString").textValue();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url()
                            + event.required("rawPath").textValue()
                            + (query.isEmpty() ? "" : "?" + query)))
                    .method(
                            example.operation().method(),
                            event.has("body")
                                    ? BodyPublishers.ofString(event.get("body").textValue())
                                    : BodyPublishers.noBody());
            event.required("headers")
                    .properties()
                    .forEach(header ->
                            request.header(header.getKey(), header.getValue().textValue()));
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(example.status(), response.statusCode(), response.body());
            assertEquals(
                    example.type(),
                    response.headers().firstValue("content-type").orElse("").split(";", 2)[0]);
            assertEquals(List.of(), DESCRIPTION.errors(example, response.body()));
            if (example.operation().method().equals("GET")) {
                assertEquals(Gateway.withSamples().ask(event).body(), response.body());
            }
        }
    }

    @Test
    void describesEveryRouteAndNoOther() {
        Set<String> described =
                DESCRIPTION.operations().map(Operation::toString).collect(Collectors.toCollection(TreeSet::new));
        Set<String> routes = new Gateway()
                .api.routes().stream()
                        .map(route -> route.method() + " " + route.template())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(routes, described);
    }

    @Test
    void hasAnAnswerForEveryExampleOfARequest() {
        DESCRIPTION.operations().forEach(operation -> {
            Set<String> asked = Stream.concat(
                            names(operation.node().path("parameters")),
                            names(operation.node().path("requestBody")))
                    .collect(Collectors.toSet());
            Set<String> answered = names(operation.node().path("responses")).collect(Collectors.toSet());
            asked.removeAll(answered);
            assertEquals(Set.of(), asked, operation.toString());
        });
    }

    private static Stream<String> names(JsonNode node) {
        return node.findValues("examples").stream()
                .flatMap(examples -> examples.properties().stream())
                .map(Map.Entry::getKey);
    }

    @Test
    void describesTheBodiesThatItGivesAsExamples() {
        DESCRIPTION.operations().forEach(operation -> {
            JsonNode content = operation.node().at("/requestBody/content/application~1json");
            content.path("examples").properties().forEach(example -> {
                boolean taken = examples()
                        .anyMatch(e -> e.operation().toString().equals(operation.toString())
                                && example.getKey().equals(e.name())
                                && e.status() == 200);
                List<String> errors = DESCRIPTION.errors(
                        operation.pointer() + "/requestBody/content/application~1json/schema",
                        example.getValue().path("value"));
                assertTrue(!taken || errors.isEmpty(), () -> operation + " " + example.getKey() + ": " + errors);
            });
        });
    }

    @Test
    void isTheSameWhereverItStands() throws IOException {
        String served = new Gateway().get("/openapi.json").body();
        for (Path file : Description.files()) {
            assertEquals(Files.readString(file), served, file.toString());
        }
    }

    @Test
    void findsWhatIsNotDescribedWrong() {
        JsonNode verdict =
                new Gateway().post("/classify", "{\"diagnosticCode\":\"550\"}").json();
        assertEquals(List.of(), DESCRIPTION.errors("/components/schemas/Verdict", verdict));
        ((ObjectNode) verdict).put("effect", "heavy");
        assertEquals(
                1, DESCRIPTION.errors("/components/schemas/Verdict", verdict).size());
    }
}
