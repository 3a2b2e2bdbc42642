package bounceledger.local;

import bounceledger.lambda.ApiHandler;
import bounceledger.lambda.Ingest;
import bounceledger.lambda.Ingest.Recorded;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import bounceledger.subscriber.Subscriber;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The whole ledger in one process, as {@code ./mvnw quarkus:dev} starts it. */
@IfBuildProfile("dev")
@Singleton
public class DevMode {

    /** The path under the project that says which files are fed to an empty table. */
    private static final Path EVENTS = Path.of("events");

    private final Ingest ingest;
    private final ApiHandler api;
    private final LocalTable table;
    private final LedgerStore store;
    private final Policy policy;
    private final InstantSource clock;
    private @Nullable LocalGateway gateway;

    DevMode(
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

    /** The table and the ledger in it take the place of those in AWS. */
    @IfBuildProfile("dev")
    static final class Tables {

        @Produces
        @Singleton
        LocalTable table(@ConfigProperty(name = "ledger.data") Path folder) throws IOException {
            return LocalTable.in(folder);
        }

        void close(@Disposes LocalTable table) {
            table.close();
        }

        @Produces
        @Singleton
        LedgerStore store(LocalTable table, Policy policy) {
            return table.ledger(policy);
        }
    }

    void start(
            @Observes StartupEvent started,
            @ConfigProperty(name = "ledger.port") int port,
            @ConfigProperty(name = "ledger.project") Path project)
            throws IOException {
        EventsAnswer events = new EventsAnswer(ingest, store, policy, clock);
        if (table.created()) {
            seed(project.resolve(EVENTS));
        }
        gateway = new LocalGateway(port, api, events::post);
        printUrls(System.out, gateway.url());
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** Hands every example to the ingest function and prints what became of the subscribers. */
    private void seed(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        Set<bounceledger.smtp.EmailAddress> subscribers =
                new TreeSet<>(java.util.Comparator.comparing(Object::toString));
        for (Path file : files) {
            ingest.handle(Files.readAllBytes(file)).records().stream()
                    .flatMap(record -> record.recorded().stream())
                    .map(Recorded::entry)
                    .forEach(entry -> subscribers.add(entry.event().occurrence().recipient()));
        }
        System.out.println("The table was empty. " + files.size() + " files of events/ went in; this came out:\n");
        String line = "%-34s %-14s %5s  %-17s %s%n";
        System.out.printf(line, "subscriber", "status", "code", "classification", "sendable");
        store.find(subscribers).forEach((email, facets) -> {
            Subscriber subscriber = Subscriber.of(email, facets, policy, clock.instant());
            System.out.printf(
                    line,
                    email,
                    subscriber.status(),
                    subscriber.responseCode(),
                    Objects.requireNonNullElse(subscriber.classification(), ""),
                    subscriber.sendable() ? "yes" : "no");
        });
    }

    private static void printUrls(PrintStream out, String url) {
        out.println(Stream.of(
                        "",
                        "Bounce Ledger listens on " + url + " - try:",
                        "  " + url + "/                                   the console",
                        "  " + url + "/subscribers/carla@example.org       a subscriber",
                        "  " + url + "/classify?diagnosticCode=550%205.1.1%20user%20unknown",
                        "  curl --data @events/bounce-mailbox-full.json " + url + "/events",
                        "")
                .collect(Collectors.joining("\n")));
    }
}
