package bounceledger.subscriber;

import static bounceledger.subscriber.Samples.START;
import static bounceledger.subscriber.Samples.blocked;
import static bounceledger.subscriber.Samples.complaint;
import static bounceledger.subscriber.Samples.delay;
import static bounceledger.subscriber.Samples.delivery;
import static bounceledger.subscriber.Samples.echo;
import static bounceledger.subscriber.Samples.hard;
import static bounceledger.subscriber.Samples.notSent;
import static bounceledger.subscriber.Samples.optIn;
import static bounceledger.subscriber.Samples.optOut;
import static bounceledger.subscriber.Samples.reactivation;
import static bounceledger.subscriber.Samples.soft;
import static bounceledger.subscriber.Samples.vacation;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bounceledger.classify.Classification;
import bounceledger.subscriber.Event.Complaint.Weight;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CampaignStatisticsTest {

    static Stream<Arguments> entries() {
        return Stream.of(
                Arguments.of(delivery("m", START), new CampaignStatistics(Map.of(), Map.of(), 1, 0, 0)),
                Arguments.of(
                        complaint("m", START, Weight.COMPLAINT), new CampaignStatistics(Map.of(), Map.of(), 0, 1, 0)),
                Arguments.of(
                        complaint("m", START, Weight.HISTORY_ONLY),
                        new CampaignStatistics(Map.of(), Map.of(), 0, 1, 0)),
                Arguments.of(complaint("m", START, Weight.ECHO), bounces(Classification.BLOCKED, 500)),
                Arguments.of(optOut("m", START, "news"), new CampaignStatistics(Map.of(), Map.of(), 0, 0, 1)),
                Arguments.of(
                        notSent("m", START),
                        new CampaignStatistics(Map.of(Classification.BAD_CONTENT, 1L), Map.of(), 0, 0, 0)),
                Arguments.of(hard("m", START), bounces(Classification.MAILBOX_UNKNOWN, 511)),
                Arguments.of(blocked("m", START), bounces(Classification.BLOCKED, 571)),
                Arguments.of(echo("m", START, "Suppressed"), bounces(Classification.BLOCKED, 500)),
                Arguments.of(optIn("m", START, "news"), CampaignStatistics.NONE),
                Arguments.of(delay("m", START), CampaignStatistics.NONE),
                Arguments.of(vacation("m", START), CampaignStatistics.NONE),
                Arguments.of(reactivation(START), CampaignStatistics.NONE));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void countsEachEventOnceUnderWhatItIs(Entry entry, CampaignStatistics counted) {
        assertEquals(counted, CampaignStatistics.of(entry));
    }

    @Test
    void addsUp() {
        CampaignStatistics counted = Stream.of(
                        soft("m1", START), soft("m2", START), blocked("m3", START), delivery("m4", START))
                .map(CampaignStatistics::of)
                .reduce(CampaignStatistics.NONE, CampaignStatistics::plus);

        assertEquals(
                new CampaignStatistics(
                        Map.of(Classification.MAILBOX_FULL, 2L, Classification.BLOCKED, 1L),
                        Map.of(422, 2L, 571, 1L),
                        1,
                        0,
                        0),
                counted);
    }

    private static CampaignStatistics bounces(Classification classification, int code) {
        return new CampaignStatistics(Map.of(classification, 1L), Map.of(code, 1L), 0, 0, 0);
    }
}
