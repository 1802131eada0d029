package io.minikafka.security;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Somebody is not let in. The message is fit to be shown to it: the same for unknown users and wrong passwords. */
public final class Refusal extends RuntimeException {
    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** No such user, token or certificate's name, or not this password. */
        WRONG("The user is unknown or the password, token or certificate is wrong"),
        /** Too many others are to be verified; to be tried again later. */
        BUSY("Too many logins at the same time; try again");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    Refusal(Reason reason) {
        // Without a stack trace: any peer can cause one, as often as it likes.
        super(reason.text, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return reason.text;
    }

    /** The refusal, wrapped or not, as the dependents of a future see it; null when it is another failure. */
    public static @Nullable Refusal in(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof Refusal refusal ? refusal : null;
    }
}
