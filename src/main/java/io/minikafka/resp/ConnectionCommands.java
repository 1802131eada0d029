package io.minikafka.resp;

import io.minikafka.resp.Command.Flag;
import io.minikafka.security.Authenticator;
import io.minikafka.security.Caller;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What connections begin and end with, as with Redis. */
final class ConnectionCommands {
    /** Clients look for features by it. */
    static final String REDIS_VERSION = "7.2.0";

    private static final String GROUP = "connection";

    private final Authenticator authenticator;
    private final ClientNaming naming;
    private final Monitors monitors;
    private final Login login;

    ConnectionCommands(Authenticator authenticator, ClientNaming naming, Monitors monitors) {
        this.authenticator = authenticator;
        this.naming = naming;
        this.monitors = monitors;
        this.login = new Login(authenticator);
    }

    List<Command> all() {
        return List.of(
                Command.of("ping", -1, GROUP, "Answers PONG, or its argument", this::ping, Flag.FAST),
                Command.of("echo", 2, GROUP, "Returns its argument", this::echo, Flag.FAST),
                Command.of(
                        "hello",
                        -1,
                        GROUP,
                        "Chooses the protocol version: HELLO [2|3 [AUTH <user> <password>] [SETNAME <name>]]",
                        this::hello,
                        Flag.NO_AUTH,
                        Flag.FAST),
                Command.of(
                        "auth",
                        -2,
                        GROUP,
                        "Authenticates the connection",
                        this::auth,
                        Flag.NO_AUTH,
                        Flag.SKIP_MONITOR,
                        Flag.FAST),
                Command.of("select", 2, GROUP, "Accepts database 0, the only one", this::select, Flag.FAST),
                Command.of("quit", -1, GROUP, "Closes the connection", this::quit, Flag.NO_AUTH, Flag.FAST),
                Command.of(
                        "reset",
                        1,
                        GROUP,
                        "Makes the connection like a new one",
                        this::reset,
                        Flag.NO_AUTH,
                        Flag.FAST));
    }

    private void ping(RespConnection connection, Request request) {
        if (request.size() > 2) {
            throw new CommandException("ERR wrong number of arguments for 'ping' command");
        }
        connection.reply(request.size() == 1 ? out -> out.simple("PONG") : out -> out.bulk(request.argument(1)));
    }

    private void echo(RespConnection connection, Request request) {
        connection.reply(out -> out.bulk(request.argument(1)));
    }

    private void select(RespConnection connection, Request request) {
        if (Numbers.integer(request.text(1), ErrorTexts.NOT_AN_INTEGER) != 0) {
            throw new CommandException("ERR DB index is out of range");
        }
        connection.ok();
    }

    private void quit(RespConnection connection, Request request) {
        String failures = connection.deliveries().takeFailures();
        connection.reply(failures == null ? out -> out.simple("OK") : out -> out.error(failures));
        connection.end();
    }

    private void reset(RespConnection connection, Request request) {
        monitors.remove(connection);
        connection.leaveGroup();
        connection.session().name(null);
        connection.usedBy(connection.callerAtFirst());
        connection.reply(out -> {
            speak(connection, out, RespVersion.RESP2);
            out.simple("RESET");
        });
    }

    private void auth(RespConnection connection, Request request) {
        if (request.size() > 3) {
            throw new CommandException(ErrorTexts.SYNTAX);
        }
        if (request.size() == 2 && !authenticator.isRequired()) {
            throw new CommandException(
                    "ERR AUTH <password> called without any password configured for the default user. "
                            + "Are you sure your configuration is correct?");
        }
        String user = request.size() == 2 ? Authenticator.DEFAULT_USER : request.text(1);
        CompletableFuture<Caller> caller = login.caller(connection, user, request.text(request.size() - 1));
        Reply ok = out -> out.simple("OK");
        login.begin(connection, caller, () -> connection.reply(ok), reply -> reply.complete(ok));
    }

    private void hello(RespConnection connection, Request request) {
        RespVersion version = request.size() == 1 ? connection.session().version() : version(request.text(1));
        HelloOptions options = HelloOptions.of(request);
        Reply greeting = out -> {
            speak(connection, out, version);
            greet(connection.session(), out);
        };
        if (options.user() != null && options.password() != null) {
            CompletableFuture<Caller> caller = login.caller(connection, options.user(), options.password());
            login.begin(
                    connection,
                    caller,
                    () -> greet(connection, options.name(), greeting),
                    reply -> greet(connection, options.name(), greeting, reply));
            return;
        }
        if (!connection.session().isAuthenticated()) {
            throw new CommandException(
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise the "
                            + "HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the "
                            + "RESP protocol version at the same time");
        }
        greet(connection, options.name(), greeting);
    }

    private void greet(RespConnection connection, @Nullable String name, Reply greeting) {
        if (name == null) {
            connection.reply(greeting);
        } else {
            naming.name(connection, name, greeting);
        }
    }

    private void greet(RespConnection connection, @Nullable String name, Reply greeting, PendingReply reply) {
        if (name == null) {
            reply.complete(greeting);
        } else {
            naming.name(connection, name, greeting, reply);
        }
    }

    private static RespVersion version(String text) {
        long number = Numbers.integer(text, "ERR Protocol version is not an integer or out of range");
        if (number == 2) {
            return RespVersion.RESP2;
        }
        if (number == 3) {
            return RespVersion.RESP3;
        }
        throw new CommandException("NOPROTO unsupported protocol version");
    }

    private static void speak(RespConnection connection, ReplyWriter out, RespVersion version) {
        connection.session().version(version);
        out.version(version);
    }

    private static void greet(RespSession session, ReplyWriter out) {
        out.map(7);
        out.bulk("server");
        out.bulk("redis");
        out.bulk("version");
        out.bulk(REDIS_VERSION);
        out.bulk("proto");
        out.integer(session.version() == RespVersion.RESP3 ? 3 : 2);
        out.bulk("id");
        out.integer(session.id());
        out.bulk("mode");
        out.bulk("standalone");
        out.bulk("role");
        out.bulk("master");
        out.bulk("modules");
        out.array(0);
    }

    /** What may follow the version. */
    private record HelloOptions(
            @Nullable String user,
            @Nullable String password,
            @Nullable String name) {
        static HelloOptions of(Request request) {
            String user = null;
            String password = null;
            String name = null;
            int i = 2;
            while (i < request.size()) {
                int left = request.size() - i - 1;
                if (request.is(i, "AUTH") && left >= 2) {
                    user = request.text(i + 1);
                    password = request.text(i + 2);
                    i += 3;
                } else if (request.is(i, "SETNAME") && left >= 1) {
                    name = request.text(i + 1);
                    i += 2;
                } else {
                    throw new CommandException(
                            "ERR Syntax error in HELLO option '" + ErrorTexts.shown(request.argument(i)) + "'");
                }
            }
            return new HelloOptions(user, password, name);
        }
    }
}
