package bounceledger;

import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.classify.Verdict;
import bounceledger.rules.RuleFiles;
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

/** Texts made to be slow, from short to as long as is read: ten times the length should take ten times the time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LengthBenchmark {

    @Param({"100", "800", "8000"})
    int length;

    /** Repeated: words that phrases begin and end with, codes, quotes that open and never close, addresses, brackets. */
    @Param({"user mailbox not sender address ", "550 5.1.1 ", "said: <550 ", "a@b ", "((((", "x"})
    String pattern = "";

    private final Classifier classifier = new Classifier(RuleFiles.load());
    private Failure failure = Failure.of("");

    @Setup
    public void grow() {
        failure = Failure.of("550 5.1.1 " + pattern.repeat(length / pattern.length()));
    }

    @Benchmark
    public Verdict classify() {
        return classifier.classify(failure);
    }
}
