package bounceledger.lambda;

import bounceledger.lambda.Gateway.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI description, and how its examples are asked: the examples of one name, of the parameters, the body and an
 * answer, belong together. {@link #main} writes the answers into it.
 */
final class Description {

    private static final Path SHIPPED = Path.of("src/main/resources/openapi.json");
    private static final Path DOCUMENTED = Path.of("docs/openapi.json");
    private static final String ID = "https://ledger.example/openapi.json";

    private final JsonNode root;
    private final SchemaRegistry schemas;

    Description(String text) {
        root = Gateway.parse(text);
        Dialect dialect = Dialect.builder(Dialects.getOpenApi31())
                .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                .build();
        schemas = SchemaRegistry.withDefaultDialect(dialect, registry -> registry.schemas(Map.of(ID, text)));
    }

    static Description shipped() throws IOException {
        return new Description(Files.readString(SHIPPED));
    }

    static List<Path> files() {
        return List.of(SHIPPED, DOCUMENTED);
    }

    /**
     * An operation, such as GET of /codes/{code}.
     *
     * @param pointer where it stands
     */
    record Operation(String method, String path, String pointer, JsonNode node) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * A request and its answer.
     *
     * @param name that of the example, or null where the answer has none
     * @param media where the answer's content stands
     */
    record Example(
            Operation operation,
            int status,
            String type,
            @Nullable String name,
            String media,
            @Nullable JsonNode value) {

        @Override
        public String toString() {
            return operation + " " + status + (name == null ? "" : " " + name);
        }
    }

    Stream<Operation> operations() {
        return root.required("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                "/paths/" + escape(path.getKey()) + "/" + operation.getKey(),
                                operation.getValue())));
    }

    /** Those of all answers; an answer of 200 without one is asked for all the same. */
    Stream<Example> examples() {
        return operations()
                .flatMap(operation -> operation.node().required("responses").properties().stream()
                        .flatMap(response -> response.getValue().path("content").properties().stream()
                                .flatMap(content -> examples(operation, response.getKey(), content))));
    }

    private static Stream<Example> examples(Operation operation, String status, Map.Entry<String, JsonNode> content) {
        String media = operation.pointer() + "/responses/" + status + "/content/" + escape(content.getKey());
        int number = Integer.parseInt(status);
        JsonNode examples = content.getValue().path("examples");
        if (examples.isEmpty()) {
            return number == 200
                    ? Stream.of(new Example(operation, number, content.getKey(), null, media, null))
                    : Stream.empty();
        }
        return examples.properties().stream()
                .map(example -> new Example(
                        operation,
                        number,
                        content.getKey(),
                        example.getKey(),
                        media,
                        example.getValue().get("value")));
    }

    /** The request of an example. */
    static ObjectNode request(Example example) {
        String path = example.operation().path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : example.operation().node().path("parameters")) {
            JsonNode value =
                    parameter.path("examples").path("" + example.name()).path("value");
            String name = parameter.required("name").textValue();
            String encoded = URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
            if (parameter.required("in").textValue().equals("path")) {
                path = path.replace("{" + name + "}", encoded.replace("+", "%20"));
            } else if (!value.isMissingNode()) {
                query.add(name + "=" + encoded);
            }
        }
        JsonNode body =
                example.operation().node().at("/requestBody/content/application~1json/examples/" + example.name());
        ObjectNode event = Gateway.event(
                example.operation().method(),
                path + "?" + String.join("&", query),
                body.isMissingNode() ? null : body.required("value").toString());
        event.withObject("/headers").put("accept", example.type());
        return event;
    }

    /** What the schema of an example's answer finds wrong with a text. */
    List<String> errors(Example example, String body) {
        return errors(example.media() + "/schema", example.type().endsWith("json") ? Gateway.parse(body) : text(body));
    }

    List<String> errors(String pointer, JsonNode value) {
        Schema schema = schemas.getSchema(SchemaLocation.of(ID + "#" + pointer));
        return schema.validate(value).stream().map(Object::toString).toList();
    }

    private static JsonNode text(String body) {
        return TextNode.valueOf(body);
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** An answer as it stands in the description; the digest of the rules, which any new rule changes, is left out of it. */
    static JsonNode comparable(Example example, Answer answer) {
        JsonNode value = example.type().endsWith("json") ? answer.json() : text(answer.body());
        value.findParents("ruleSet").forEach(verdict -> ((ObjectNode) verdict).put("ruleSet", "3f9c2a51d07e"));
        return value;
    }

    /** Writes the answers that the api gives into both files. */
    public static void main(String[] arguments) throws IOException {
        Description description = shipped();
        description.examples().filter(example -> example.name() != null).forEach(example -> {
            Answer answer = Gateway.withSamples().ask(request(example));
            ((ObjectNode) description.root.at(example.media() + "/examples/" + example.name()))
                    .set("value", comparable(example, answer));
        });
        for (Path file : files()) {
            Files.writeString(file, description.root.toPrettyString().replace(" : ", ": ") + "\n");
        }
    }
}
