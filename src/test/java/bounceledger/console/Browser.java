package bounceledger.console;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with a fresh profile, as Debian packages it; nothing is downloaded. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path profile;
    private final ChromeDriver driver;

    /** How a page is looked at. */
    enum Scheme {
        LIGHT,
        DARK;

        @Override
        public String toString() {
            return this == LIGHT ? "light" : "dark";
        }
    }

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** Why there can be no browser on this machine; empty where there can. */
    static Optional<String> missing() {
        return Stream.of(CHROMIUM, DRIVER)
                .filter(file -> !Files.isExecutable(file))
                .map(file -> "no browser tests: there is no " + file
                        + " (on Debian: apt-get install chromium chromium-driver)")
                .findFirst();
    }

    static Browser start() throws IOException {
        Path profile = Files.createTempDirectory("console-test");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + profile);
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability("goog:loggingPrefs", logging);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        return new Browser(profile, new ChromeDriver(service, options));
    }

    /** From now on the page has this size and this scheme. */
    void look(int width, Scheme scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme.toString()))));
    }

    /** Opens a view anew, as a link from elsewhere would, and waits for its answers. */
    void open(Site site, String fragment) {
        driver.get("about:blank");
        complaints();
        driver.get(site.uri() + fragment);
        settle();
    }

    /** Waits until the page awaits nothing. */
    void settle() {
        await("document.querySelector('h1') && !document.querySelector('[aria-busy]')"
                + " && ![...document.querySelectorAll('.muted')].some(one => one.textContent === '…')");
    }

    void await(String condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(evaluate("return Boolean(" + condition + ")"))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + condition + "\n" + text("body"));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Object evaluate(String script, Object... arguments) {
        Object result = driver.executeScript(script, arguments);
        return result == null ? "" : result;
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** The button with these words. */
    WebElement button(String words) {
        return driver.findElement(By.xpath("//button[normalize-space()='" + words + "']"));
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    String text(String selector) {
        return find(selector).getText();
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWithControl(Keys key) {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys(key)
                .keyUp(Keys.CONTROL)
                .perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** What the browser complained of since the last time: violations of the policy, failed calls, errors in scripts. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** How many pixels the page is wider than the window. */
    long overflow() {
        return ((Number) evaluate("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .longValue();
    }

    /** What axe-core finds wrong, each with the elements that it concerns. */
    List<String> barriers() throws IOException {
        if (evaluate("return typeof axe").equals("undefined")) {
            try (InputStream axe = requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
                driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(
                  found => done(found.violations.map(one =>
                    `${one.id}: ${one.help}: ${one.nodes.map(node => `${node.target} ${node.failureSummary}`).join('; ')}`)),
                  error => done([String(error)]));
                """);
        return ((List<?>) requireNonNull(found)).stream().map(String::valueOf).toList();
    }

    /** The page from its top to its end, or as far as a picture is of use. */
    void picture(Path file) throws IOException {
        Map<String, Object> end = Map.of(
                "x", 0,
                "y", 0,
                "width", evaluate("return innerWidth"),
                "height", evaluate("return Math.min(Math.max(innerHeight, document.body.scrollHeight), 1600)"),
                "scale", 1);
        Object picture = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("clip", end, "captureBeyondViewport", true))
                .get("data");
        Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent()));
        Files.write(file, Base64.getDecoder().decode(String.valueOf(picture)));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
