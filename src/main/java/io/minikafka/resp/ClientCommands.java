package io.minikafka.resp;

import io.minikafka.resp.Command.Flag;
import io.minikafka.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code CLIENT}: names, and what there is to know about connections. */
final class ClientCommands {
    private final Connections connections;
    private final ClientNaming naming;

    ClientCommands(Connections connections, ClientNaming naming) {
        this.connections = connections;
        this.naming = naming;
    }

    List<Command> all() {
        Subcommands client = new Subcommands(
                "client",
                List.of(
                        sub("setname", 3, "Names the connection: <group>:<name>, or any text", this::setName),
                        sub("getname", 2, "Returns the connection's name, or its address", this::getName),
                        sub("setinfo", 4, "Notes the client library's name or version", this::setInfo),
                        sub("id", 2, "Returns the connection's number", this::id),
                        sub("info", 2, "Describes the connection", this::info),
                        sub("list", -2, "Describes all connections", this::list),
                        sub("kill", -3, "Closes connections", this::kill),
                        sub("no-evict", 3, "Accepted, without effect", this::onOrOff),
                        sub("no-touch", 3, "Accepted, without effect", this::onOrOff)));
        return List.of(Command.of(
                "client", -2, "connection", "Names and describes connections", client, Flag.ADMIN, Flag.FAST));
    }

    private static Command sub(String name, int arity, String summary, Command.Handler handler) {
        return Command.of("client|" + name, arity, "connection", summary, handler);
    }

    private void setName(RespConnection connection, Request request) {
        naming.name(connection, request.text(2), out -> out.simple("OK"));
    }

    private void getName(RespConnection connection, Request request) {
        connection.reply(out -> out.bulk(connection.session().shownName()));
    }

    private void setInfo(RespConnection connection, Request request) {
        String value = request.text(3);
        if (!ClientNaming.isPlain(value) || value.length() > 256) {
            throw new CommandException("ERR " + ErrorTexts.shown(request.argument(2))
                    + " cannot contain spaces, newlines or special characters.");
        }
        if (request.is(2, "LIB-NAME")) {
            connection.session().libraryName(value);
        } else if (request.is(2, "LIB-VER")) {
            connection.session().libraryVersion(value);
        } else {
            throw new CommandException("ERR Unrecognized option '" + ErrorTexts.shown(request.argument(2)) + "'");
        }
        connection.ok();
    }

    private void id(RespConnection connection, Request request) {
        connection.reply(out -> out.integer(connection.session().id()));
    }

    private void info(RespConnection connection, Request request) {
        connection.reply(out -> out.verbatim(line(connection.session()) + "\n"));
    }

    private void list(RespConnection connection, Request request) {
        if (request.size() > 2 && !(request.size() == 4 && request.is(2, "TYPE"))) {
            throw new CommandException(ErrorTexts.SYNTAX);
        }
        boolean any = request.size() == 2 || request.is(3, "NORMAL");
        String lines = visibleTo(connection).stream()
                .filter(each -> any)
                .map(each -> line(each.session()) + "\n")
                .collect(Collectors.joining());
        connection.reply(out -> out.verbatim(lines));
    }

    /** Those of the same caller; those who administer the service see all. */
    private List<RespConnection> visibleTo(RespConnection connection) {
        Caller caller = connection.session().caller();
        return connections.all().stream()
                .filter(each ->
                        caller.isAdministrator() || each.session().caller().equals(caller))
                .toList();
    }

    private static String line(RespSession session) {
        String name = session.name();
        return "id=" + session.id() + " addr=" + session.peer() + " laddr=" + session.local() + " fd=-1 name="
                + (name == null ? "" : name) + " age="
                + TimeUnit.NANOSECONDS.toSeconds(session.ageNanos()) + " idle="
                + TimeUnit.NANOSECONDS.toSeconds(session.idleNanos())
                + " flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 cmd=" + session.lastCommand() + " user="
                + session.user() + " redir=-1 resp="
                + (session.version() == RespVersion.RESP3 ? 3 : 2) + " lib-name=" + session.libraryName() + " lib-ver="
                + session.libraryVersion();
    }

    private void kill(RespConnection connection, Request request) {
        if (request.size() == 3) {
            List<RespConnection> found = matching(visibleTo(connection), "ADDR", request.text(2));
            if (found.isEmpty()) {
                throw new CommandException("ERR No such client");
            }
            connection.ok();
            found.forEach(each -> close(each, connection));
            return;
        }
        if (request.size() % 2 != 0) {
            throw new CommandException(ErrorTexts.SYNTAX);
        }
        List<RespConnection> found = new ArrayList<>(visibleTo(connection));
        boolean skipMe = true;
        for (int i = 2; i < request.size(); i += 2) {
            if (request.is(i, "SKIPME")) {
                if (!request.is(i + 1, "YES") && !request.is(i + 1, "NO")) {
                    throw new CommandException(ErrorTexts.SYNTAX);
                }
                skipMe = request.is(i + 1, "YES");
            } else {
                found.retainAll(matching(found, request.text(i).toUpperCase(Locale.ROOT), request.text(i + 1)));
            }
        }
        if (skipMe) {
            found.remove(connection);
        }
        connection.reply(out -> out.integer(found.size()));
        found.forEach(each -> close(each, connection));
    }

    private static List<RespConnection> matching(List<RespConnection> all, String filter, String value) {
        return switch (filter) {
            case "ID" -> {
                String notPositive = "ERR client-id should be greater than 0";
                long id = Numbers.integer(value, notPositive);
                if (id <= 0) {
                    throw new CommandException(notPositive);
                }
                yield all.stream().filter(each -> each.session().id() == id).toList();
            }
            case "ADDR" ->
                all.stream().filter(each -> each.session().peer().equals(value)).toList();
            case "LADDR" ->
                all.stream()
                        .filter(each -> each.session().local().equals(value))
                        .toList();
            case "USER" ->
                all.stream().filter(each -> each.session().user().equals(value)).toList();
            case "TYPE" -> value.equalsIgnoreCase("normal") ? all : List.of();
            default -> throw new CommandException(ErrorTexts.SYNTAX);
        };
    }

    /** Who kills itself is told first. */
    private static void close(RespConnection killed, RespConnection by) {
        if (killed == by) {
            killed.end();
        } else {
            killed.close();
        }
    }

    private void onOrOff(RespConnection connection, Request request) {
        if (!request.is(2, "ON") && !request.is(2, "OFF")) {
            throw new CommandException(ErrorTexts.SYNTAX);
        }
        connection.ok();
    }
}
