package bounceledger.lambda;

import bounceledger.classify.Verdict;
import bounceledger.lambda.Ingest.Handled;
import bounceledger.lambda.Ingest.Recorded;
import bounceledger.lambda.Ingest.Report;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the ingest function leaves in its log: a line of JSON for each record, with ids and verdicts and without an address
 * or a word of a mail, and the {@linkplain EmbeddedMetrics metrics}.
 */
final class Journal {

    private static final int LONGEST_ID = 200;

    private final PrintStream log;
    private final Optional<EmbeddedMetrics> metrics;
    private final InstantSource clock;

    Journal(PrintStream log, Optional<EmbeddedMetrics> metrics, InstantSource clock) {
        this.log = log;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Writes down what became of an invocation.
     *
     * @param requestId Lambda's id of the invocation
     */
    void write(Report report, String requestId) {
        Instant now = clock.instant();
        StringBuilder lines = new StringBuilder();
        for (Handled record : report.records()) {
            append(lines, line(record, requestId, now));
        }
        metrics.stream()
                .flatMap(format -> format.lines(report, now).stream())
                .forEach(line -> append(lines, line.put("requestId", id(requestId))));
        log.print(lines);
        log.flush();
    }

    private static void append(StringBuilder lines, ObjectNode line) {
        lines.append(JsonFormat.write(line)).append('\n');
    }

    private static ObjectNode line(Handled record, String requestId, Instant now) {
        ObjectNode line = JsonFormat.mapper()
                .createObjectNode()
                .put("timestamp", now.toString())
                .put("level", record.failure() == null ? "INFO" : "WARN")
                .put("message", record.failure() == null ? "record handled" : "record failed: " + record.failure())
                .put("requestId", id(requestId))
                .put("record", id(record.id()));
        record.recorded().stream()
                .findFirst()
                .ifPresent(first -> line.put(
                        "messageId", id(first.entry().event().occurrence().messageId())));
        if (record.acknowledged() != null) {
            line.put("acknowledged", record.acknowledged().toString());
        }
        if (!record.recorded().isEmpty()) {
            var entries = line.putArray("entries");
            record.recorded().forEach(recorded -> describe(entries.addObject(), recorded));
        }
        return line;
    }

    private static void describe(ObjectNode entry, Recorded recorded) {
        entry.put("type", recorded.entry().event().type())
                .put("outcome", recorded.outcome().toString());
        Verdict verdict = recorded.entry().verdict();
        if (verdict != null) {
            entry.put("classification", verdict.classification().toString())
                    .put("responseCode", verdict.responseCode())
                    .put("permanence", verdict.permanence().toString())
                    .put("fault", verdict.fault().toString())
                    .put("effect", verdict.effect().toString())
                    .put("tier", verdict.evidence().tier().toString())
                    .put("rule", verdict.evidence().rule());
        }
    }

    /** Ids come from outside: what could be an address, or anything but an id, is left out. */
    static String id(String id) {
        return id.length() <= LONGEST_ID && id.chars().allMatch(Journal::standsInIds) ? id : "?";
    }

    private static boolean standsInIds(int c) {
        return c > ' ' && c < 127 && c != '@';
    }
}
