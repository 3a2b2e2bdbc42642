package bounceledger.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code template.yaml} as a tree, in which an intrinsic function ({@code !Ref Table}) is its arguments ({@code Table}). */
final class Template {

    private static final JsonNode ROOT = read(Path.of("template.yaml"));

    private Template() {}

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode root() {
        return ROOT;
    }

    static JsonNode resources() {
        return ROOT.required("Resources");
    }

    /** The properties of a resource. */
    static JsonNode properties(String resource) {
        return resources().required(resource).required("Properties");
    }

    /** What a role may do, statement by statement; a conditional one is left out. */
    static Stream<JsonNode> statements(String role) {
        return properties(role)
                .required("Policies")
                .valueStream()
                .flatMap(policy ->
                        policy.required("PolicyDocument").required("Statement").valueStream())
                .filter(JsonNode::isObject);
    }

    /** A text, or each one of a list of texts. */
    static List<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isTextual()
                ? List.of(oneOrMany.textValue())
                : oneOrMany.valueStream().map(JsonNode::textValue).toList();
    }
}
