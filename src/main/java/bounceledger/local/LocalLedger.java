package bounceledger.local;

import bounceledger.lambda.ApiHandler;
import bounceledger.lambda.Ingest;
import bounceledger.lambda.Ingest.Recorded;
import bounceledger.smtp.EmailAddress;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Subscriber;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Both functions over the table inside this process. */
@IfBuildProfile("dev")
@Singleton
public class LocalLedger {

    private final Ingest ingest;
    private final ApiHandler api;
    private final LocalTable table;
    private final LedgerStore store;
    private final Policy policy;
    private final InstantSource clock;

    LocalLedger(
            Ingest ingest,
            @Named("api") ApiHandler api,
            LocalTable table,
            LedgerStore store,
            Policy policy,
            InstantSource clock) {
        this.ingest = ingest;
        this.api = api;
        this.table = table;
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    LocalGateway listen(int port) throws IOException {
        return new LocalGateway(port, api, new EventsAnswer(ingest, store, policy, clock)::post);
    }

    boolean isNew() {
        return table.created();
    }

    /** Hands every example of a folder to the ingest function and prints what became of the subscribers. */
    void seed(Path folder, PrintStream out) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        Set<EmailAddress> subscribers = new TreeSet<>(Comparator.comparing(Object::toString));
        for (Path file : files) {
            ingest.handle(Files.readAllBytes(file)).records().stream()
                    .flatMap(record -> record.recorded().stream())
                    .map(Recorded::entry)
                    .forEach(entry -> subscribers.add(entry.event().occurrence().recipient()));
        }
        out.println("The table was empty. " + files.size() + " files of events/ went in; this came out:\n");
        String line = "%-34s %-14s %5s  %-17s %s%n";
        out.printf(line, "subscriber", "status", "code", "classification", "sendable");
        store.find(subscribers).forEach((email, facets) -> {
            Subscriber subscriber = Subscriber.of(email, facets, policy, clock.instant());
            out.printf(
                    line,
                    email,
                    subscriber.status(),
                    subscriber.responseCode(),
                    Objects.requireNonNullElse(subscriber.classification(), ""),
                    subscriber.sendable() ? "yes" : "no");
        });
    }
}
