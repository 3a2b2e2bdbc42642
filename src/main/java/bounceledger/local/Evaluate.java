package bounceledger.local;

import bounceledger.classify.RuleSet;
import bounceledger.rules.RuleFiles;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the rules on a file of labelled replies: {@code ./mvnw -q compile exec:java@evaluate -Dcorpus=FILE}. The README says
 * what the file holds and what is printed.
 */
public final class Evaluate {

    private static final String USAGE =
            "Name a file of labelled replies: ./mvnw -q compile exec:java@evaluate -Dcorpus=FILE [-Drules=RULES]";

    private Evaluate() {}

    /**
     * Prints the evaluation; ends the JVM with 1 when a file cannot be read.
     *
     * @param args the file of labelled replies, then a rule file of the user's or a directory of such; Maven passes null for
     *     what is not set
     */
    public static void main(@Nullable String... args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(Arrays.stream(args).map(arg -> arg == null ? "" : arg).toList(), out, err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The exit status: 0 when the evaluation was printed, 1 when the reason why not was. */
    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty() || args.get(0).isBlank()) {
            err.println(USAGE);
            return 1;
        }
        List<LabelledReply> replies;
        RuleSet rules;
        try {
            replies = LabelledReply.read(Path.of(args.get(0)));
            rules = args.size() < 2 || args.get(1).isBlank() ? RuleFiles.load() : RuleFiles.load(Path.of(args.get(1)));
        } catch (IllegalArgumentException | UncheckedIOException unreadable) {
            err.println(unreadable.getMessage());
            return 1;
        }
        out.print(EvaluationReport.of(args.get(0), Evaluation.of(replies, rules)));
        return 0;
    }
}
