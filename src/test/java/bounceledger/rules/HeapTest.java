package bounceledger.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.classify.Classifier;
import bounceledger.classify.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classifier, with what it has learned from many texts, stays small. */
class HeapTest {

    private static final long MOST = 10L << 20;

    @Test
    void holdsAtMostTenMebibytes() throws InterruptedException {
        List<Failure> failures = RuleFiles.own().stream()
                .flatMap(file -> Stream.concat(
                        file.rules().stream().flatMap(rule -> rule.any().stream()),
                        file.labels().stream().flatMap(label -> label.any().stream())))
                .map(phrase -> Failure.of("550 " + phrase.replaceAll("[*{}()|]+", " ")))
                .toList();
        List<Classifier> classifiers = new ArrayList<>();
        int copies = 4;
        for (int i = 0; i < copies; i++) {
            Classifier classifier = new Classifier(RuleFiles.load());
            failures.forEach(classifier::classify);
            classifiers.add(classifier);
        }
        long with = used();
        assertEquals(copies, classifiers.size());
        // Not before they were made: what other tests leave behind may go meanwhile.
        classifiers.clear();
        long each = (with - used()) / copies;
        System.out.printf("a classifier holds %.1f MiB of heap%n", each / 1048576.0);
        assertTrue(each > 0 && each <= MOST, () -> each + " bytes");
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
