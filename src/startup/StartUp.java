import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures from the start of a function's process to its first answer, for several functions in turn, and compares the
 * medians with the first one's. It plays Lambda's Runtime API, and a DynamoDB that has no items but the one that a ledger
 * begins its table with.
 *
 * <p>A function runs in its {@code LAMBDA_TASK_ROOT}, if it has one, as the managed runtime lets it.
 *
 * <p>{@code java StartUp.java ROUNDS EVENT [-- NAME [VARIABLE=VALUE]… COMMAND…]…}
 */
public final class StartUp {

    private static final Pattern CHECK = Pattern.compile("\"Item\":(\\{.*\"addresses\".*?\\}\\})");

    private static final String ANSWERED = "answered";

    private final byte[] event;
    private final SynchronousQueue<String> answers = new SynchronousQueue<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile String check = "";
    private final HttpServer server;

    private record Function(String name, Map<String, String> environment, List<String> command) {

        static Function of(List<String> words) {
            int command = 1;
            Map<String, String> environment = new LinkedHashMap<>();
            for (; words.get(command).matches("[A-Z_]+=.*"); command++) {
                String[] variable = words.get(command).split("=", 2);
                environment.put(variable[0], variable[1]);
            }
            return new Function(words.get(0), environment, words.subList(command, words.size()));
        }
    }

    private StartUp(byte[] event) throws IOException {
        this.event = event;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    public static void main(String[] arguments) throws Exception {
        List<Function> functions = new ArrayList<>();
        List<String> words = Arrays.asList(arguments);
        for (int from = 2; from < words.size(); ) {
            int to = from + 1;
            while (to < words.size() && !words.get(to).equals("--")) {
                to++;
            }
            functions.add(Function.of(words.subList(from + 1, to)));
            from = to;
        }
        StartUp startUp = new StartUp(Files.readAllBytes(Path.of(words.get(1))));
        try {
            startUp.compare(Integer.parseInt(words.get(0)), functions);
        } finally {
            startUp.server.stop(0);
        }
    }

    private void compare(int rounds, List<Function> functions) throws Exception {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Function function : functions) {
                double time = time(function);
                if (round >= 0) { // what comes before reads the files into memory
                    times.computeIfAbsent(function.name(), name -> new ArrayList<>()).add(time);
                }
            }
        }
        double first = median(times.get(functions.get(0).name()));
        times.forEach((name, all) -> System.out.printf(
                "%-12s %5.0f ms, %.2f of %s; from %.0f to %.0f, n = %d%n",
                name,
                median(all),
                median(all) / first,
                functions.get(0).name(),
                all.stream().mapToDouble(time -> time).min().orElseThrow(),
                all.stream().mapToDouble(time -> time).max().orElseThrow(),
                all.size()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private double time(Function function) throws Exception {
        int port = server.getAddress().getPort();
        ProcessBuilder builder = new ProcessBuilder(function.command());
        builder.environment().putAll(Map.of(
                "AWS_LAMBDA_RUNTIME_API", "localhost:" + port,
                "AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:" + port,
                "TABLE_NAME", "ledger",
                "AWS_REGION", "eu-north-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"));
        builder.environment().putAll(function.environment());
        builder.directory(Path.of(function.environment().getOrDefault("LAMBDA_TASK_ROOT", ".")).toFile());
        Path log = Files.createTempFile("start-up", ".log");
        due.set(true);
        long start = System.nanoTime();
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        String answer = answers.poll(30, TimeUnit.SECONDS);
        double millis = (System.nanoTime() - start) / 1e6;
        process.destroyForcibly().waitFor();
        if (!ANSWERED.equals(answer)) {
            throw new IllegalStateException(function.name() + " did not answer: " + answer + "\n" + Files.readString(log));
        }
        Files.delete(log);
        return millis;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (path.endsWith("/next")) {
                if (!due.compareAndSet(true, false)) {
                    Thread.sleep(60_000); // there is no second event: the process ends before
                }
                exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "first");
                exchange.getResponseHeaders()
                        .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 30_000));
                exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:function");
                send(exchange, event);
            } else if (path.startsWith("/2018-06-01/")) {
                answers.offer(path.endsWith("/response") ? ANSWERED : path + ": " + body, 1, TimeUnit.SECONDS);
                send(exchange, new byte[0]);
            } else {
                send(exchange, dynamoDb(body).getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private String dynamoDb(String request) {
        Matcher put = CHECK.matcher(request);
        if (put.find()) {
            check = put.group(1);
        }
        return request.contains("\"RequestItems\"") && request.contains("\"addresses\"") && !check.isEmpty()
                ? "{\"Responses\":{\"ledger\":[" + check + "]}}"
                : "{}";
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
