package bounceledger.lambda;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * What Lambda tells a function before it takes the snapshot from which SnapStart starts processes, and in each of those.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda: runtime hooks</a>
 */
@Singleton
final class SnapStart implements Resource {

    /** Calls after which the compiler has done most of what it does, and the time that they take is small. */
    private static final int ROUNDS = 50;

    private final Instance<Priming> priming;
    private final Instance<IngestHandler> ingest;
    private final Instance<ApiHandler> api;

    SnapStart(Instance<Priming> priming, Instance<IngestHandler> ingest, Instance<ApiHandler> api) {
        this.priming = priming;
        this.ingest = ingest;
        this.api = api;
    }

    /** Whether there will be a snapshot of this process. */
    static boolean isAhead() {
        return "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    /**
     * Only where there will be a snapshot, since it takes 20 ms. The runtime keeps no hold of what is registered, and need not:
     * this bean lives as long as the process.
     */
    void register(@Observes StartupEvent started) {
        if (isAhead()) {
            Core.getGlobalContext().register(this);
        }
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        ingest.get();
        api.get();
        priming.get().run(ROUNDS);
    }

    /** Nothing was kept that must be made anew: no connection, no time, no random number. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
