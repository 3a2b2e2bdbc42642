package bounceledger.lambda;

import bounceledger.classify.Classifier;
import bounceledger.dynamodb.Addresses;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Samples;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One instance of the {@code ingest} function. */
final class Instance {

    static final Instant NOW = Samples.day(16);

    private static final Classifier CLASSIFIER = new Classifier(RuleFiles.load());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final IngestHandler handler;

    Instance(LedgerStore store) {
        InstantSource clock = InstantSource.fixed(NOW);
        handler = new IngestHandler(
                new Ingest(new SesReader(SesReader.CAMPAIGN_TAG), CLASSIFIER, store, Policy.DEFAULT, clock),
                new Journal(
                        new PrintStream(log, true, StandardCharsets.UTF_8),
                        Optional.of(new EmbeddedMetrics("ledger", "stack")),
                        clock),
                store);
    }

    static Instance over(DynamoDbClient client, String table) {
        return new Instance(new DynamoDbLedger(client, table, Policy.DEFAULT, Addresses.clear()));
    }

    /** What the function answers to an event. */
    JsonNode handle(byte[] event, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handle(new ByteArrayInputStream(event), answer, "request", () ->
                (int) TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        return JSON.readTree(answer.toByteArray());
    }

    /** The ids of the messages that come again: those that failed, or all of them when the time is over before there is an answer. */
    Set<String> failures(List<Queue.Message> batch, Duration time) throws IOException {
        long begin = System.nanoTime();
        Set<String> failures = new HashSet<>();
        for (JsonNode failure : handle(Queue.event(batch), time).path("batchItemFailures")) {
            failures.add(failure.path("itemIdentifier").asText());
        }
        if (System.nanoTime() - begin > time.toNanos()) {
            batch.forEach(message -> failures.add(message.id()));
        }
        return failures;
    }

    /** What was logged since the last time. */
    String log() {
        String text = log.toString(StandardCharsets.UTF_8);
        log.reset();
        return text;
    }
}
