package bounceledger.classify;

import static bounceledger.classify.Samples.NO_CODES;
import static bounceledger.classify.Samples.classifier;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private final Classifier classifier = classifier(
            NO_CODES, List.of(new Label(Label.Kind.RETRY, "retry", List.of("again * please", "again in", "in again"))));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            again 300 please                | 300
            again 300 seconds please        | 300
            again 300s please               | 300
            again 5 minutes please          | 300
            again 5 Min please              | 300
            again 5m please                 | 300
            again 2 hours please            | 7200
            again 2 HOURS please            | 7200
            again 1 day please              | 86400
            again 7 days please             | 604800
            again 8 days please             | -
            again 604800 please             | 604800
            again 604801 please             | -
            again 6048000 please            | -
            again 99999999999999999999 please | -
            again 18446744073709551617 please | -
            again 0 please                  | 0
            again 5 -- minutes please       | 300
            again 5 x 6 minutes please      | 5
            again soon please               | -
            again in 9 minutes              | -
            in 9 minutes again              | -
            9 minutes again please          | -
            in 90 again                     | 90
            """)
    void isTheFirstNumberAmongTheWordsInItsUnit(String text, @Nullable Integer seconds) {
        assertEquals(seconds, classifier.classify(Failure.of(text)).retryAfterSeconds());
    }
}
