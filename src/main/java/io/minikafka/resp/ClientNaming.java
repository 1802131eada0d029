package io.minikafka.resp;

import io.minikafka.group.GroupName;
import org.jspecify.annotations.Nullable;

/** How a connection gets its name, and with it its group. */
final class ClientNaming {
    private static final int MOST_CHARACTERS = 4 * GroupName.MAX_BYTES;

    private final ClientNames names;

    ClientNaming(ClientNames names) {
        this.names = names;
    }

    /**
     * Names a connection, and then replies. A name with a colon is a member's of a group, unique and for good; any other
     * is for people, and may change.
     *
     * @throws CommandException when the name is illegal, or the connection is a group's member already
     */
    void name(RespConnection connection, String name, Reply named) {
        GroupIdentity wanted = wanted(connection.session(), name);
        if (wanted == null) {
            connection.reply(named);
        } else {
            take(connection, wanted, named, connection.replies().await(new PendingReply(connection)));
        }
    }

    /** The same where the reply has its place already. */
    void name(RespConnection connection, String name, Reply named, PendingReply reply) {
        GroupIdentity wanted = wanted(connection.session(), name);
        if (wanted == null) {
            reply.complete(named);
        } else {
            take(connection, wanted, named, reply);
        }
    }

    /** Whom it is to be in which group; null for a name for people, which it then has. */
    private static @Nullable GroupIdentity wanted(RespSession session, String name) {
        check(name);
        GroupIdentity current = session.identity();
        GroupIdentity wanted = GroupIdentity.of(name);
        if (current != null && !current.equals(wanted)) {
            throw new CommandException("CONS Client ID is already set to " + current);
        }
        if (wanted == null) {
            session.name(name.isEmpty() ? null : name);
        }
        return wanted;
    }

    private void take(RespConnection connection, GroupIdentity wanted, Reply named, PendingReply reply) {
        String name = wanted.toString();
        RespSession session = connection.session();
        names.take(name, session).thenAccept(isTaken -> {
            boolean handled =
                    connection.loop().execute(() -> reply.complete(outcome(connection, wanted, isTaken, named)));
            if (!handled && isTaken) {
                names.free(name, session);
            }
        });
    }

    private Reply outcome(RespConnection connection, GroupIdentity wanted, boolean isTaken, Reply named) {
        String name = wanted.toString();
        if (!isTaken) {
            return out -> out.error("CONS id " + name + " is already taken");
        }
        if (connection.isClosed()) {
            names.free(name, connection.session());
        } else {
            connection.session().identity(wanted);
            connection.session().name(name);
        }
        return named;
    }

    /** Whether it has printable ASCII characters only, and no spaces. */
    static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** In Redis's words. They keep a list of clients readable. */
    private static void check(String name) {
        if (name.length() > MOST_CHARACTERS) {
            throw new CommandException(
                    "ERR Client names have at most " + MOST_CHARACTERS + " characters, this one has " + name.length());
        }
        if (!isPlain(name)) {
            throw new CommandException("ERR Client names cannot contain spaces, newlines or special characters.");
        }
    }
}
