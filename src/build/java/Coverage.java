import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Prints which share of each package's lines and branches the tests ran, from JaCoCo's CSV report. */
final class Coverage {

    /** The columns of the report: package, and what was missed and covered of branches and of lines. */
    private static final int PACKAGE = 1;

    private static final int BRANCHES = 5;
    private static final int LINES = 7;

    private Coverage() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, long[]> packages = new TreeMap<>();
        for (String line :
                Files.readAllLines(Path.of(arguments[0])).stream().skip(1).toList()) {
            String[] columns = line.split(",", -1);
            add(packages, columns[PACKAGE], columns);
            add(packages, "total", columns);
        }
        System.out.printf("%ncoverage by the tests before packaging%n%-26s %16s %18s%n", "", "lines", "branches");
        packages.forEach((name, counts) ->
                System.out.printf("%-26s %16s %18s%n", name, share(counts[0], counts[1]), share(counts[2], counts[3])));
    }

    private static void add(Map<String, long[]> packages, String name, String[] columns) {
        long[] counts = packages.computeIfAbsent(name, n -> new long[4]);
        counts[0] += Long.parseLong(columns[LINES]);
        counts[1] += Long.parseLong(columns[LINES + 1]);
        counts[2] += Long.parseLong(columns[BRANCHES]);
        counts[3] += Long.parseLong(columns[BRANCHES + 1]);
    }

    private static String share(long missed, long covered) {
        long all = missed + covered;
        return all == 0 ? "-" : "%d/%d %5.1f %%".formatted(covered, all, 100.0 * covered / all);
    }
}
