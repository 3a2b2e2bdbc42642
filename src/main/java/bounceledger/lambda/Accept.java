package bounceledger.lambda;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The types that a client likes, from its {@code Accept} header.
 *
 * @param ranges the weight of each range that it names, in lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, 12.5.1</a>
 */
record Accept(Map<String, Double> ranges) {

    static Accept of(String header) {
        Map<String, Double> ranges = new HashMap<>();
        for (String range : header.split(",", -1)) {
            String[] parts = range.split(";", -1);
            ranges.put(parts[0].strip().toLowerCase(Locale.ROOT), weight(parts));
        }
        return new Accept(ranges);
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException unreadable) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /** Whether a type is named, itself or its kind, and not liked less than what is given to everybody else. */
    boolean prefers(String type, String usual) {
        String kind = type.substring(0, type.indexOf('/')) + "/*";
        double liked = ranges.getOrDefault(type, ranges.getOrDefault(kind, 0.0));
        return liked > 0 && (ranges.containsKey(usual) ? liked > weightOf(usual) : liked >= weightOf(usual));
    }

    private double weightOf(String type) {
        String kind = type.substring(0, type.indexOf('/')) + "/*";
        return ranges.getOrDefault(type, ranges.getOrDefault(kind, ranges.getOrDefault("*/*", 0.0)));
    }
}
