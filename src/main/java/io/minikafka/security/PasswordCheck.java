package io.minikafka.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.Predicate;

/** Knows a password without telling it. Takes the same time wherever another differs. Safe for use by many threads. */
public interface PasswordCheck {
    /** Whether this is the password. */
    boolean matches(String given);

    /** Whether this takes so long, as it should where a stolen file must not give passwords away, that others wait. */
    boolean isSlow();

    /** A slow one. */
    static PasswordCheck slow(Predicate<String> matches) {
        return new PasswordCheck() {
            @Override
            public boolean matches(String given) {
                return matches.test(given);
            }

            @Override
            public boolean isSlow() {
                return true;
            }
        };
    }

    /** Of a password that the settings have as it is. */
    static PasswordCheck plain(String password) {
        byte[] expected = sha256(password);
        return new PasswordCheck() {
            @Override
            public boolean matches(String given) {
                return MessageDigest.isEqual(expected, sha256(given));
            }

            @Override
            public boolean isSlow() {
                return false;
            }
        };
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
