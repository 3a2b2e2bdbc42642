package bounceledger.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConsolePageTest {

    private static List<String> directive(String html, String name) {
        return Stream.of(ConsolePage.of(html).contentSecurityPolicy().split("; ", -1))
                .filter(directive -> directive.startsWith(name + " "))
                .map(directive -> directive.substring(name.length() + 1))
                .toList();
    }

    /** The digest of {@code alert('Hello, world.');} that the W3C's recommendation of CSP 2 gives. */
    @Test
    void namesAScriptByItsDigest() {
        assertEquals(
                List.of("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"),
                directive("<script>alert('Hello, world.');</script>", "script-src"));
    }

    @Test
    void namesEachScriptAndEachStyle() {
        String html =
                "<style media=print>\na{}\n</style><script>1</script>\n<script type=module>2</script><style></style>";
        assertEquals(2, directive(html, "script-src").get(0).split(" ", -1).length);
        assertEquals(2, directive(html, "style-src").get(0).split(" ", -1).length);
    }

    @Test
    void allowsNothingToAPageThatHasNothing() {
        assertEquals(List.of("'none'"), directive("<p>scripts</p>", "script-src"));
        assertEquals(List.of("'none'"), directive("<p>styles</p>", "style-src"));
        assertEquals(List.of("'none'"), directive("", "default-src"));
        assertEquals(List.of("'none'"), directive("", "frame-ancestors"));
    }

    @Test
    void allowsNoOtherScriptThanItsOwn() {
        String policy = ConsolePage.of("<script>1</script>").contentSecurityPolicy();
        assertTrue(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"), policy);
    }
}
