package io.minikafka.client.redis;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.RecordMetadata;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who waits to hear that a message is stored. Called by one thread at a time, in the messages' order. */
sealed interface Receipt {
    void stored(RecordMetadata place);

    void fail(MinikafkaException failure);

    /** The future itself, so that a message costs one object here. */
    final class OfMessage extends CompletableFuture<RecordMetadata> implements Receipt {
        @Override
        public void stored(RecordMetadata place) {
            complete(place);
        }

        @Override
        public void fail(MinikafkaException failure) {
            completeExceptionally(failure);
        }
    }

    /** Completes when all messages of a list are stored; fails with the first of them. */
    final class OfList extends CompletableFuture<List<RecordMetadata>> implements Receipt {
        private final int count;
        private int stored;

        OfList(int count) {
            this.count = count;
        }

        @Override
        public void stored(RecordMetadata place) {
            stored++;
            if (stored == count) {
                complete(Collections.nCopies(count, place));
            }
        }

        @Override
        public void fail(MinikafkaException failure) {
            completeExceptionally(failure);
        }
    }
}
