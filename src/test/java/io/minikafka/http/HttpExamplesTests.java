package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.DocumentExamples;
import io.minikafka.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in docs/http.md, run by a shell, one after the other. In what they show an ellipsis stands for any text. */
class HttpExamplesTests {
    @TempDir
    private Path root;

    @Test
    void everyAnswerIsAsTheDocumentShowsIt() throws Exception {
        List<String> examples = DocumentExamples.of(Path.of("docs", "http.md"), "console");
        assertThat(examples).hasSizeGreaterThan(4);
        try (RunningServer server = RunningServer.start("--minikafka.root-dir=" + root)) {
            for (String example : examples) {
                assertThat(example).startsWith("$ ");
                for (String step : example.substring(2).split("\n\\$ ")) {
                    String[] commandAndAnswer = step.split("\n", 2);
                    String command = commandAndAnswer[0].replace("localhost:8080", "127.0.0.1:" + server.httpPort());
                    assertThat(output(command)).as(command).matches(pattern(commandAndAnswer[1]));
                }
            }
        }
    }

    private static String output(String command) throws IOException {
        Process shell = new ProcessBuilder("bash", "-c", command).start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Pattern pattern(String expected) {
        return Pattern.compile(
                Pattern.quote(expected.stripTrailing()).replace("…", "\\E.*\\Q") + "\\s*", Pattern.DOTALL);
    }
}
