package bounceledger.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The text of the page as the product ships it. */
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

    private String between(String open, String close) {
        int start = html.indexOf(open) + open.length();
        return html.substring(start, html.indexOf(close, start));
    }
}
