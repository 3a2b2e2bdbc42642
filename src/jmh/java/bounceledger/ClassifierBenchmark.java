package bounceledger;

import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.classify.Verdict;
import bounceledger.rules.RuleFiles;
import bounceledger.smtp.DiagnosticCode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One diagnostic after the other of a labelled corpus, on one thread, with the collector that a JVM on one core takes by itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(value = 3, jvmArgsAppend = "-XX:+UseSerialGC")
public class ClassifierBenchmark {

    @Param("../shared/corpus/dev.jsonl")
    String corpus = "";

    private final Classifier classifier = new Classifier(RuleFiles.load());
    private Failure[] failures = {};
    private final int[] table = new int[1 << 16];
    private int next;

    @Setup
    public void read() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Failure> read = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(corpus))) {
            read.add(Failure.of(json.readTree(line).get("diagnostic").textValue()));
        }
        failures = read.toArray(Failure[]::new);
        for (int i = 0; i < table.length; i++) {
            table[i] = Integer.reverse(i);
        }
    }

    private Failure failure() {
        next = next + 1 == failures.length ? 0 : next + 1;
        return failures[next];
    }

    /** The whole judgement. */
    @Benchmark
    public Verdict classify() {
        return classifier.classify(failure());
    }

    /** The normal form alone. */
    @Benchmark
    public DiagnosticCode normalForm() {
        return DiagnosticCode.parse(diagnostic());
    }

    /** One pass over the same characters that looks each one up in a table, and does nothing else. */
    @Benchmark
    public int pass() {
        String diagnostic = diagnostic();
        int sum = 0;
        for (int i = 0; i < diagnostic.length(); i++) {
            sum += table[diagnostic.charAt(i)];
        }
        return sum;
    }

    private String diagnostic() {
        String diagnostic = failure().diagnosticCode();
        return diagnostic == null ? "" : diagnostic;
    }
}
