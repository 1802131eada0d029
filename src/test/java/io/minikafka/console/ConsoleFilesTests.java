package io.minikafka.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.server.RunningServer;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the console's files are handed out. */
class ConsoleFilesTests {
    private static RunningServer server;
    private static Requests http;

    @BeforeAll
    static void start() {
        server = RunningServer.start("--spring.profiles.active=memory");
        http = new Requests(server.httpPort());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String script() {
        Matcher script = Pattern.compile("src=\"(console/[0-9a-f]{16}/)app.js\"")
                .matcher(http.get("/").body());
        assertThat(script.find()).isTrue();
        return "/" + script.group(1);
    }

    @Test
    void thePageIsAskedForEachTimeAndSentOnlyWhenItHasChanged() {
        HttpResponse<String> page = http.get("/");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache, private");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(http.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(http.get("/", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.js:text/javascript",
                "pages/topic.js:text/javascript",
                "style.css:text/css",
                "icon.svg:image/svg+xml",
                "lit-html/lit-html.js:text/javascript",
                "uplot/dist/uPlot.esm.js:text/javascript"
            })
    void whatItLoadsIsKeptForEverByTheVersionOfAllFiles(String fileAndType) {
        String[] parts = fileAndType.split(":");
        HttpResponse<String> file = http.get(script() + parts[0]);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith(parts[1]));
        assertThat(file.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(cache -> assertThat(cache).contains("immutable", "max-age=31536000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "app.js", "style.css"})
    void browsersAreToldToRefuseEverythingElse(String file) {
        HttpResponse<String> answer = http.get(file.equals("/") ? file : script() + file);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains(
                                "default-src 'none'",
                                "frame-ancestors 'none'",
                                "script-src 'self';",
                                "style-src 'self';")
                        .doesNotContain("unsafe"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/0000000000000000/app.js",
                "/console/app.js",
                "/console/",
                "/console",
                "/index.html",
                "/app.js",
                "/webjars/lit-html/3.3.2/lit-html.js",
                "/io/minikafka/console/web/app.js",
                "/application.yml"
            })
    void otherPathsHaveNothing(String path) {
        assertThat(http.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void nothingOfTheClassPathCanBeReachedFromAmongTheFiles() {
        for (String path : new String[] {
            "../application.yml",
            "..%2f..%2f..%2f..%2fapplication.yml",
            "%2e%2e/%2e%2e/app.js",
            "lit-html/../../../../x"
        }) {
            assertThat(http.get(script() + path).statusCode()).as(path).isIn(400, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--minikafka.console.enabled=false", "--minikafka.http.enabled=false"})
    void thereMayBeNone(String setting) {
        try (RunningServer without = RunningServer.start("--spring.profiles.active=memory", setting)) {
            Requests other = new Requests(without.httpPort());
            assertThat(other.get("/").statusCode()).isEqualTo(404);
            assertThat(other.get(script() + "app.js").statusCode()).isEqualTo(404);
            assertThat(other.get("/livez").statusCode()).isEqualTo(200);
        }
    }
}
