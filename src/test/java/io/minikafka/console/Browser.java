package io.minikafka.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chromium without a window. Screenshots are kept below {@code target/screenshots}. */
final class Browser implements AutoCloseable {
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    /** Skips the test where there is no Chromium, except in continuous integration. */
    static Browser start() {
        assumeTrue(
                System.getenv("CI") != null || (CHROMIUM.canExecute() && DRIVER.canExecute()),
                "chromium and chromium-driver are not installed");
        return new Browser();
    }

    private Browser() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--window-size=1280,900");
        // Given its path, Selenium looks for none elsewhere.
        driver = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
        size(1280, 900);
    }

    void open(String address) {
        driver.get(address);
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void colors(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is shown. */
    String text() {
        return String.valueOf(js("return document.body.innerText"));
    }

    void awaitText(String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text()).contains(texts));
    }

    void awaitNoText(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text()).doesNotContain(text));
    }

    /** The first that is shown of those a CSS selector finds. */
    WebElement find(String selector) {
        return await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(
                        () -> driver.findElements(By.cssSelector(selector)).stream()
                                .filter(WebElement::isDisplayed)
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    boolean has(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** The first that is shown of the buttons and links with this text. */
    WebElement button(String text) {
        return await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(
                        () -> driver.findElements(By.cssSelector("button, a")).stream()
                                .filter(element -> element.isDisplayed()
                                        && element.getText().equals(text))
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    void click(String button) {
        button(button).click();
    }

    /** Instead of what the field has. */
    void type(String selector, String text) {
        // As people do it: what the driver clears, the page would not hear of.
        find(selector).sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    /** Instead of what the field has that the keyboard is in. */
    void retype(String text) {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .sendKeys(text)
                .perform();
    }

    /** The texts of all that a CSS selector finds. */
    List<String> texts(String selector) {
        return ((List<?>) js(
                        "return [...document.querySelectorAll(arguments[0])].map((found) => found.innerText)",
                        selector))
                .stream().map(String::valueOf).toList();
    }

    /** Pressed wherever the keyboard is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    Object js(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** What an asynchronous function, with {@code $} for a module of the console, returns. */
    Object module(String path, String body) {
        return ((JavascriptExecutor) driver)
                .executeAsyncScript("const done = arguments[arguments.length - 1];"
                        + " const base = document.querySelector('script[type=module]').src.replace('app.js', '');"
                        + " import(base + '" + path + "').then(async ($) => { " + body
                        + " }).then(done, (e) => done(String(e)))");
    }

    boolean isWiderThanItsWindow() {
        return Boolean.TRUE.equals(js("return document.documentElement.scrollWidth > innerWidth"));
    }

    /** What the browser complained of since it was last asked, but for what the API refused: the page tells that. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.matches(".*/api/v1/.* the server responded with a status of [45].*"))
                .toList();
    }

    /** The addresses of all requests since it was last asked. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> JsonMapper.shared().readTree(entry.getMessage()).path("message"))
                .filter(message -> message.path("method").asString().equals("Network.requestWillBeSent"))
                .map((JsonNode message) ->
                        message.path("params").path("request").path("url").asString())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
