package bounceledger.lambda;

import bounceledger.classify.Classifier;
import bounceledger.classify.CompiledRules;
import bounceledger.codes.CodeCatalogue;
import bounceledger.dynamodb.Addresses;
import bounceledger.dynamodb.DynamoDbLedger;
import bounceledger.dynamodb.KeySecret;
import bounceledger.rules.CodeTableFiles;
import bounceledger.rules.RuleFiles;
import bounceledger.ses.SesReader;
import bounceledger.subscriber.LedgerStore;
import bounceledger.subscriber.Policy;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the parts of both functions and puts them together. */
final class Wiring {

    /**
     * Begins the ledger while the rest of the process starts, since it takes as long. Where that fails, whoever needs the
     * ledger tries again and is told why. A snapshot is to hold no connection, so before one the table is not asked.
     */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object started, Instance<DynamoDbLedger> ledger) {
        if (System.getenv("AWS_LAMBDA_RUNTIME_API") != null) {
            CompletableFuture<Void> unused = SnapStart.isAhead()
                    ? CompletableFuture.runAsync(ledger::get, Wiring::start)
                    : CompletableFuture.runAsync(() -> ledger.get().look(), Wiring::start);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "ledger");
        thread.setDaemon(true);
        thread.start();
    }

    /** For Quarkus, which would make another for handlers with typed input; here are none. */
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return JsonFormat.mapper();
    }

    @Produces
    @Singleton
    Settings settings() {
        return Settings.of(System.getenv());
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Policy policy(Settings settings) {
        return settings.policy();
    }

    @Produces
    @Singleton
    @DefaultBean
    Classifier classifier(Settings settings) {
        return new Classifier(
                settings.rules().map(RuleFiles::load).map(CompiledRules::of).orElseGet(RuleFiles::compiled));
    }

    @Produces
    @Singleton
    CodeCatalogue codes() {
        return CodeCatalogue.load(CodeTableFiles.load());
    }

    /** The table in AWS. */
    @Produces
    @Singleton
    @Typed(DynamoDbLedger.class)
    DynamoDbLedger ledger(Settings settings) {
        String table = settings.tableName()
                .orElseThrow(() -> new IllegalStateException("TABLE_NAME is not set: it names the DynamoDB table"));
        return DynamoDbLedger.connect(table, settings.policy(), addresses(settings));
    }

    /** The table in AWS, unless a bean of a laptop's takes its place. */
    @Produces
    @Singleton
    @DefaultBean
    LedgerStore store(DynamoDbLedger ledger) {
        return ledger;
    }

    private static Addresses addresses(Settings settings) {
        // No method reference, which would load Secrets Manager's classes where no key is asked for.
        Optional<byte[]> key = settings.keySecret().isPresent()
                ? Optional.of(KeySecret.read(settings.keySecret().get()))
                : Optional.empty();
        return settings.hashed()
                ? Addresses.hashed(key.orElseThrow())
                : key.map(Addresses::clear).orElseGet(Addresses::clear);
    }

    @Produces
    @Singleton
    Ingest ingest(Settings settings, Classifier classifier, LedgerStore store, InstantSource clock) {
        return new Ingest(new SesReader(settings.campaignTag()), classifier, store, settings.policy(), clock);
    }

    @Produces
    @Singleton
    Journal journal(InstantSource clock) {
        return new Journal(System.out, EmbeddedMetrics.of(System.getenv()), clock);
    }

    @Produces
    @Singleton
    Api api(Classifier classifier, CodeCatalogue codes, LedgerStore store, Policy policy, InstantSource clock) {
        return new Api(classifier, codes, store, policy, clock);
    }

    /** Both functions once more, over a ledger that is none. */
    @Produces
    @Singleton
    Priming priming(
            Settings settings, Classifier classifier, CodeCatalogue codes, DynamoDbLedger ledger, InstantSource clock) {
        LedgerStore rehearsal = ledger.rehearsal();
        return new Priming(
                ledger,
                ingest(settings, classifier, rehearsal, clock),
                api(classifier, codes, rehearsal, settings.policy(), clock),
                clock);
    }
}
