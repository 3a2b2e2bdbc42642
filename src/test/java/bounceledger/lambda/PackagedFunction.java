package bounceledger.lambda;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A function in a process of its own, under Lambda's real runtime client, with a small server in the place of Lambda's
 * Runtime API.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">the Runtime API</a>
 */
final class PackagedFunction implements AutoCloseable {

    private static final String API = "/2018-06-01/runtime/";
    private static final int PATIENCE = 60;

    private final BlockingQueue<String> invocations = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Semaphore waiting = new Semaphore(0);
    private final Semaphore snapshots = new Semaphore(0);
    private final HttpServer server;
    private final Process process;

    private record Answer(boolean succeeded, String body) {}

    private PackagedFunction(Path unpacked, String handler, Map<String, String> environment) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "runtime-api");
            thread.setDaemon(true);
            return thread;
        }));
        // Asked when the function is ready for its snapshot, and answered when it is restored from one.
        server.createContext("/2018-06-01/runtime/restore/next", exchange -> {
            snapshots.release();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext(API + "invocation/next", exchange -> {
            try {
                waiting.release();
                byte[] event = invocations.take().getBytes(StandardCharsets.UTF_8);
                // The client's native part breaks over an answer without a type.
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders()
                        .set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
                exchange.getResponseHeaders()
                        .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
                exchange.getResponseHeaders()
                        .set(
                                "Lambda-Runtime-Invoked-Function-Arn",
                                "arn:aws:lambda:eu-north-1:000000000000:function:" + handler);
                exchange.sendResponseHeaders(200, event.length);
                exchange.getResponseBody().write(event);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.createContext(API, exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answers.add(new Answer(path.endsWith("/response"), body));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-cp",
                classPath(unpacked),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest");
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_LAMBDA_HANDLER", handler);
        builder.environment()
                .put(
                        "AWS_LAMBDA_RUNTIME_API",
                        "localhost:" + server.getAddress().getPort());
        process = builder.redirectErrorStream(true)
                .redirectOutput(
                        Path.of("target", "function-" + handler + ".log").toFile())
                .start();
    }

    /** Starts a function from the unpacked zip, with the options that the managed runtime gives to Java. */
    static PackagedFunction start(Path unpacked, String handler, Map<String, String> environment) throws IOException {
        return new PackagedFunction(unpacked, handler, environment);
    }

    /**
     * Starts a function as one is before and after a snapshot, but without one: it does all that it does before, and what it
     * does after, and waits for its first event.
     */
    static PackagedFunction restored(Path unpacked, String handler, Map<String, String> environment)
            throws IOException, InterruptedException {
        Map<String, String> snapStart = new HashMap<>(environment);
        snapStart.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        PackagedFunction function = new PackagedFunction(unpacked, handler, snapStart);
        acquire(function.snapshots, "no snapshot");
        return function;
    }

    private static void acquire(Semaphore semaphore, String otherwise) throws InterruptedException {
        if (!semaphore.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
            throw new AssertionError(otherwise + " within " + PATIENCE + " s");
        }
    }

    /** The zip as it lies in {@code /var/task}, and before it the runtime client that the managed runtime brings. */
    private static String classPath(Path unpacked) {
        List<String> client = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.matches(
                        ".*(aws-lambda-java-(runtime-interface-client|core|serialization)|utils-lite).*\\.jar"))
                .toList();
        return client.stream().collect(Collectors.joining(File.pathSeparator)) + File.pathSeparator + unpacked
                + File.pathSeparator + unpacked.resolve("lib") + File.separator + "*";
    }

    /** The function's answer to an event. */
    String invoke(String event) throws InterruptedException {
        Answer answer = answer(event);
        if (!answer.succeeded) {
            throw new AssertionError("the function failed: " + answer.body);
        }
        return answer.body;
    }

    /** How long an event takes, in milliseconds, from when a function that waits for one has it until its answer is there. */
    double time(String event) throws InterruptedException {
        acquire(waiting, "nobody asked for an event");
        long start = System.nanoTime();
        invoke(event);
        return (System.nanoTime() - start) / 1e6;
    }

    /** What the function reports when it fails over an event. */
    String invokeToFail(String event) throws InterruptedException {
        Answer answer = answer(event);
        if (answer.succeeded) {
            throw new AssertionError("the function did not fail but answered " + answer.body);
        }
        return answer.body;
    }

    private Answer answer(String event) throws InterruptedException {
        invocations.add(event);
        Answer answer = answers.poll(PATIENCE, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError(
                    "no answer within " + PATIENCE + " s; the process " + (process.isAlive() ? "lives" : "ended"));
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        server.stop(0);
    }
}
