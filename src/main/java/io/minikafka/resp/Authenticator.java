package io.minikafka.resp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Decides who may use the door. Must not block. Safe for use by many threads. */
public interface Authenticator {
    /** Redis's name for the user of those who name none. */
    String DEFAULT_USER = "default";

    /** Everybody is let in. */
    Authenticator NONE = new Authenticator() {
        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public boolean accepts(String user, String password) {
            return user.equals(DEFAULT_USER);
        }
    };

    /** Whether a connection must authenticate before anything else. */
    boolean isRequired();

    /** Whether this is the password of this user. */
    boolean accepts(String user, String password);

    /** One password for the default user, the only one. */
    static Authenticator ofPassword(String password) {
        byte[] expected = password.getBytes(StandardCharsets.UTF_8);
        return new Authenticator() {
            @Override
            public boolean isRequired() {
                return true;
            }

            @Override
            public boolean accepts(String user, String given) {
                // Takes the same time wherever the two differ.
                boolean equal = MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
                return equal && user.equals(DEFAULT_USER);
            }
        };
    }
}
