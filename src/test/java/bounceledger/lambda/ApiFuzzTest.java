package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bounceledger.Fire;
import bounceledger.ProcessorTime;
import bounceledger.lambda.Gateway.Answer;
import bounceledger.ses.Mutation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spoiled requests: each of them has an answer, and none of the answers says that it was the function's fault. */
@Tag("fire")
final class ApiFuzzTest {

    private static final int REQUESTS = Fire.times(20_000, 100_000);

    /** Processor time; a request of a megabyte takes a few milliseconds, one that hangs takes for ever. */
    private static final Duration LONGEST = Duration.ofMillis(100);

    private static final List<String> METHODS =
            List.of("GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS", "", "GE\nT", "\ud800");

    private static final List<String> PIECES = List.of(
            "%",
            "%2",
            "%00",
            "%ff",
            "%2F",
            "%ED%A0%80",
            "/",
            "//",
            "..",
            "?",
            "#",
            "&",
            "=",
            "+",
            "@",
            "\u0000",
            "\ud800",
            "\u202e",
            "{",
            "'",
            "<script>",
            "\r\n",
            "limit=99999999999999",
            "status=active",
            "cursor=%20",
            "cursor=AAAA",
            "&diagnosticCode=",
            "a".repeat(5000),
            "/reactivation",
            "/statistics",
            "5.1.1",
            "-1",
            "\uD83D\uDE00");

    @Test
    void answersWhateverItIsAsked() throws IOException {
        List<String> events = events();
        Gateway gateway = Gateway.withSamples();
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < REQUESTS; i++) {
            long seed = (Fire.SEED - 1) * 1_000_000_000 + i;
            Random random = new Random(seed);
            String event = events.get(random.nextInt(events.size()));
            byte[] spoiled = random.nextInt(3) == 0
                    ? new Mutation(seed).octets(event)
                    : spoilTarget(event, random, new Mutation(seed)).getBytes(StandardCharsets.UTF_8);
            String which = Fire.withSeed("request " + i);
            List<byte[]> answers = new ArrayList<>();
            Duration taken = ProcessorTime.least(LONGEST, () -> answers.add(gateway.api.handle(spoiled)));
            check(Gateway.answer(answers.get(0)), which);
            assertTrue(taken.compareTo(LONGEST) < 0, () -> which + " took " + taken);
            slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
        }
        System.out.printf("ApiFuzzTest: %d requests, the slowest took %d ms%n", REQUESTS, slowest.toMillis());
    }

    private static void check(Answer answer, String which) {
        assertTrue(answer.status() == 200 || answer.status() >= 400 && answer.status() < 500, which);
        assertEquals("nosniff", answer.header("x-content-type-options"), which);
        assertFalse(answer.header("content-type").isEmpty(), which);
        if (answer.status() != 200 && !answer.body().isEmpty()) {
            JsonNode problem = answer.json();
            assertEquals(answer.status(), problem.path("status").intValue(), which);
            assertFalse(problem.path("detail").asText().isEmpty(), which);
        }
    }

    /** The requests of the description, one with each way to name the caller. */
    private static List<String> events() throws IOException {
        List<String> events = new ArrayList<>();
        Description.shipped().examples().map(Description::request).forEach(event -> {
            events.add(event.toString());
            event.withObject("/requestContext/authorizer/jwt/claims").put("sub", "somebody");
            events.add(event.toString());
        });
        return events;
    }

    private static String spoilTarget(String json, Random random, Mutation mutation) {
        ObjectNode event = (ObjectNode) Gateway.parse(json);
        switch (random.nextInt(4)) {
            case 0 -> event.put("rawPath", spoil(event.path("rawPath").asText(), random));
            case 1 ->
                event.put("rawQueryString", spoil(event.path("rawQueryString").asText(), random));
            case 2 ->
                event.withObject("/requestContext/http").put("method", METHODS.get(random.nextInt(METHODS.size())));
            default -> {
                event.put("body", mutation.structure(event.path("body").asText("{\"emails\":[]}")));
                event.put("isBase64Encoded", random.nextInt(8) == 0);
            }
        }
        return event.toString();
    }

    private static String spoil(String text, Random random) {
        StringBuilder spoiled = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(spoiled.length() + 1);
            if (random.nextInt(4) == 0) {
                spoiled.setLength(at);
            } else {
                spoiled.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return spoiled.toString();
    }
}
