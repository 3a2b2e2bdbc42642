package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classifier, with what it has learned from many texts, stays small. */
class HeapTest {

    private static final long MOST = 10L << 20;
    private static final int COPIES = 4;

    @Test
    void holdsAtMostTenMebibytes() throws InterruptedException {
        List<Failure> failures = RuleFiles.own().stream()
                .flatMap(file -> Stream.concat(
                        file.rules().stream().flatMap(rule -> rule.any().stream()),
                        file.labels().stream().flatMap(label -> label.any().stream())))
                .map(phrase -> Failure.of("550 " + phrase.replaceAll("[*{}()|]+", " ")))
                .toList();
        // The middle of three: what other tests leave behind may go between two looks at the heap.
        long[] each = {held(failures), held(failures), held(failures)};
        Arrays.sort(each);
        System.out.printf("a classifier holds %.1f MiB of heap%n", each[1] / 1048576.0);
        assertTrue(each[1] > 0 && each[1] <= MOST, () -> Arrays.toString(each) + " bytes");
    }

    private static long held(List<Failure> failures) throws InterruptedException {
        List<Classifier> classifiers = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            Classifier classifier = new Classifier(RuleFiles.load());
            failures.forEach(classifier::classify);
            classifiers.add(classifier);
        }
        long with = used();
        assertEquals(COPIES, classifiers.size());
        // Not before they were made: what other tests leave behind may go meanwhile.
        classifiers.clear();
        return (with - used()) / COPIES;
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
