package io.minikafka.resp;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A command the door knows.
 *
 * @param name in lower case; with its container's and a bar before it if it is a subcommand
 * @param arity number of arguments, the name (and the subcommand's) included; negative for at least so many
 * @param group where Redis's documentation would list it
 */
record Command(String name, int arity, Set<Flag> flags, String group, String summary, Handler handler) {
    /** Executes a request whose number of arguments fits. Runs on the connection's event loop and must not block. */
    @FunctionalInterface
    interface Handler {
        void execute(RespConnection connection, Request request);
    }

    /** What the door, or a client that asks, must know about a command. */
    enum Flag {
        /** May be executed while replies to earlier commands are outstanding; all others wait for their turn. */
        PIPELINED,
        /**
         * Answered, instead of executed, with what was accepted of the connection before and could not be stored. Of
         * those that deal in messages: clients' libraries send others on their own, and nobody sees the answers.
         */
        TELLS_FAILURES,
        /** Allowed before authentication. */
        NO_AUTH,
        /** Never shown to {@code MONITOR}. */
        SKIP_MONITOR,
        /** For those only who administer the service: it shows or changes what belongs to others. */
        NEEDS_ADMINISTRATOR,
        BLOCKING,
        WRITE,
        READONLY,
        FAST,
        ADMIN;

        /** As Redis writes it. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether Redis has such a flag. */
        boolean isPublic() {
            return this != PIPELINED && this != TELLS_FAILURES && this != NEEDS_ADMINISTRATOR;
        }
    }

    static Command of(String name, int arity, String group, String summary, Handler handler, Flag... flags) {
        return new Command(name, arity, Set.copyOf(List.of(flags)), group, summary, handler);
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** In this order, so that where there are no users it costs a read of a variable. */
    boolean isPermittedTo(RespSession session) {
        return session.isAdministrator() || !has(Flag.NEEDS_ADMINISTRATOR);
    }

    boolean accepts(int arguments) {
        return arity >= 0 ? arguments == arity : arguments >= -arity;
    }

    /** The last part of the name: what the client wrote for it. */
    String word() {
        return name.substring(name.indexOf('|') + 1);
    }
}
