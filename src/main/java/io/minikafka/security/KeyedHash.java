package io.minikafka.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands for texts in memory without telling them: HMAC-SHA-256 with a key of this process's own. Safe for use by many
 * threads.
 */
final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    KeyedHash() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    /** Of the texts in this order. */
    ByteBuffer of(String... texts) {
        Mac mac;
        try {
            mac = (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " can be cloned", e);
        }
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            // The length in front: where one text ends must make a difference.
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            mac.update(bytes);
        }
        return ByteBuffer.wrap(mac.doFinal());
    }
}
