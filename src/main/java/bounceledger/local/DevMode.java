package bounceledger.local;

import bounceledger.classify.Classifier;
import bounceledger.lambda.Api;
import bounceledger.lambda.Settings;
import bounceledger.rules.RuleFiles;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * What {@code ./mvnw quarkus:dev} starts: the whole ledger in one process or, with {@code -Dledger.remote=https://…}, the
 * console of one in AWS.
 */
@IfBuildProfile("dev")
@Singleton
public class DevMode {

    /** The path under the project that says which files are fed to an empty table. */
    private static final Path EVENTS = Path.of("events");

    private @Nullable LocalGateway gateway;

    /** The table and the ledger in it take the place of those in AWS, from the first use on. */
    @IfBuildProfile("dev")
    static final class Parts {

        /** By the rules as they stand in their files, so that a change shows without a build. */
        @Produces
        @Singleton
        Classifier classifier(Settings settings) {
            return new Classifier(settings.rules().map(RuleFiles::load).orElseGet(RuleFiles::load));
        }

        @Produces
        @Singleton
        LocalTable table(@ConfigProperty(name = "ledger.data") Path folder) throws IOException {
            return LocalTable.in(folder);
        }

        void close(@Disposes LocalTable table) {
            table.close();
        }

        @Produces
        @ApplicationScoped
        LedgerStore store(LocalTable table, Policy policy) {
            return table.ledger(policy);
        }
    }

    void start(
            @Observes StartupEvent started,
            @ConfigProperty(name = "ledger.port") int port,
            @ConfigProperty(name = "ledger.project") Path project,
            @ConfigProperty(name = "ledger.remote") Optional<URI> remote,
            @ConfigProperty(name = "ledger.region") Optional<String> region,
            Instance<LocalLedger> local)
            throws IOException {
        gateway = remote.isPresent()
                ? away(port, remote.get(), region, System.out)
                : here(port, project, local.get(), System.out);
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static LocalGateway away(int port, URI remote, Optional<String> region, PrintStream out)
            throws IOException {
        RemoteLedger ledger = RemoteLedger.at(
                remote,
                region,
                new DefaultAwsRegionProviderChain(),
                DefaultCredentialsProvider.builder().build(),
                Api.console());
        LocalGateway gateway = new LocalGateway(port, ledger::handle, null);
        out.println("\nBounce Ledger's console is on " + gateway.url() + "/ and asks " + remote + " in "
                + ledger.region() + ",\nin the name of your AWS credentials.\n");
        return gateway;
    }

    private static LocalGateway here(int port, Path project, LocalLedger ledger, PrintStream out) throws IOException {
        if (ledger.isNew()) {
            ledger.seed(project.resolve(EVENTS), out);
        }
        LocalGateway gateway = ledger.listen(port);
        String url = gateway.url();
        out.println(Stream.of(
                        "",
                        "Bounce Ledger listens on " + url + " - try:",
                        "  " + url + "/                                   the console",
                        "  " + url + "/subscribers/carla@example.org       a subscriber",
                        "  " + url + "/classify?diagnosticCode=550%205.1.1%20user%20unknown",
                        "  curl --data @events/bounce-mailbox-full.json " + url + "/events",
                        "")
                .collect(Collectors.joining("\n")));
        return gateway;
    }
}
