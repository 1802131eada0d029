package io.minikafka.store.segment;

import io.minikafka.store.file.FileSystem;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What all partitions of one store share.
 *
 * @param syncer runs group commits, several at a time
 */
record StoreContext(
        FileSystem files,
        SegmentOptions options,
        Clock clock,
        DiskGuard diskGuard,
        BufferPool buffers,
        Executor syncer,
        Listeners listeners) {}
