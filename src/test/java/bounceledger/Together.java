package bounceledger;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Tests as one test, which ends with the first that fails. Only for {@code -Pmutation}, which else starts every line of a
 * table by itself and takes many times as long; no other run takes this for a test, by its name.
 */
class Together {

    /** Packages and classes, with colons between them. */
    private static final String[] TESTS = System.getProperty("together", "").split(":", -1);

    private static final Launcher LAUNCHER = LauncherFactory.create();

    @Test
    void succeed() {
        List<DiscoverySelector> selectors = Arrays.stream(TESTS)
                .map(name -> Character.isUpperCase(name.charAt(name.lastIndexOf('.') + 1))
                        ? selectClass(name)
                        : (DiscoverySelector) selectPackage(name))
                .toList();
        FirstFailure first = new FirstFailure();
        LAUNCHER.execute(LauncherExecutionRequestBuilder.request(
                        request().selectors(selectors).build())
                .listeners(first)
                .cancellationToken(first.token)
                .build());
        if (first.token.isCancellationRequested()) {
            throw new AssertionError(first.test, first.cause);
        }
        if (first.finished == 0) {
            throw new AssertionError("no test in " + Arrays.toString(TESTS));
        }
    }

    private static final class FirstFailure implements TestExecutionListener {

        private final CancellationToken token = CancellationToken.create();
        private String test = "";
        private Throwable cause = new AssertionError();
        private int finished;

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            finished += identifier.isTest() ? 1 : 0;
            if (result.getStatus() == TestExecutionResult.Status.FAILED && !token.isCancellationRequested()) {
                test = identifier.getUniqueId();
                cause = result.getThrowable().orElse(cause);
                token.cancel();
            }
        }
    }
}
