package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minikafka.store.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandTableTests {
    private static Command command(String name) {
        return Command.of(name, 1, "test", "Does nothing", (connection, request) -> {});
    }

    @Test
    void commandsAreFoundInAnyCase() {
        Command ping = command("ping");
        CommandTable table = new CommandTable(List.of(ping, command("client|id"), command("pong")));
        assertThat(table.find(Bytes.utf8("ping"))).isSameAs(ping);
        assertThat(table.find(Bytes.utf8("PiNg"))).isSameAs(ping);
        assertThat(table.find(Bytes.utf8("ID"))).isNotNull();
    }

    @Test
    void whatIsNoCommandIsNotFound() {
        CommandTable table = new CommandTable(List.of(command("ping")));
        for (String name : List.of("", "pin", "pings", "p\u0000ng", "0ing", "ping".repeat(1_000))) {
            assertThat(table.find(Bytes.utf8(name))).as(name).isNull();
        }
    }

    @Test
    void manyCommandsDoNotGetInEachOthersWay() {
        List<Command> many =
                IntStream.range(0, 500).mapToObj(i -> command("command" + i)).toList();
        CommandTable table = new CommandTable(many);
        for (Command command : many) {
            assertThat(table.find(Bytes.utf8(command.name()))).isSameAs(command);
        }
        assertThat(table.all()).containsExactlyElementsOf(many);
    }

    @Test
    void oneNameIsOneCommand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandTable(List.of(command("ping"), command("ping"))));
    }

    @Test
    void anArityIsExactOrTheLeast() {
        Command exact = Command.of("a", 2, "test", "", (connection, request) -> {});
        Command least = Command.of("b", -2, "test", "", (connection, request) -> {});
        assertThat(IntStream.rangeClosed(1, 4).filter(exact::accepts)).containsExactly(2);
        assertThat(IntStream.rangeClosed(1, 4).filter(least::accepts)).containsExactly(2, 3, 4);
    }
}
