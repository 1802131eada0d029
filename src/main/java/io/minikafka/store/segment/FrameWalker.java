package io.minikafka.store.segment;

import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks over a segment's frames, checking each, and finds the way on after damage. For recovery and for finding a
 * place; not the path that messages are read by. For one thread.
 */
final class FrameWalker {
    private static final int CHUNK_BYTES = 64 << 10;

    private final StoreFile file;
    private final int salt;
    private final long end;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).limit(0);
    private long chunkPosition;

    private long nextPosition;
    private long expectedOffset;

    private long position;
    private long offset;
    private long timestamp;

    /**
     * @param position where a frame begins, or should
     * @param expectedOffset the frame's offset
     * @param end where the segment's bytes end
     */
    FrameWalker(StoreFile file, int salt, long position, long expectedOffset, long end) {
        this.file = file;
        this.salt = salt;
        this.nextPosition = position;
        this.expectedOffset = expectedOffset;
        this.end = end;
    }

    /** What {@link #next} came to. */
    enum Step {
        /** A whole frame; {@link #position}, {@link #offset} and {@link #timestamp} are its. */
        FRAME,
        /** No whole frame where there should be one. The walk stays there; see {@link #skipDamage}. */
        DAMAGE,
        /** The end of the segment's bytes, at a frame's end. */
        END
    }

    Step next() throws IOException {
        if (nextPosition == end) {
            return Step.END;
        }
        int size = frameAt(nextPosition, expectedOffset);
        if (size <= 0) {
            return Step.DAMAGE;
        }
        accept(nextPosition, size);
        return Step.FRAME;
    }

    /**
     * Looks for the next whole frame behind the place where {@link #next} found damage, byte by byte. When there is one
     * the walk goes on with it, and {@link #expectedOffset} tells its offset; otherwise nothing changes.
     */
    boolean skipDamage() throws IOException {
        for (long at = nextPosition + 1; end - at >= FrameFormat.LEAST_BYTES; at++) {
            int here = require(at, FrameFormat.LEAST_BYTES);
            long found = FrameFormat.offsetAt(chunk, here);
            // No more frames than fit between here and there can have been lost.
            long most = expectedOffset + (at - nextPosition) / FrameFormat.LEAST_BYTES + 1;
            if (found > expectedOffset && found <= most && frameAt(at, found) > 0) {
                nextPosition = at;
                expectedOffset = found;
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes where {@link #next} found damage could be a frame that is all there, but changed. */
    boolean claimsWholeFrame() throws IOException {
        if (end - nextPosition < FrameFormat.LEAST_BYTES) {
            return false;
        }
        long claimed = FrameFormat.claimedSize(chunk, require(nextPosition, FrameFormat.LEAST_BYTES));
        return claimed >= FrameFormat.LEAST_BYTES && claimed <= end - nextPosition;
    }

    /** Where the last frame begins. */
    long position() {
        return position;
    }

    long offset() {
        return offset;
    }

    long timestamp() {
        return timestamp;
    }

    /** Where the next frame should begin. */
    long nextPosition() {
        return nextPosition;
    }

    /** The offset that the next frame should have. */
    long expectedOffset() {
        return expectedOffset;
    }

    private void accept(long at, int size) {
        int here = (int) (at - chunkPosition);
        position = at;
        offset = expectedOffset;
        timestamp = FrameFormat.timestampAt(chunk, here);
        nextPosition = at + size;
        expectedOffset++;
    }

    private int frameAt(long at, long wanted) throws IOException {
        long possible = end - at;
        if (possible < FrameFormat.LEAST_BYTES) {
            return FrameFormat.DAMAGED;
        }
        int here = require(at, FrameFormat.LEAST_BYTES);
        int size = FrameFormat.peek(chunk, here, chunk.limit() - here, possible, wanted);
        if (size == FrameFormat.INCOMPLETE) {
            size = (int) Math.min(Integer.MAX_VALUE, FrameFormat.claimedSize(chunk, here));
            here = require(at, size);
        }
        return size > 0 && FrameFormat.isIntact(chunk, here, size, salt, crc) ? size : FrameFormat.DAMAGED;
    }

    /** Has the chunk hold the bytes from {@code at} on, and tells where in the chunk they begin. */
    private int require(long at, int bytes) throws IOException {
        long here = at - chunkPosition;
        if (here < 0 || here + bytes > chunk.limit()) {
            if (chunk.capacity() < bytes) {
                chunk = ByteBuffer.allocate(bytes);
            }
            chunk.clear().limit((int) Math.min(chunk.capacity(), end - at));
            file.readFully(chunk, at);
            if (chunk.hasRemaining()) {
                throw new IOException("The file ends at " + (at + chunk.position()) + ", before " + end);
            }
            chunkPosition = at;
            here = 0;
        }
        return (int) here;
    }
}
