package io.minikafka.metrics;

import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.Arrays;

/** What is asked about one topic's log when somebody looks. Safe for use by many threads. */
final class TopicLog {
    private final MessageStore store;
    private final TopicName topic;

    // Guarded by this. By partition: where it started when the looking began, and where it started at the last look.
    private long[] firstStarts = {};
    private long[] starts = {};

    TopicLog(MessageStore store, TopicName topic) {
        this.store = store;
        this.topic = topic;
        expired();
    }

    int partitions() {
        try {
            return store.settings(topic).partitions();
        } catch (StoreException e) {
            return 0;
        }
    }

    TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    /** Bytes of all partitions. */
    long size() {
        long bytes = 0;
        for (int i = 0, count = partitions(); i < count; i++) {
            try {
                bytes += store.sizeInBytes(partition(i));
            } catch (StoreException e) {
                // It has just gone.
                return bytes;
            }
        }
        return bytes;
    }

    /** Not a number when the topic cannot be asked. */
    double startOffset(int partition) {
        try {
            return store.logStartOffset(partition(partition));
        } catch (StoreException e) {
            return Double.NaN;
        }
    }

    /** Not a number when the topic cannot be asked. */
    double endOffset(int partition) {
        try {
            return store.logEndOffset(partition(partition));
        } catch (StoreException e) {
            return Double.NaN;
        }
    }

    /** How many messages have left by retention since the looking began; of a topic that has gone, until the last look. */
    synchronized long expired() {
        lookAtStarts();
        long expired = 0;
        for (int i = 0; i < starts.length; i++) {
            expired += starts[i] - firstStarts[i];
        }
        return expired;
    }

    private void lookAtStarts() {
        try {
            int before = starts.length;
            int count = Math.max(before, partitions());
            long[] looked = Arrays.copyOf(starts, count);
            for (int i = 0; i < count; i++) {
                looked[i] = Math.max(looked[i], store.logStartOffset(partition(i)));
            }
            if (count > before) {
                firstStarts = Arrays.copyOf(firstStarts, count);
                System.arraycopy(looked, before, firstStarts, before, count - before);
            }
            starts = looked;
        } catch (StoreException e) {
            // It has gone, or its files cannot be read: what is known stays.
        }
    }
}
