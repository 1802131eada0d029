package io.minikafka.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for an acknowledgement: one message, or those of a list that one request took. */
sealed interface PendingSend {
    /** How many messages of the request are this send's. */
    int count();

    /** Takes {@link #count()} places from the acknowledgement. */
    void acknowledge(Placements.Cursor acknowledged);

    void fail(MinikafkaException failure);

    /** The future itself, so that a message costs one object here. */
    final class OfMessage extends CompletableFuture<RecordMetadata> implements PendingSend {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public void acknowledge(Placements.Cursor acknowledged) {
            complete(acknowledged.next());
        }

        @Override
        public void fail(MinikafkaException failure) {
            completeExceptionally(failure);
        }
    }

    /** The part of a list that one request took. */
    record OfPart(OfList list, int count) implements PendingSend {
        @Override
        public void acknowledge(Placements.Cursor acknowledged) {
            list.acknowledged(acknowledged.next(count));
        }

        @Override
        public void fail(MinikafkaException failure) {
            list.completeExceptionally(failure);
        }
    }

    /** Completes when all parts are acknowledged. They are so one after the other, in order. */
    final class OfList extends CompletableFuture<List<RecordMetadata>> {
        private final int count;
        private final List<Placements> parts = new ArrayList<>(1);
        private int acknowledged;

        OfList(int count) {
            this.count = count;
        }

        private void acknowledged(Placements part) {
            parts.add(part);
            acknowledged += part.size();
            if (acknowledged == count) {
                complete(Placements.concat(parts));
            }
        }
    }
}
