package bounceledger.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The console: one page whose own scripts and styles, and no others, may run.
 *
 * @param html the page
 * @param contentSecurityPolicy the header that goes with it; it names the scripts and styles by their digests
 */
record ConsolePage(String html, String contentSecurityPolicy) {

    private static final String FILE = "/console/index.html";

    private static final Pattern SCRIPTS = Pattern.compile("<script\\b[^>]*>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern STYLES = Pattern.compile("<style\\b[^>]*>(.*?)</style>", Pattern.DOTALL);

    /** The page on the class path, if there is one. */
    static Optional<ConsolePage> load() {
        try (InputStream in = ConsolePage.class.getResourceAsStream(FILE)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(of(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    static ConsolePage of(String html) {
        return new ConsolePage(
                html,
                "default-src 'none'; script-src " + digests(SCRIPTS, html) + "; style-src " + digests(STYLES, html)
                        + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    HttpResponse response() {
        return HttpResponse.html(html)
                .with("content-security-policy", contentSecurityPolicy)
                .with("referrer-policy", "no-referrer");
    }

    private static String digests(Pattern element, String html) {
        String digests = element.matcher(html)
                .results()
                .map(found -> "'sha256-" + sha256(found.group(1)) + "'")
                .distinct()
                .collect(Collectors.joining(" "));
        return digests.isEmpty() ? "'none'" : digests;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
