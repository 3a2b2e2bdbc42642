package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What {@code target/function.zip} holds, and that nothing else got into it. */
class FunctionZipContentsIT {

    private static final String LIBRARIES = "lib/";

    /** Each library without its version. */
    private static final Pattern NAME = Pattern.compile("lib/(.*)-[0-9][^-]*\\.jar");

    /** The product's own packages, its resources, and what Quarkus generates; nothing of {@code local}. */
    private static final Pattern OWN =
            Pattern.compile("bounceledger/(classify|codes|dynamodb|lambda|rules|ses|smtp|subscriber)/[^/]+\\.class"
                    + "|(codes|console|rules)/[^/]+|(openapi|priming)\\.json|application\\.properties|META-INF/.*"
                    + "|(io/quarkus|jakarta/(enterprise/context|inject)|org/eclipse/microprofile/config)/.*\\.class");

    @Test
    void holdsTheLibrariesThatAreListedAndNoOther() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("src/test/resources/function-zip.txt"));
        assertEquals(
                listed,
                entries(name -> name.startsWith(LIBRARIES))
                        .map(name -> NAME.matcher(name).replaceFirst("$1"))
                        .sorted()
                        .toList());
    }

    @Test
    void holdsNoSnapshot() throws IOException {
        assertEquals(List.of(), entries(name -> name.contains("SNAPSHOT")).toList());
    }

    @Test
    void holdsNeitherTestsNorWhatALaptopNeeds() throws IOException {
        assertEquals(
                List.of(),
                entries(name -> !name.startsWith(LIBRARIES)
                                && !OWN.matcher(name).matches())
                        .toList());
        assertEquals(
                List.of(),
                entries(name -> name.matches(".*(Test|IT|Compile)(\\$.*)?\\.class"))
                        .toList());
    }

    private static Stream<String> entries(Predicate<String> wanted) throws IOException {
        try (ZipFile zip = new ZipFile("target/function.zip")) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(wanted)
                    .toList()
                    .stream();
        }
    }
}
