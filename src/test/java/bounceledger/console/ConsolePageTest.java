package bounceledger.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsolePageTest {

    private static final ConsolePage PAGE = ConsolePage.read();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser",
                        "createContextualFragment",
                "srcdoc", "eval(", "new Function", "javascript:", "localStorage", "document.cookie"
            })
    void takesNoTextForMarkupAndKeepsNothingForGood(String word) {
        assertFalse(PAGE.html().contains(word), word);
    }

    @Test
    void hasNeitherInlineHandlersNorStyleAttributes() {
        String markup = PAGE.html().replace(PAGE.script(), "").replace(PAGE.style(), "");
        assertFalse(Pattern.compile("\\s(on\\w+|style)\\s*=").matcher(markup).find());
        assertFalse(PAGE.script().contains("setAttribute('style"));
    }

    @Test
    void needsNothingFromElsewhere() {
        String own = PAGE.html().replace("http://www.w3.org/2000/svg", "");
        assertFalse(own.contains("http://"), "http://");
        assertFalse(own.contains("https://"), "https://");
        assertFalse(PAGE.style().contains("url("), "url(");
        assertFalse(PAGE.style().contains("@import"), "@import");
    }

    @Test
    void hasOneScriptAndOneStyle() {
        assertEquals(2, PAGE.html().split("<script", -1).length);
        assertEquals(2, PAGE.html().split("<style", -1).length);
    }
}
