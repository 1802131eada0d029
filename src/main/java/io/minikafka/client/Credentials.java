package io.minikafka.client;

import java.util.function.Supplier;

/** Who a client says it is. Never shown: {@code toString} has no secrets. */
public sealed interface Credentials {
    /** @throws IllegalArgumentException when the name is empty or has a colon */
    static Credentials password(String username, String password) {
        return new UsernamePassword(username, password);
    }

    /**
     * A bearer token, for gRPC only.
     *
     * @param token asked for with each call, by threads that must not be kept waiting: have it at hand
     */
    static Credentials token(Supplier<String> token) {
        return new BearerToken(token);
    }

    record UsernamePassword(String username, String password) implements Credentials {
        public UsernamePassword {
            if (username.isEmpty() || username.indexOf(':') >= 0) {
                throw new IllegalArgumentException(
                        "The user name is '" + username + "'; accepted is at least one character, and no colon");
            }
        }

        @Override
        public String toString() {
            return "password of " + username;
        }
    }

    record BearerToken(Supplier<String> token) implements Credentials {
        @Override
        public String toString() {
            return "bearer token";
        }
    }
}
