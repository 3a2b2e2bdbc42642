package bounceledger.ses;

import bounceledger.ses.Refusal.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value and the way to it. A field that is absent, null or blank is null to its reader; one of the wrong type is
 * refused by its path. Of duplicate keys the last counts.
 *
 * @param node the value
 * @param path dotted names from the root of the document, empty for the root
 */
record Json(JsonNode node, String path) {

    /** Keeps Jackson's own limits: 1,000 levels, 20 million characters a string, 1,000 a number. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Json parse(String text) throws RefusedException {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new RefusedException(Refusal.of(Problem.NOT_JSON));
            }
            return new Json(node, "");
        } catch (StreamConstraintsException beyondLimits) {
            throw new RefusedException(Refusal.of(Problem.BEYOND_LIMITS));
        } catch (JsonProcessingException malformed) {
            throw new RefusedException(Refusal.of(Problem.NOT_JSON));
        }
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** Whether the field holds this text. */
    boolean says(String field, String text) {
        return text.equals(node.path(field).textValue());
    }

    @Nullable
    String text(String field) throws RefusedException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw refused(Problem.WRONG_TYPE, field);
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    String required(String field) throws RefusedException {
        String text = text(field);
        if (text == null) {
            throw refused(Problem.MISSING, field);
        }
        return text;
    }

    /** The text of the field where it can serve as an id, else null. */
    @Nullable
    String idOrNull(String field) {
        String text = node.path(field).textValue();
        return text != null && isId(text) ? text : null;
    }

    @Nullable
    Boolean flag(String field) throws RefusedException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw refused(Problem.WRONG_TYPE, field);
        }
        return value.booleanValue();
    }

    Json object(String field) throws RefusedException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw refused(Problem.MISSING, field);
        }
        if (!value.isObject()) {
            throw refused(Problem.WRONG_TYPE, field);
        }
        return new Json(value, at(field));
    }

    /** The elements of an array, none when the field is absent. */
    List<Json> list(String field) throws RefusedException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw refused(Problem.WRONG_TYPE, field);
        }
        List<Json> elements = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            elements.add(new Json(element, at(field) + "[" + elements.size() + "]"));
        }
        return elements;
    }

    RefusedException refused(Problem problem, String field) {
        return new RefusedException(problem, at(field));
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Ids of Amazon are visible ASCII without an at sign; more than 256 characters are nobody's id. */
    private static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= 256 && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '@');
    }
}
