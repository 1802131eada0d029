package io.minikafka.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the service knows.
 *
 * @param password null for who logs in by certificate only
 */
public record Account(String name, @Nullable PasswordCheck password, List<Grant> grants) {
    public Account {
        grants = List.copyOf(grants);
    }

    /** One that may do everything. */
    public static Account withAllRights(String name, PasswordCheck password) {
        return new Account(name, password, Caller.withAllRights(name).grants());
    }

    Caller caller() {
        return new Caller(name, grants);
    }
}
