package io.minikafka.store.segment;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers in which batches are encoded before they are written: one write for many messages, whatever their
 * number. A pool and not one for each partition (there may be thousands) or thread (there may be virtual ones).
 */
final class BufferPool {
    static final int BUFFER_BYTES = 256 << 10;

    private static final int KEPT = 16;

    private final ArrayBlockingQueue<Scratch> free = new ArrayBlockingQueue<>(KEPT);

    /** A buffer, a second view of its bytes to compute checksums over, and the checksum. */
    record Scratch(ByteBuffer buffer, ByteBuffer view, CRC32C crc) {
        private static Scratch create() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            return new Scratch(buffer, buffer.duplicate(), new CRC32C());
        }
    }

    /** An empty buffer, to be given back. */
    Scratch take() {
        @Nullable Scratch scratch = free.poll();
        if (scratch == null) {
            return Scratch.create();
        }
        scratch.buffer().clear();
        return scratch;
    }

    void giveBack(Scratch scratch) {
        // One too many is left to the garbage collector.
        boolean kept = free.offer(scratch);
        assert kept || free.remainingCapacity() == 0;
    }
}
