package io.minikafka.resp;

import io.minikafka.group.OffsetLog;
import io.minikafka.grpc.TestStore;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import java.nio.file.Path;

/** A store with its log of commits. */
final class StoredBackend implements RespBackend {
    final TestStore kind;
    MessageStore store;
    private OffsetLog offsets;

    StoredBackend(TestStore kind) {
        this.kind = kind;
    }

    @Override
    public TestRespDoor open(Path root, MutableClock clock, TestRespDoor.Settings settings) {
        store = kind.open(root, clock);
        offsets = kind.openOffsets(root);
        return new TestRespDoor(store, offsets, settings);
    }

    @Override
    public void close() {
        offsets.close();
        store.close();
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
