package bounceledger.console;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bounceledger.console.Browser.Scheme;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/**
 * The console in a browser. {@code ./mvnw test -Dtest=ConsoleTest -Dscreenshots=docs/images} also writes the pictures that
 * the README shows, and with {@code -Dscreenshots.all=true} those of every view.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleTest {

    private static final List<Integer> WIDTHS = List.of(360, 1440);

    private Browser browser;
    private Site site;

    /** What there is to see, and where. */
    enum Scene {
        CLASSIFY("#/classify"),
        VERDICT("#/classify"),
        VERDICTS("#/classify"),
        SUBSCRIBER("#/subscriber/ann%40example.org"),
        LISTS("#/lists/undeliverable"),
        CAMPAIGN("#/campaign/" + Facts.CAMPAIGN),
        CODES("#/codes"),
        CODE("#/codes/550"),
        UNMATCHED("#/unmatched"),
        REACTIVATION("#/subscriber/ann%40example.org"),
        ERASURE("#/subscriber/cross%40example.com"),
        PROBLEM("#/subscriber/nobody");

        private final String fragment;

        Scene(String fragment) {
            this.fragment = fragment;
        }

        /** Whether the documentation shows it. */
        boolean isPictured() {
            return switch (this) {
                case VERDICT, SUBSCRIBER, LISTS, CAMPAIGN -> true;
                case CLASSIFY, VERDICTS, CODES, CODE, UNMATCHED, REACTIVATION, ERASURE, PROBLEM -> false;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    void start() throws IOException {
        Browser.missing().ifPresent(System.out::println);
        assumeTrue(Browser.missing().isEmpty(), () -> Browser.missing().orElse(""));
        site = Site.withFacts();
        browser = Browser.start();
    }

    @AfterAll
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
            site.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void isReadableForEverybody(Scene scene) throws IOException {
        show(scene);
        for (int width : WIDTHS) {
            for (Scheme scheme : Scheme.values()) {
                browser.look(width, scheme);
                picture(scene, width, scheme);
                List<String> barriers = browser.barriers();
                assertAll(
                        width + " " + scheme,
                        () -> assertEquals(List.of(), barriers),
                        () -> assertEquals(0, browser.overflow()),
                        () -> assertEquals(1, browser.count("h1")));
            }
        }
        List<String> complaints = browser.complaints().stream()
                .filter(complaint -> scene != Scene.PROBLEM || !complaint.contains("status of 400"))
                .toList();
        assertEquals(List.of(), complaints);
    }

    private void show(Scene scene) {
        browser.open(site, scene.fragment);
        if (scene == Scene.VERDICT) {
            browser.find("textarea")
                    .sendKeys("smtp; 554 4.4.7 Message expired: unable to deliver in 840 minutes."
                            + "<421 4.4.0 Unable to lookup DNS for example.org>");
            browser.button("Classify").click();
            browser.await("document.querySelector('.verdict')");
        } else if (scene == Scene.VERDICTS) {
            browser.button("a list").click();
            browser.await("document.querySelector('.results table')");
        } else if (scene == Scene.REACTIVATION) {
            browser.button("Reactivate …").click();
        } else if (scene == Scene.ERASURE) {
            browser.button("Erase …").click();
        }
        browser.settle();
    }

    private void picture(Scene scene, int width, Scheme scheme) throws IOException {
        String folder = System.getProperty("screenshots");
        boolean wide = width == WIDTHS.get(WIDTHS.size() - 1);
        boolean all = Boolean.getBoolean("screenshots.all");
        boolean shown = wide ? scene.isPictured() : scene == Scene.VERDICT && scheme == Scheme.LIGHT;
        if (folder != null && (all || shown)) {
            browser.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
            browser.picture(Path.of(folder, "%s-%s-%s.png".formatted(scene, wide ? "wide" : "narrow", scheme)));
        }
    }

    @Test
    void marksTheWordsThatDecided() {
        classify("smtp; 550 5.1.1 <ann@example.org>... User unknown");
        assertAll(
                () -> assertEquals("User unknown", browser.text(".reply mark").replaceAll("^.*?(?=User)", "")),
                () -> assertEquals("511", browser.text(".verdict-head .code")),
                () -> assertEquals("mailbox-unknown", browser.text(".verdict h2")),
                () -> assertTrue(browser.text(".answers").contains("The recipient’s")),
                () -> assertTrue(browser.text(".answers").contains("until a delivery within 30 days")),
                () -> assertTrue(browser.text(".evidence").contains("The words of the reply")));
    }

    @Test
    void marksTheWordsOfTheQuotedReplyWhereTheseDecided() {
        classify("smtp; 554 5.4.0 Error: transport error <452 4.2.2 mailbox is over quota>");
        assertTrue(browser.text(".cause mark").contains("over quota"), browser.text(".verdict"));
    }

    @Test
    void showsAHostileDiagnosticAsText() {
        classify(Facts.HOSTILE);
        String shown = browser.text(".reply");
        browser.open(site, "#/subscriber/hostile%40example.org");
        browser.find(".timeline details summary").click();
        browser.await("document.querySelector('.timeline .verdict')");
        browser.settle();
        assertAll(
                () -> assertTrue(shown.contains("<img src=x onerror="), shown),
                () -> assertTrue(browser.text(".timeline").contains("<img src=x onerror=")),
                () -> assertEquals(0, browser.count("main img")),
                () -> assertFalse("run".equals(browser.evaluate("return document.title"))));
    }

    @Test
    void showsWhatAnAddressBarSaysAsText() {
        browser.open(site, "#/campaign/%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D'run'%22%3E");
        assertAll(
                () -> assertEquals(0, browser.count("main img")),
                () -> assertFalse("run".equals(browser.evaluate("return document.title"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | 550 5.1.1 no such user~452 4.2.2 over quota~~421 4.7.0 too fast",
                "2 | 550-5.7.1 one reply~550-5.7.1 of three~550 5.7.1 lines~552 5.2.2 full",
                "2 | smtp; 550 5.1.1 no~    such user~smtp; 550 5.1.1 another",
                "2 | {\"eventType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\",\"bouncedRecipients\":[{\"emailAddress\":\"a@example.org\",\"diagnosticCode\":\"smtp; 550 5.1.1 no\"},{\"emailAddress\":\"b@example.org\",\"status\":\"5.2.2\"}]}}",
                "2 | [\"550 5.1.1 no\", {\"diagnosticCode\": \"452 4.2.2 full\"}]",
                "2 | \"diagnosticCode\": \"smtp; 550 5.1.1 no\",~\"diagnosticCode\": \"smtp; 452 4.2.2 full\",",
                "4 | {not json~[nor this~\"nor this~550 5.1.1 no",
            })
    void tellsDiagnosticsApart(int number, String lines) {
        browser.open(site, "#/classify");
        browser.evaluate(
                "const area = document.querySelector('textarea'); area.value = arguments[0]; area.dispatchEvent(new Event('input'))",
                lines.replace('~', '\n'));
        browser.button("Classify").click();
        browser.await("document.querySelector('.results table')");
        assertEquals(number, browser.count(".results tbody tr"));
    }

    @Test
    void asksForManyInSeveralCallsAndFiltersByClassification() {
        browser.look(1440, Scheme.LIGHT);
        browser.open(site, "#/classify");
        browser.evaluate("const area = document.querySelector('textarea');"
                + " area.value = '550 5.1.1 no such user\\n'.repeat(1500) + '452 4.2.2 mailbox is over quota\\n'.repeat(700);"
                + " area.dispatchEvent(new Event('input'))");
        browser.button("Classify").click();
        browser.await("document.querySelector('.results table')");
        assertTrue(browser.text(".results h2").contains("2,200 diagnostics"));
        assertEquals(200, browser.count(".results tbody tr"));
        browser.button("mailbox-full 700").click();
        assertEquals("mailbox-full", browser.text(".results tbody tr td:nth-child(3)"));
        browser.find(".results tbody tr button").click();
        browser.await("document.querySelector('.inside .verdict')");
        assertEquals("422", browser.text(".inside .verdict-head .code"));
    }

    @Test
    void classifiesByKeyboardAlone() {
        browser.open(site, "#/classify");
        browser.press(Keys.TAB);
        assertEquals("Skip to the content", browser.focused().getText());
        browser.press(Keys.ENTER);
        assertEquals("main", browser.focused().getAttribute("id"));
        browser.press(Keys.TAB);
        assertEquals("textarea", browser.focused().getTagName());
        browser.press("452 4.2.2 mailbox is over quota");
        browser.pressWithControl(Keys.ENTER);
        browser.await("document.getElementById('announcement').textContent.startsWith('mailbox-full, code 422')");
        browser.settle();
        browser.press(Keys.TAB, Keys.TAB);
        assertEquals("Classify", browser.focused().getText());
        for (int i = 0; i < 4; i++) {
            browser.press(Keys.TAB);
        }
        assertEquals("Code 422", browser.focused().getAttribute("aria-label"));
        assertFalse("none".equals(browser.focused().getCssValue("outline-style")));
    }

    @Test
    void movesTheFocusAndTheTitleWithTheView() {
        browser.open(site, "#/classify");
        browser.find("#views a[href='#/codes']").sendKeys(Keys.ENTER);
        browser.settle();
        assertAll(
                () -> assertEquals("Codes", browser.focused().getText()),
                () -> assertEquals("Codes – Bounce Ledger", browser.evaluate("return document.title")),
                () -> assertEquals("Codes", browser.text("#views a[aria-current=page]")));
    }

    @Test
    void tellsWhereASubscriberStands() {
        browser.open(site, "#/subscriber");
        browser.find("input[name=email]").sendKeys(Facts.ANN, Keys.ENTER);
        browser.await("document.querySelector('.timeline')");
        browser.settle();
        assertAll(
                () -> assertTrue(browser.text("main").contains("undeliverable")),
                () -> assertTrue(browser.text("main").contains("Do not send")),
                () -> assertTrue(browser.text(".because").contains("this mailbox does not exist")),
                () -> assertEquals(6, browser.count(".timeline > li")));
    }

    @Test
    void reactivatesWithAReasonAndErasesWhenConfirmed() throws IOException {
        try (Site own = Site.withTable()) {
            browser.open(own, "#/subscriber");
            browser.find("input[name=email]").sendKeys(Facts.ODD, Keys.ENTER);
            browser.await("document.querySelector('.timeline')");
            assertEquals(Facts.ODD, browser.text("#who"));
            browser.button("Reactivate …").click();
            browser.button("Reactivate").click();
            assertTrue(browser.text("dialog [role=alert]").contains("Say why."));
            browser.find("dialog textarea").sendKeys("They <b>wrote</b> to us");
            browser.button("Reactivate").click();
            browser.await("!document.querySelector('dialog')");
            browser.settle();
            assertTrue(browser.text("main").contains("by anonymous: They <b>wrote</b> to us"));
            assertTrue(browser.text("main").contains("the status is active now"));

            browser.button("Erase …").click();
            browser.button("Erase").click();
            assertTrue(browser.text("dialog [role=alert]").contains("This is not the address."));
            browser.find("dialog input[name=confirmation]").sendKeys(Facts.ODD, Keys.ENTER);
            browser.await("!document.querySelector('dialog')");
            assertTrue(browser.text("main").contains("Erased."));
            browser.evaluate("location.reload()");
            browser.await("document.querySelector('.because')");
            assertTrue(browser.text("main").contains("Nothing that counts was ever heard of this address."));

            browser.open(own, "#/subscriber/left%40example.com");
            browser.button("Erase …").click();
            browser.find("dialog input[name=confirmation]").sendKeys("left@example.com", Keys.ENTER);
            browser.await("!document.querySelector('dialog')");
            assertTrue(browser.text("main").contains("Erased. Still nothing may be sent"), browser.text("main"));
        }
    }

    @Test
    void turnsThePagesOfAList() {
        browser.open(site, "#/lists/undeliverable");
        String first = browser.text("tbody th");
        browser.button("Older →").click();
        browser.await("document.body.textContent.includes('Page 2')");
        assertEquals("true", browser.button("Older →").getAttribute("aria-disabled"));
        browser.button("← Newer").click();
        browser.await("document.body.textContent.includes('Page 1')");
        assertEquals(first, browser.text("tbody th"));
    }

    @Test
    void findsCodesByDigitsDotsAndWords() {
        browser.open(site, "#/codes");
        int all = browser.count(".catalogue > li");
        for (String query : List.of("52", "5.2.2", "quota", "mailbox-full")) {
            browser.find("input[type=search]").clear();
            browser.find("input[type=search]").sendKeys(query);
            browser.await("document.querySelectorAll('.catalogue > li').length < " + all);
            assertTrue(browser.text("main").contains("522"), query);
        }
        browser.find("input[type=search]").sendKeys("zzz");
        browser.await("document.body.textContent.includes('Nothing matches')");
    }

    @Test
    void classifiesAnUnmatchedText() {
        browser.open(site, "#/unmatched");
        browser.button("Classify").click();
        browser.await("document.querySelector('.verdict')");
        assertTrue(browser.text(".reply").contains("Zebra <b>ate</b> the post"));
    }

    @Test
    void showsAProblemWithItsPointer() {
        browser.open(site, "#/classify");
        browser.find("textarea").sendKeys("550 5.1.1 no such user");
        browser.find("details summary").click();
        browser.find("input[name=status]").sendKeys("five", Keys.ENTER);
        browser.await("document.querySelector('.problem')");
        assertAll(
                () -> assertTrue(browser.text(".problem").contains("Bad Request")),
                () -> assertTrue(browser.text(".problem").contains("is not an enhanced status code")),
                () -> assertEquals("/status", browser.text(".problem code")));
    }

    @Test
    void asksForATokenAndSendsIt() throws IOException {
        try (Site own = Site.guarded()) {
            browser.open(own, "#/subscriber/ann%40example.org");
            assertTrue(browser.text(".problem").contains("This ledger wants to know who asks"));
            browser.button("Enter a token").click();
            assertEquals(List.of(), browser.barriers());
            browser.find("dialog input").sendKeys("Bearer " + Site.TOKEN, Keys.ENTER);
            browser.await("document.querySelector('.timeline')");
            browser.settle();
            assertEquals("Token: set", browser.text("#token-button"));
            browser.find("#token-button").click();
            browser.find("dialog input").clear();
            browser.find("dialog input").sendKeys(Keys.ENTER);
            browser.await("document.querySelector('.problem')");
            assertEquals("Access token", browser.text("#token-button"));
            assertEquals("0", "" + browser.evaluate("return sessionStorage.length + localStorage.length"));
        }
    }

    @Test
    void saysThatATokenIsNotEnough() throws IOException {
        try (Site own = Site.guarded()) {
            browser.open(own, "#/unmatched");
            browser.button("Enter a token").click();
            browser.find("dialog input").sendKeys(Site.NARROW_TOKEN, Keys.ENTER);
            browser.await("document.body.textContent.includes('(403)')");
            assertTrue(browser.text(".problem").contains("ledger/read"), browser.text(".problem"));
            assertEquals(List.of(), browser.barriers());
            browser.evaluate("sessionStorage.clear()");
        }
    }

    @Test
    void isServedUnderAPolicyThatLetsInNoScriptButItsOwn() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(site.uri()).build(), HttpResponse.BodyHandlers.ofString());
        String policy = page.headers().firstValue("content-security-policy").orElse("none");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'sha256-"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("no-store", page.headers().firstValue("cache-control").orElse(""));

        browser.open(site, "#/codes");
        browser.evaluate("""
                const script = document.createElement('script');
                script.textContent = "document.title = 'run'";
                document.body.append(script);
                const image = document.createElement('img');
                image.setAttribute('onerror', "document.title = 'run'");
                image.src = 'data:,';
                document.body.append(image);
                """);
        browser.await("document.images[0].complete");
        assertEquals("Codes – Bounce Ledger", browser.evaluate("return document.title"));
        List<String> complaints = browser.complaints();
        assertTrue(complaints.stream().anyMatch(one -> one.contains("Content Security Policy")), complaints::toString);
    }

    @Test
    void drawsACampaignInNumbersAndBars() {
        browser.open(site, Scene.CAMPAIGN.fragment);
        assertAll(
                () -> assertTrue(browser.text(".figures").contains("Delivered\n4,811"), browser.text(".figures")),
                () -> assertTrue(browser.text(".figures").contains("Failed\n111")),
                () -> assertTrue(browser.text(".bars tbody tr").startsWith("mailbox-unknown recipient 58 52.3 %")),
                () -> assertEquals("100", browser.find(".bars .bar").getAttribute("width")),
                () -> assertEquals(
                        browser.count(".bars tbody tr"), browser.count(".bars .bar"), "each row has its bar"));
    }

    @ParameterizedTest
    @CsvSource({
        "lists/suppressed, Nobody is suppressed.",
        "campaign/none, Nothing was counted for this campaign.",
        "unmatched, Every text was decided by a rule.",
        "subscriber/a%40example.org, No event is kept.",
    })
    void saysThatThereIsNothing(String view, String words) throws IOException {
        try (Site own = Site.empty()) {
            browser.open(own, "#/" + view);
            assertTrue(browser.text("main").contains(words), browser.text("main"));
        }
    }

    @Test
    void saysThatItWaitsAndThatNobodyAnswers() throws IOException {
        Site own = Site.silent();
        try {
            browser.evaluate("location.href = arguments[0]", own.uri() + "#/unmatched");
            browser.await("document.querySelector('[aria-busy] .waiting')");
            assertEquals(List.of(), browser.barriers());
        } finally {
            own.close();
        }
        browser.await("document.querySelector('.problem')");
        assertTrue(browser.text(".problem").contains("The ledger did not answer"));
    }

    private void classify(String diagnosticCode) {
        browser.look(1440, Scheme.LIGHT);
        browser.open(site, "#/classify");
        browser.find("textarea").sendKeys(diagnosticCode);
        browser.button("Classify").click();
        browser.await("document.querySelector('.verdict')");
        browser.settle();
    }
}
