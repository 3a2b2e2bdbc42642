import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Puts a function and its libraries into one jar, which a JVM with an AOT cache opens faster than a hundred. Of files with the
 * same name the first counts, as on a class path; lists of services are joined; what is said of rights stays for each jar.
 *
 * <p>{@code java OneJar.java JAR [ARCHIVE | FOLDER]…}
 */
public final class OneJar {

    private static final String SERVICES = "META-INF/services/";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final ZipOutputStream jar;
    private final Set<String> written = new HashSet<>();
    private final Map<String, ByteArrayOutputStream> services = new TreeMap<>();

    private OneJar(OutputStream out) {
        jar = new ZipOutputStream(out);
    }

    public static void main(String[] arguments) throws IOException {
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
            OneJar one = new OneJar(out);
            one.write(MANIFEST, "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 1; i < arguments.length; i++) {
                for (Path source : files(Path.of(arguments[i]))) {
                    one.add(source.getFileName().toString(), Files.readAllBytes(source));
                }
            }
            one.close();
        }
    }

    private static List<Path> files(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** What is in an archive, and then what is in those that lie in its {@code lib}. */
    private void add(String source, byte[] archive) throws IOException {
        Map<String, byte[]> libraries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith("lib/") && name.endsWith(".jar")) {
                    libraries.put(name.substring("lib/".length()), zip.readAllBytes());
                } else if (!entry.isDirectory()) {
                    add(name, zip.readAllBytes(), source);
                }
            }
        }
        for (Map.Entry<String, byte[]> library : libraries.entrySet()) {
            add(library.getKey(), library.getValue());
        }
    }

    private void add(String name, byte[] content, String source) throws IOException {
        if (name.startsWith(SERVICES)) {
            ByteArrayOutputStream joined = services.computeIfAbsent(name, service -> new ByteArrayOutputStream());
            joined.write(content);
            joined.write('\n');
        } else if (name.matches("META-INF/(LICENSE|NOTICE|DEPENDENCIES|AL2|LGPL)[^/]*|(LICENSE|NOTICE)[^/]*")) {
            write("META-INF/rights/" + source + "/" + name.substring(name.lastIndexOf('/') + 1), content);
        } else if (!name.endsWith("module-info.class") && !name.startsWith("META-INF/maven/")) {
            write(name, content);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        if (written.add(name)) {
            jar.putNextEntry(new ZipEntry(name));
            jar.write(content);
        }
    }

    private void close() throws IOException {
        for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
            write(service.getKey(), service.getValue().toByteArray());
        }
        jar.finish();
    }
}
