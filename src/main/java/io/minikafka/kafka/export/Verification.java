package io.minikafka.kafka.export;

import org.jspecify.annotations.Nullable;

/**
 * How a partition compares on both sides. Compared is what both still have: what retention has taken on one side in the
 * meantime counts on neither.
 *
 * @param sourceCount messages in the source
 * @param sourceDigest SHA-256 over them, in hexadecimal digits; see {@code docs/graduation.md} for what it is made of
 * @param targetCount messages in Kafka
 * @param targetDigest the same over them
 * @param difference the first one, as a text; null when there is none
 */
public record Verification(
        long sourceCount,
        String sourceDigest,
        long targetCount,
        String targetDigest,
        @Nullable String difference) {
    public boolean isSame() {
        return difference == null && sourceCount == targetCount && sourceDigest.equals(targetDigest);
    }
}
