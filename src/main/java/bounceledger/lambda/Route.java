package bounceledger.lambda;

import java.util.function.Function;

/**
 * A line of the table of routes.
 *
 * @param method of HTTP
 * @param template a path in which at most one {@code {name}} stands for any text, slashes too: addresses may have them
 * @param answer what answers
 */
record Route(String method, String template, Function<Call, HttpResponse> answer) {

    /**
     * A request that met its route.
     *
     * @param variable what the path has in the place of the name in the template, decoded; empty where it has none
     */
    record Call(HttpRequest request, String variable) {}

    /** Whether this is the route of a path, whatever the method. */
    boolean leadsTo(String path) {
        int open = template.indexOf('{');
        return open < 0
                ? path.equals(template)
                : path.startsWith(prefix())
                        && path.endsWith(suffix())
                        && path.length() > prefix().length() + suffix().length();
    }

    private String prefix() {
        return template.substring(0, template.indexOf('{'));
    }

    private String suffix() {
        return template.substring(template.indexOf('}') + 1);
    }

    HttpResponse answer(HttpRequest request) {
        String path = request.path();
        String variable =
                template.indexOf('{') < 0 ? "" : path.substring(prefix().length(), path.length() - suffix().length());
        return answer.apply(new Call(request, PercentEncoding.decode(variable)));
    }
}
