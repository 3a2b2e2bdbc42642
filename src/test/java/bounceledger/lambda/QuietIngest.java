package bounceledger.lambda;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps {@link Ingest} from telling of each batch that broke, in tests that break many. */
final class QuietIngest implements BeforeEachCallback, AfterEachCallback {

    private final Logger log = Logger.getLogger(Ingest.class.getName());

    @Override
    public void beforeEach(ExtensionContext test) {
        log.setLevel(Level.SEVERE);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        log.setLevel(null);
    }
}
