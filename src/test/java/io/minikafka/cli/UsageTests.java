package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTests {
    private final CommandLineRun run = new CommandLineRun();

    @Test
    void helpListsTheCommands() {
        assertThat(run.run("--help")).isZero();
        assertThat(run.out())
                .contains(
                        "server",
                        "produce",
                        "consume",
                        "topics",
                        "health",
                        "export",
                        "bench",
                        "generate-completion",
                        "Examples:");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"produce", "consume", "topics", "health", "export", "bench", "server"})
    void everyCommandHasHelpWithExamples(String command) {
        assertThat(run.run(command, "--help")).isZero();
        assertThat(run.out()).contains("Usage: minikafka").contains("Examples:");
    }

    @Test
    void theHelpOfTopicsListsWhatThereIsToDo() {
        assertThat(run.run("topics", "--help")).isZero();
        assertThat(run.out()).contains("list", "create", "describe", "update", "delete");
        CommandLineRun create = new CommandLineRun();
        assertThat(create.run("topics", "create", "--help")).isZero();
        assertThat(create.out()).contains("--retention-bytes").contains("Examples:");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(run.run("--version")).isZero();
        assertThat(run.lines()).element(0).asString().matches("minikafka \\d+\\.\\d+.*");
        assertThat(run.out()).contains("Java " + Runtime.version());
    }

    @Test
    void theCompletionScriptKnowsCommandsAndOptions() {
        assertThat(run.run("generate-completion")).isZero();
        assertThat(run.out()).contains("produce", "--key-separator", "describe", "--retention");
    }

    @ParameterizedTest
    @MethodSource
    void wrongUsageEndsWithTwoAndSaysWhatIsAccepted(List<String> args, String said) {
        assertThat(run.run(args.toArray(String[]::new))).isEqualTo(2);
        assertThat(run.err()).startsWith("minikafka: ").contains(said).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    static Stream<Arguments> wrongUsageEndsWithTwoAndSaysWhatIsAccepted() {
        return Stream.of(
                usage("produce", "--topic"),
                usage("produce -t t --header x", "NAME=VALUE"),
                usage("produce -t t --delimiter= ", "--delimiter is empty"),
                usage("produce -t t --delimiter=\\q", "'\\q' has a wrong escape"),
                usage("produce -t t --delimiter=x --whole", "mutually exclusive"),
                usage("produce -t t --delivery often", "at-most-once"),
                usage("produce -t t --timeout 5", "accepted is a number with a unit"),
                usage("produce -t t --timeout 0s", "longer than 0"),
                usage("produce -t t --host a:b:c", "accepted is host:port"),
                usage("produce -t t --tls-key key.pem", "A certificate needs its private key"),
                usage("produce -t t --nonsense", "Unknown option: '--nonsense'"),
                usage("consume -t t --from yesterday", "2026-01-31T08:00:00Z"),
                usage("consume -t t --max 0", "--max is 0"),
                usage("topics", "what to do with topics"),
                usage("topics create", "TOPIC"),
                usage("topics create t --retention-bytes 5XB", "512KB"),
                usage("topics create t --durability paper", "paper"),
                usage("export --from data", "--to-kafka"),
                usage("export --from ./nowhere --to-kafka x:1", "There is no directory ./nowhere"),
                usage("export --from nowhere --to-kafka x:1", "'nowhere' is no directory, and has no port"),
                usage("export --from h:1 --host h:2 --to-kafka x:1", "--from says what to export, and --host does"),
                usage("export --to-kafka x:1 --topic a/b", "a/b"),
                usage("export --to-kafka x:1 --replication-factor 0", "replication factor is 0"),
                usage("export --to-kafka x:1 --group g --no-groups", "mutually exclusive"),
                usage("export --to-kafka x:1 --dry-run --verify-only", "mutually exclusive"),
                usage("bench nothing", "nothing"),
                usage("bench --size -1", "-1"),
                usage("prodcue -t t", "produce"));
    }

    private static Arguments usage(String args, String said) {
        return Arguments.of(Arrays.asList(args.split(" ")), said);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "server, true",
        "server --minikafka.host=:9999, true",
        "--minikafka.host=:9999, true",
        "--help, false",
        "--version, false",
        "server --help, false",
        "produce, false",
        "consume --host=x, false",
        "nonsense, false",
    })
    void theServiceStartsWithoutArgumentsOrWithSettings(String args, boolean server) {
        assertThat(Main.startsServer(args.isEmpty() ? new String[0] : args.split(" ")))
                .isEqualTo(server);
    }
}
