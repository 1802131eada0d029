package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.DocumentExamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples in docs/redis.md and README.md. Each terminal they name is a connection, which stays open to the end of
 * the document. In a reply an ellipsis stands for any text.
 */
class RedisExamplesTests extends RespFixture {
    private static final Path DOCUMENT = Path.of("docs", "redis.md");
    private static final Pattern PROMPT = Pattern.compile("(?m)^([a-z]+)> ");

    private record Step(String terminal, String command, String expected) {}

    private static List<Step> steps(String example) {
        List<Step> steps = new ArrayList<>();
        String[] terminals =
                PROMPT.matcher(example).results().map(match -> match.group(1)).toArray(String[]::new);
        String[] parts = PROMPT.split(example);
        assertThat(parts[0]).isEmpty();
        for (int i = 0; i < terminals.length; i++) {
            String[] lines = parts[i + 1].split("\n", 2);
            steps.add(new Step(terminals[i], lines[0], lines[1].stripTrailing()));
        }
        return steps;
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/redis.md", "README.md"})
    void everyReplyIsAsTheDocumentShowsIt(Path document) {
        Map<String, RespClient> terminals = new HashMap<>();
        List<String> examples = DocumentExamples.of(document, "redis");
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            for (Step step : steps(example)) {
                RespClient terminal = terminals.computeIfAbsent(step.terminal(), name -> door.connect());
                terminal.send(step.command() + "\r\n");
                assertThat(seen(terminal, step)).as(step.command()).matches(pattern(step.expected()));
            }
        }
    }

    /** What redis-cli shows: nothing of QUIT, and of MONITOR the line for itself, too. */
    private static String seen(RespClient terminal, Step step) {
        String reply = terminal.reply();
        String text = step.command().matches("(INFO|CLIENT (INFO|LIST)).*")
                ? RedisCliText.ofReport(reply)
                : RedisCliText.of(reply);
        return switch (step.command()) {
            case "QUIT" -> "";
            case "MONITOR" -> text + "\n" + RedisCliText.of(terminal.reply());
            default -> text;
        };
    }

    private static Pattern pattern(String expected) {
        return Pattern.compile(Pattern.quote(expected).replace("…", "\\E.*\\Q") + "\\s*", Pattern.DOTALL);
    }

    @Test
    void everyCommandHasAnExample() {
        String examples = String.join("\n", DocumentExamples.of(DOCUMENT, "redis"));
        String[] names = door.connect().call("COMMAND", "LIST").split("\r\n");
        assertThat(names).hasSizeGreaterThan(20);
        for (int i = 2; i < names.length; i += 2) {
            assertThat(examples).containsPattern("(?m)^[a-z]+> " + names[i].toUpperCase(Locale.ROOT) + "\\b");
        }
    }

    @Test
    void everyExampleInJavaIsCompiled() {
        List<String> examples = DocumentExamples.of(DOCUMENT, "java").stream()
                .map(example -> example.replace("6380", "door.server.port()"))
                .toList();
        DocumentExamples.assertCompiled(examples, 2, "resp/LettuceExampleTests.java", "resp/JedisExampleTests.java");
    }
}
