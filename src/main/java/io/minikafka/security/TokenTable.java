package io.minikafka.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose token is whose. Kept by their SHA-256, which is enough because tokens are long and random; looking one up tells
 * by its time nothing that would help to guess a token. Immutable once it is filled.
 */
public final class TokenTable {
    /** Of a token; what is shorter could be guessed. */
    public static final int LEAST_CHARACTERS = 20;

    private final Map<ByteBuffer, Caller> callers = new HashMap<>();

    /**
     * Adds a token.
     *
     * @param sha256 in hexadecimal
     * @return false when another caller has the same one
     * @throws IllegalArgumentException when that is no SHA-256
     */
    public boolean add(String sha256, Caller caller) {
        byte[] bytes = HexFormat.of().parseHex(sha256.strip());
        if (bytes.length != 32) {
            throw new IllegalArgumentException("A SHA-256 has 64 hexadecimal digits");
        }
        return callers.putIfAbsent(ByteBuffer.wrap(bytes), caller) == null;
    }

    public boolean isEmpty() {
        return callers.isEmpty();
    }

    @Nullable
    Caller find(String token) {
        return callers.get(ByteBuffer.wrap(digest(token)));
    }

    /** What {@link #add} takes for a token. */
    public static String sha256(String token) {
        return HexFormat.of().formatHex(digest(token));
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
