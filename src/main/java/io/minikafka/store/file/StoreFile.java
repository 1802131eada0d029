package io.minikafka.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Reading and writing at positions is safe for many threads. After {@link #close} every method but close
 * throws {@link java.nio.channels.ClosedChannelException}.
 */
public interface StoreFile extends Closeable {
    /** Reads at a position; fewer bytes than asked for, or -1 at the end, as in a file channel. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes at a position; perhaps fewer bytes than there are. */
    int write(ByteBuffer source, long position) throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    /** Makes what was written before the call durable, the file's length included. */
    void sync() throws IOException;

    /** Reads until the buffer is full or the file ends, in pieces that keep the JDK's per-thread buffers small. */
    default void readFully(ByteBuffer target, long position) throws IOException {
        int limit = target.limit();
        long at = position;
        try {
            while (target.position() < limit) {
                target.limit(Math.min(limit, target.position() + MAX_TRANSFER));
                int read = read(target, at);
                if (read < 0) {
                    return;
                }
                at += read;
            }
        } finally {
            target.limit(limit);
        }
    }

    /** Writes all that remains in the buffer. */
    default void writeFully(ByteBuffer source, long position) throws IOException {
        int limit = source.limit();
        long at = position;
        try {
            while (source.position() < limit) {
                source.limit(Math.min(limit, source.position() + MAX_TRANSFER));
                at += write(source, at);
            }
        } finally {
            source.limit(limit);
        }
    }

    /** The JDK copies heap buffers through a direct buffer of their size, which it keeps for each thread. */
    int MAX_TRANSFER = 256 << 10;
}
