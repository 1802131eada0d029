package io.minikafka.security;

import java.util.List;
import java.util.concurrent.Executor;

/** Accounts for tests of the doors. */
public final class TestAccounts {
    private TestAccounts() {}

    /** Whose passwords are verified at once. */
    public static Authenticator of(Account... accounts) {
        return of(Runnable::run, accounts);
    }

    /** @param verifications runs what verifies slow passwords */
    public static Authenticator of(Executor verifications, Account... accounts) {
        return new Accounts(List.of(accounts), new TokenTable(), verifications, RefusalListener.NONE);
    }

    /** One with a slow password. */
    public static Account account(String name, String password, String... grants) {
        return new Account(
                name,
                PasswordCheck.slow(password::equals),
                List.of(grants).stream().map(Grant::of).toList());
    }
}
