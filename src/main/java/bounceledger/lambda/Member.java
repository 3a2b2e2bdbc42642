package bounceledger.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A piece of a request's body, which knows where in it it stands. Each way of reading it throws a {@link ProblemException}
 * that says so when it is something else.
 *
 * @param pointer its JSON pointer, empty for the body itself
 * @param value what is there, or a missing node
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
record Member(String pointer, JsonNode value) {

    private static final ObjectReader JSON =
            JsonFormat.mapper().reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** The body of a request, which must be a JSON object. */
    static Member body(HttpRequest request) {
        String type = request.header("content-type").split(";", 2)[0].strip();
        if (!type.isEmpty() && !isTakenForJson(type)) {
            throw new ProblemException(Problem.of(415, "The body must be application/json."));
        }
        Member body = new Member("", parse(request.body()));
        if (!body.value.isObject()) {
            throw ProblemException.field("", body.value.isMissingNode() ? "is missing" : "is not a JSON object");
        }
        return body;
    }

    /** The types that say JSON, and those that clients send where nobody told them a type. */
    private static boolean isTakenForJson(String type) {
        return type.equalsIgnoreCase("application/json")
                || type.regionMatches(true, type.length() - 5, "+json", 0, 5)
                || type.equalsIgnoreCase("text/plain")
                || type.equalsIgnoreCase("application/x-www-form-urlencoded");
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (StreamConstraintsException e) {
            throw ProblemException.field("", "is nested too deeply, or has a name or a number that is too long");
        } catch (MismatchedInputException e) {
            throw ProblemException.field("", "has a name twice in one object, or goes on after its end");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw ProblemException.field("", "is not JSON: line " + line + ", column " + column);
        }
    }

    Member get(String name) {
        return new Member(pointer + "/" + name, value.path(name));
    }

    /** Whether anything is there; null is nothing. */
    boolean isPresent() {
        return !value.isMissingNode() && !value.isNull();
    }

    boolean isObject() {
        return value.isObject();
    }

    String text() {
        if (!value.isTextual()) {
            throw wrong(isPresent() ? "is not a string" : "is missing");
        }
        return value.textValue();
    }

    Optional<String> optionalText() {
        return isPresent() ? Optional.of(text()) : Optional.empty();
    }

    /** The items of an array that may have so many. */
    List<Member> items(int most) {
        if (!value.isArray()) {
            throw wrong(isPresent() ? "is not an array" : "is missing");
        }
        if (value.size() > most) {
            throw wrong("has " + value.size() + " items, and may have " + most);
        }
        return IntStream.range(0, value.size())
                .mapToObj(i -> new Member(pointer + "/" + i, value.path(i)))
                .toList();
    }

    /** @param reason goes on where {@code /emails/3} begins: "is not an address" */
    ProblemException wrong(String reason) {
        return ProblemException.field(pointer, reason);
    }
}
