package bounceledger.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A notification as it reaches the function, and what is expected of it: {@code records} of reading it, {@code subscribers}
 * of an empty ledger that takes it.
 */
public record Notification(String name, String text, JsonNode expected) {

    /** When all of them are read. */
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    static final Path FOLDER = Path.of("src/test/resources/notifications");

    static final String EXPECTED = ".expected.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What Lambda would pass. */
    public byte[] input() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All of them, by name. */
    public static Stream<Notification> all() {
        return files(FOLDER).stream()
                .filter(file -> !file.endsWith(EXPECTED))
                .map(file -> file.substring(0, file.length() - ".json".length()))
                .map(Notification::of);
    }

    static Notification of(String name) {
        return new Notification(name, text(FOLDER.resolve(name + ".json")), json(FOLDER.resolve(name + EXPECTED)));
    }

    static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        try {
            return MAPPER.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
