package io.minikafka.resp;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** A command whose first argument says which one is meant, as with {@code CLIENT}. Immutable. */
final class Subcommands implements Command.Handler {
    private final String container;
    private final CommandTable table;

    Subcommands(String container, List<Command> commands) {
        this.container = container;
        this.table = new CommandTable(commands);
    }

    Collection<Command> all() {
        return table.all();
    }

    @Override
    public void execute(RespConnection connection, Request request) {
        Command command = table.find(request.argument(1));
        if (command == null) {
            throw new CommandException("ERR unknown subcommand '" + ErrorTexts.shown(request.argument(1)) + "'. Try "
                    + container.toUpperCase(Locale.ROOT) + " HELP.");
        }
        if (!command.accepts(request.size())) {
            throw new CommandException(ErrorTexts.wrongNumberOfArguments(command));
        }
        if (!command.isPermittedTo(connection.session())) {
            throw new CommandException(ErrorTexts.noPermission(connection.session(), command));
        }
        command.handler().execute(connection, request);
    }
}
