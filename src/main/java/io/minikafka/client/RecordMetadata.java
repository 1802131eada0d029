package io.minikafka.client;

/**
 * Where a message was stored: readers find it at this offset of this partition.
 *
 * @param partition from 0; {@value #UNKNOWN} where the protocol does not tell (Redis)
 * @param offset from 0; {@value #UNKNOWN} where the protocol does not tell (Redis)
 */
public record RecordMetadata(String topic, int partition, long offset) {
    /** Stored, but where is not known. */
    public static final int UNKNOWN = -1;

    /** Whether partition and offset are known. */
    public boolean hasOffset() {
        return offset != UNKNOWN;
    }
}
