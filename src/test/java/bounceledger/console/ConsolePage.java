package bounceledger.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** The page as the product ships it, and the strictest policy that it works under. */
record ConsolePage(String html) {

    static ConsolePage read() {
        try (InputStream in = ConsolePage.class.getResourceAsStream("/console/index.html")) {
            return new ConsolePage(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String script() {
        return between("<script>", "</script>");
    }

    String style() {
        return between("<style>", "</style>");
    }

    /** Nothing but the one script and the one style, calls to where the page came from, and the icon. */
    String policy() {
        return "default-src 'none'; script-src '" + hash(script()) + "'; style-src '" + hash(style())
                + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private String between(String open, String close) {
        int start = html.indexOf(open) + open.length();
        return html.substring(start, html.indexOf(close, start));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
