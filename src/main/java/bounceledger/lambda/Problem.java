package bounceledger.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not answered, in problem details. Its type is {@code about:blank}: the title is that of the status, and
 * the detail says the rest.
 *
 * @param detail a sentence for people
 * @param pointer the JSON pointer of the member of the body that is wrong, or null
 * @param parameter the name of the query parameter that is wrong, or null
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String pointer,
        @Nullable String parameter) {

    static Problem of(int status, String detail) {
        return of(status, detail, null, null);
    }

    static Problem of(int status, String detail, @Nullable String pointer, @Nullable String parameter) {
        return new Problem("about:blank", title(status), status, detail, pointer, parameter);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            default -> "Internal Server Error";
        };
    }
}
