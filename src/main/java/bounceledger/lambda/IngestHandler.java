package bounceledger.lambda;

import bounceledger.lambda.Ingest.Report;
import bounceledger.subscriber.LedgerStore;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * The {@code ingest} function. To SQS it answers with the records that failed; to everybody else, who could not read such
 * an answer, it throws. A record that it has no time for has failed, too.
 */
@Named("ingest")
public final class IngestHandler implements RequestStreamHandler {

    private final Ingest ingest;
    private final Journal journal;
    private final LedgerStore store;

    IngestHandler(Ingest ingest, Journal journal, LedgerStore store) {
        this.ingest = ingest;
        this.journal = journal;
        this.store = store;
    }

    /** Says which records failed and why, and nothing of what is in them. */
    static final class FailedRecordsException extends RuntimeException {

        private static final long serialVersionUID = 1;

        FailedRecordsException(Report report) {
            super(report.failures().stream()
                    .map(record -> "record " + Journal.id(record.id()) + " failed: " + record.failure())
                    .collect(Collectors.joining("; ")));
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        store.open();
        handle(input, output, context.getAwsRequestId(), context::getRemainingTimeInMillis);
    }

    void handle(InputStream input, OutputStream output, String requestId, IntSupplier remainingMilliseconds)
            throws IOException {
        Report report = ingest.handle(input.readAllBytes(), remainingMilliseconds);
        journal.write(report, requestId);
        if (!report.fromQueue() && !report.failures().isEmpty()) {
            throw new FailedRecordsException(report);
        }
        JsonFormat.mapper().writeValue(output, batchResponse(report));
    }

    /** SQS's batch response as a tree: a start need not look into a class for it. */
    private static JsonNode batchResponse(Report report) {
        ObjectNode response = JsonFormat.mapper().createObjectNode();
        ArrayNode failures = response.putArray("batchItemFailures");
        report.failures().forEach(record -> failures.addObject().put("itemIdentifier", record.id()));
        return response;
    }
}
