package io.minikafka.store;

/**
 * Places keys as Apache Kafka's default partitioner does ({@code BuiltInPartitioner.partitionForKey}): the positive part
 * of the key's 32-bit murmur2 hash, modulo the number of partitions. A topic moved to Kafka keeps its keys in place.
 */
public final class KeyPartitioner {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private KeyPartitioner() {}

    /** A partition from 0 to {@code partitions - 1}. */
    public static int partitionFor(Bytes key, int partitions) {
        return partitions == 1 ? 0 : (murmur2(key) & Integer.MAX_VALUE) % partitions;
    }

    static int murmur2(Bytes key) {
        int length = key.length();
        int hash = SEED ^ length;
        int at = 0;
        for (; length - at >= 4; at += 4) {
            int k = word(key, at) * M;
            hash = (hash * M) ^ ((k ^ (k >>> R)) * M);
        }
        int rest = length - at;
        if (rest >= 3) {
            hash ^= (key.at(at + 2) & 0xff) << 16;
        }
        if (rest >= 2) {
            hash ^= (key.at(at + 1) & 0xff) << 8;
        }
        if (rest >= 1) {
            hash = (hash ^ (key.at(at) & 0xff)) * M;
        }
        hash = (hash ^ (hash >>> 13)) * M;
        return hash ^ (hash >>> 15);
    }

    private static int word(Bytes key, int at) {
        return (key.at(at) & 0xff)
                | (key.at(at + 1) & 0xff) << 8
                | (key.at(at + 2) & 0xff) << 16
                | (key.at(at + 3) & 0xff) << 24;
    }
}
