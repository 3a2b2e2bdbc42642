package bounceledger.lambda;

import bounceledger.classify.Classification;
import bounceledger.classify.Verdict;
import bounceledger.lambda.Ingest.Handled;
import bounceledger.lambda.Ingest.Recorded;
import bounceledger.lambda.Ingest.Report;
import bounceledger.subscriber.LedgerStore.Outcome;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What CloudWatch is told of an invocation, in lines of the log that it takes for metrics. Written by hand, since the
 * libraries for it take longer to load than this takes to read.
 *
 * @param namespace of the metrics
 * @param service the value of their dimension {@code Service}, which tells one stack from another
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     CloudWatch: the embedded metric format</a>
 */
record EmbeddedMetrics(String namespace, String service) {

    private static final String SERVICE = "Service";

    /** Values of one metric in one line. */
    private static final int MOST_VALUES = 100;

    /** As {@code METRICS_NAMESPACE} and {@code METRICS_SERVICE} say; empty where they do not, and nothing is measured. */
    static Optional<EmbeddedMetrics> of(Map<String, String> environment) {
        String namespace = environment.getOrDefault("METRICS_NAMESPACE", "");
        return namespace.isBlank()
                ? Optional.empty()
                : Optional.of(
                        new EmbeddedMetrics(namespace, environment.getOrDefault("METRICS_SERVICE", "bounce-ledger")));
    }

    private record Kind(Classification classification, String tier) {

        static Kind of(Verdict verdict) {
            return new Kind(verdict.classification(), verdict.evidence().tier().toString());
        }
    }

    /**
     * The lines for an invocation. A verdict counts when its entry is written down, so a redelivery counts as a duplicate
     * and nothing else.
     */
    List<ObjectNode> lines(Report report, Instant now) {
        List<Recorded> handled = report.records().stream()
                .flatMap(record -> record.recorded().stream())
                .toList();
        List<Recorded> written =
                handled.stream().filter(recorded -> recorded.outcome().isNew()).toList();
        List<Verdict> verdicts = written.stream()
                .map(recorded -> recorded.entry().verdict())
                .filter(Objects::nonNull)
                .toList();
        List<ObjectNode> lines = new ArrayList<>();
        counts(verdicts.stream().map(Kind::of))
                .forEach((kind, count) -> lines.add(new Line(now)
                        .count("Verdicts", count)
                        .by("Classification", kind.classification().toString())
                        .by("Tier", kind.tier())
                        .json()));
        if (!handled.isEmpty()) {
            lines.add(new Line(now)
                    .count(
                            "Unknown",
                            verdicts.stream()
                                    .filter(verdict -> verdict.classification() == Classification.UNKNOWN)
                                    .count())
                    .count("Duplicates", count(handled, Outcome.DUPLICATE))
                    .count("OutOfOrder", count(handled, Outcome.OUT_OF_ORDER))
                    .json());
        }
        for (int from = 0; from < written.size(); from += MOST_VALUES) {
            lines.add(new Line(now)
                    .ages(written.subList(from, Math.min(written.size(), from + MOST_VALUES)), now)
                    .json());
        }
        counts(report.failures().stream().map(EmbeddedMetrics::reason))
                .forEach((reason, count) -> lines.add(new Line(now)
                        .count("Failures", count)
                        .by("Reason", reason)
                        .json()));
        counts(report.records().stream().map(Handled::acknowledged).filter(Objects::nonNull))
                .forEach((kind, count) -> lines.add(new Line(now)
                        .count("Acknowledged", count)
                        .by("Kind", kind.toString())
                        .json()));
        return lines;
    }

    private static long count(List<Recorded> handled, Outcome outcome) {
        return handled.stream()
                .filter(recorded -> recorded.outcome() == outcome)
                .count();
    }

    private static <T> Map<T, Long> counts(Stream<T> things) {
        return things.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Without the field of which it was said, so that there are few. */
    private static String reason(Handled record) {
        String failure = Objects.requireNonNull(record.failure());
        int colon = failure.indexOf(':');
        return colon < 0 ? failure : failure.substring(0, colon);
    }

    /** One line: each of its metrics by each of its dimensions, and by the service alone. */
    private final class Line {

        private final ObjectNode json = JsonFormat.mapper().createObjectNode();
        private final ArrayNode dimensions;
        private final ArrayNode metrics;

        Line(Instant now) {
            ObjectNode directive = json.putObject("_aws")
                    .put("Timestamp", now.toEpochMilli())
                    .putArray("CloudWatchMetrics")
                    .addObject()
                    .put("Namespace", namespace);
            dimensions = directive.putArray("Dimensions");
            metrics = directive.putArray("Metrics");
            dimensions.addArray().add(SERVICE);
            json.put(SERVICE, service);
        }

        Line count(String metric, long value) {
            metrics.addObject().put("Name", metric).put("Unit", "Count");
            json.put(metric, value);
            return this;
        }

        /** How long ago things had happened when they were written down. */
        Line ages(List<Recorded> written, Instant now) {
            metrics.addObject().put("Name", "EventAge").put("Unit", "Seconds");
            ArrayNode ages = json.putArray("EventAge");
            written.stream()
                    .map(recorded -> recorded.entry().event().occurrence().at())
                    .forEach(at ->
                            ages.add(Math.max(0, Duration.between(at, now).toMillis() / 1000.0)));
            return this;
        }

        Line by(String dimension, String value) {
            dimensions.addArray().add(SERVICE).add(dimension);
            json.put(dimension, value);
            return this;
        }

        ObjectNode json() {
            return json;
        }
    }
}
