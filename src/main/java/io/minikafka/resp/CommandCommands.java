package io.minikafka.resp;

import io.minikafka.resp.Command.Flag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code COMMAND}: what the table holds, in Redis's shapes. */
final class CommandCommands {
    private static final String GROUP = "server";

    private final List<Command> commands = new ArrayList<>();
    private final CommandTable table;

    /** @param others what the table is to hold besides {@code COMMAND} itself */
    CommandCommands(Collection<Command> others) {
        Subcommands subcommands = new Subcommands(
                "command",
                List.of(
                        Command.of("command|count", 2, GROUP, "Counts the commands", this::count),
                        Command.of("command|info", -2, GROUP, "Describes commands to programs", this::info),
                        Command.of("command|list", 2, GROUP, "Names the commands", this::list),
                        Command.of("command|docs", -2, GROUP, "Describes commands to people", this::docs)));
        commands.addAll(others);
        commands.add(Command.of(
                "command",
                -1,
                GROUP,
                "Describes the commands",
                (connection, request) -> {
                    if (request.size() == 1) {
                        infoOf(connection, table().all());
                    } else {
                        subcommands.execute(connection, request);
                    }
                },
                Flag.FAST));
        table = new CommandTable(commands);
    }

    /** All commands, {@code COMMAND} among them. */
    CommandTable table() {
        return table;
    }

    private void count(RespConnection connection, Request request) {
        connection.reply(out -> out.integer(commands.size()));
    }

    private void list(RespConnection connection, Request request) {
        connection.reply(out -> {
            out.array(commands.size());
            commands.forEach(command -> out.bulk(command.name()));
        });
    }

    private void info(RespConnection connection, Request request) {
        infoOf(connection, request.size() == 2 ? commands : named(request));
    }

    private List<@Nullable Command> named(Request request) {
        List<@Nullable Command> named = new ArrayList<>();
        for (int i = 2; i < request.size(); i++) {
            named.add(table.find(request.argument(i)));
        }
        return named;
    }

    private static void infoOf(RespConnection connection, Collection<? extends @Nullable Command> asked) {
        connection.reply(out -> {
            out.array(asked.size());
            for (Command command : asked) {
                if (command == null) {
                    out.nullBulk();
                } else {
                    info(out, command);
                }
            }
        });
    }

    /** Name, arity, flags, where keys are (nowhere: there is no cluster to find), categories, tips, keys, subcommands. */
    private static void info(ReplyWriter out, Command command) {
        out.array(10);
        out.bulk(command.name());
        out.integer(command.arity());
        List<Flag> flags =
                command.flags().stream().filter(Flag::isPublic).sorted().toList();
        out.set(flags.size());
        flags.forEach(flag -> out.simple(flag.text()));
        out.integer(0);
        out.integer(0);
        out.integer(0);
        out.set(1);
        out.simple("@" + command.group());
        out.array(0);
        out.array(0);
        Collection<Command> subcommands =
                command.handler() instanceof Subcommands container ? container.all() : List.of();
        out.array(subcommands.size());
        subcommands.forEach(subcommand -> info(out, subcommand));
    }

    private void docs(RespConnection connection, Request request) {
        List<Command> asked = new ArrayList<>();
        for (Command command : request.size() == 2 ? commands : named(request)) {
            if (command != null) {
                asked.add(command);
            }
        }
        connection.reply(out -> docs(out, asked));
    }

    private static void docs(ReplyWriter out, Collection<Command> commands) {
        out.map(commands.size());
        for (Command command : commands) {
            Collection<Command> subcommands =
                    command.handler() instanceof Subcommands container ? container.all() : List.of();
            out.bulk(command.name());
            out.map(subcommands.isEmpty() ? 2 : 3);
            out.bulk("summary");
            out.bulk(command.summary());
            out.bulk("group");
            out.bulk(command.group());
            if (!subcommands.isEmpty()) {
                out.bulk("subcommands");
                docs(out, subcommands);
            }
        }
    }
}
