package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import bounceledger.classify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A classifier that learns its states while several threads ask it judges as one that only one thread asks. */
class ManyThreadsTest {

    private static final int THREADS = 4;

    private final List<Failure> failures = RuleFiles.own().stream()
            .flatMap(file -> file.examples().stream())
            .map(example -> Failure.of(example.reply()))
            .toList();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void judgesTheSameInAllThreads() throws Exception {
        Classifier alone = new Classifier(RuleFiles.compiled());
        List<Verdict> expected = failures.stream().map(alone::classify).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 5; round++) {
                Classifier shared = new Classifier(RuleFiles.compiled());
                CyclicBarrier start = new CyclicBarrier(THREADS);
                List<Future<List<Verdict>>> judged = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    // Each from another place on, so that they meet new states at once.
                    int from = thread * failures.size() / THREADS;
                    judged.add(threads.submit(() -> {
                        start.await();
                        return rotated(from)
                                .mapToObj(i -> shared.classify(failures.get(i)))
                                .toList();
                    }));
                }
                for (int thread = 0; thread < THREADS; thread++) {
                    int from = thread * failures.size() / THREADS;
                    assertEquals(
                            rotated(from).mapToObj(expected::get).toList(),
                            judged.get(thread).get());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private IntStream rotated(int from) {
        return IntStream.range(from, from + failures.size()).map(i -> i % failures.size());
    }
}
