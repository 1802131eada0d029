package io.minikafka.security;

/** What somebody gives as a proof of who it is. Never shown: {@code toString} has no secrets. */
public sealed interface Credentials {
    record Password(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "password";
        }
    }

    record Token(String value) implements Credentials {
        @Override
        public String toString() {
            return "token";
        }
    }

    /**
     * A client's certificate. The transport has verified that a trusted authority signed it, and that the client has its
     * key.
     */
    record Certificate(String commonName) implements Credentials {
        @Override
        public String toString() {
            return "certificate";
        }
    }

    /** Something that is neither. */
    record Unreadable() implements Credentials {
        @Override
        public String toString() {
            return "credentials that cannot be read";
        }
    }
}
