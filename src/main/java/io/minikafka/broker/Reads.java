package io.minikafka.broker;

import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;

/** Reading from a {@link Start} rather than from an offset. */
final class Reads {
    private Reads() {}

    static ReadResult from(MessageStore store, TopicPartition partition, Start start, FetchLimits limits) {
        if (start instanceof Start.AtOffset at) {
            return read(store, partition, at.offset(), limits);
        }
        if (start instanceof Start.AtTimestamp at) {
            return withoutSkipped(read(store, partition, store.offsetAt(partition, at.timestamp()), limits));
        }
        if (start instanceof Start.Earliest) {
            return withoutSkipped(read(store, partition, store.logStartOffset(partition), limits));
        }
        return read(store, partition, store.logEndOffset(partition), limits);
    }

    private static ReadResult read(MessageStore store, TopicPartition partition, long offset, FetchLimits limits) {
        return store.read(partition, offset, limits.maxMessages(), limits.maxBytes());
    }

    /** What left between finding the offset and reading from it is not missed by one who never named an offset. */
    private static ReadResult withoutSkipped(ReadResult result) {
        return result.skipped() == 0
                ? result
                : new ReadResult(
                        result.messages(), result.nextOffset(), result.logStartOffset(), result.logEndOffset(), 0);
    }
}
