package bounceledger.lambda;

import bounceledger.classify.Classifier;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.Notification;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.InMemoryLedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the ingest function has CloudWatch count, found by feeding it. */
public final class EmittedMetrics {

    private EmittedMetrics() {}

    /** What the example notifications give: each metric's name once for each set of its dimensions, {@code Verdicts by Service, Tier}. */
    public static Set<String> names(Map<String, String> environment) {
        InstantSource clock = InstantSource.fixed(Notification.NOW);
        Ingest ingest = new Ingest(
                new SesReader(SesReader.CAMPAIGN_TAG),
                new Classifier(RuleFiles.load()),
                new InMemoryLedgerStore(Policy.DEFAULT),
                Policy.DEFAULT,
                clock);
        EmbeddedMetrics metrics = EmbeddedMetrics.of(environment).orElseThrow();
        Set<String> names = new TreeSet<>();
        Notification.all()
                .flatMap(notification -> metrics.lines(ingest.handle(notification.input()), clock.instant()).stream())
                .map(line -> line.at("/_aws/CloudWatchMetrics/0"))
                .forEach(directive -> directive
                        .required("Metrics")
                        .forEach(metric -> directive
                                .required("Dimensions")
                                .forEach(dimensions -> names.add(name(directive, metric, dimensions)))));
        return names;
    }

    private static String name(JsonNode directive, JsonNode metric, JsonNode dimensions) {
        return directive.required("Namespace").textValue() + " "
                + metric.required("Name").textValue() + " by "
                + dimensions.valueStream().map(JsonNode::textValue).collect(Collectors.joining(", "));
    }
}
