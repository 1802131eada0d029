package io.minikafka.resp;

import io.minikafka.security.Authenticator;
import io.minikafka.security.Caller;
import io.minikafka.security.Credentials;
import io.minikafka.security.Origin;
import io.minikafka.security.Refusal;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a connection's user changes. What follows on the connection waits until the password is verified. */
final class Login {
    private static final String WRONG_PASSWORD = "WRONGPASS invalid username-password pair or user is disabled.";

    private final Authenticator authenticator;

    Login(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    CompletableFuture<Caller> caller(RespConnection connection, String user, String password) {
        return authenticator.authenticate(
                new Credentials.Password(user, password),
                new Origin(Origin.Door.REDIS, connection.session().peer()));
    }

    /**
     * Has the connection used by the caller, now or when it is known, and then replies. To be called on the event loop.
     *
     * @param now replies at once
     * @param later completes a reply, on the event loop, that has its place in the order
     * @throws CommandException when it is known already that there is no such caller
     */
    void begin(
            RespConnection connection, CompletableFuture<Caller> caller, Runnable now, Consumer<PendingReply> later) {
        if (caller.isDone()) {
            connection.usedBy(join(caller));
            now.run();
            return;
        }
        PendingReply reply = connection.replies().await(new PendingReply(connection));
        caller.whenComplete(
                (found, failure) -> connection.loop().execute(() -> end(connection, found, failure, reply, later)));
    }

    private static Caller join(CompletableFuture<Caller> caller) {
        try {
            return caller.join();
        } catch (CompletionException e) {
            throw new CommandException(text(e));
        }
    }

    private static void end(
            RespConnection connection,
            @Nullable Caller caller,
            @Nullable Throwable failure,
            PendingReply reply,
            Consumer<PendingReply> later) {
        if (connection.isClosed()) {
            return;
        }
        try {
            if (failure != null) {
                throw new CommandException(text(failure));
            }
            connection.usedBy(Objects.requireNonNull(caller));
            later.accept(reply);
        } catch (CommandException e) {
            reply.complete(out -> out.error(e.text()));
        }
    }

    private static String text(Throwable failure) {
        Refusal refusal = Refusal.in(failure);
        if (refusal == null) {
            return RespFailures.ERR.text(failure);
        }
        return refusal.reason() == Refusal.Reason.WRONG ? WRONG_PASSWORD : "ERR " + refusal.getMessage();
    }
}
