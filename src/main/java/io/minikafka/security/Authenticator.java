package io.minikafka.security;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Says who somebody is. No method blocks. Safe for use by many threads. */
public interface Authenticator {
    /** The user of those who give a password only, as in Redis. */
    String DEFAULT_USER = "default";

    /** Nobody need say who it is, and everybody may do everything. */
    Authenticator NONE = new Authenticator() {
        @Override
        public boolean isRequired() {
            return false;
        }

        /** Who logs in nevertheless is taken for the default user with any password, as by Redis, and for no other. */
        @Override
        public CompletableFuture<Caller> authenticate(Credentials credentials, Origin origin) {
            return credentials instanceof Credentials.Password given
                            && given.user().equals(DEFAULT_USER)
                    ? CompletableFuture.completedFuture(Caller.ANONYMOUS)
                    : CompletableFuture.failedFuture(new Refusal(Refusal.Reason.WRONG));
        }
    };

    /** One password for the default user, the only one, who may do everything. */
    static Authenticator ofPassword(String password) {
        return new Accounts(
                List.of(Account.withAllRights(DEFAULT_USER, PasswordCheck.plain(password))),
                new TokenTable(),
                Runnable::run,
                RefusalListener.NONE);
    }

    /** Whether callers must say who they are before anything else. */
    boolean isRequired();

    /** Whom somebody is taken for who gave no credentials. */
    default Caller withoutCredentials() {
        return isRequired() ? Caller.STRANGER : Caller.ANONYMOUS;
    }

    /** The caller of these credentials; fails with a {@link Refusal}. May complete at once, or on any thread. */
    CompletableFuture<Caller> authenticate(Credentials credentials, Origin origin);
}
