package io.minikafka.store.segment;

import io.minikafka.store.Message;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes a batch of messages behind a segment's end: encoded one after the other into a buffer that is written when it
 * is full or the batch ends. Copying small messages together and writing once costs less than handing many buffers to
 * one gathering write; and since the JDK copies heap buffers to direct ones of the same size, which it keeps for each
 * thread, a gathering write would not spare large ones the copy either.
 */
final class FrameWriter {
    private final StoreFile file;
    private final SparseIndex index;
    private final int salt;
    private final BufferPool.Scratch scratch;

    /** Where the buffer's first byte will be in the file. */
    private long bufferPosition;

    FrameWriter(ActiveSegment segment, BufferPool.Scratch scratch) {
        this.file = segment.file();
        this.index = segment.index();
        this.salt = segment.salt();
        this.scratch = scratch;
        this.bufferPosition = segment.size();
    }

    /**
     * Writes all messages with one timestamp and the offsets from {@code firstOffset} on, and notes them in the index.
     * When it fails, anything may have been written.
     *
     * @return where the file ends now
     */
    long write(List<Message> messages, long firstOffset, long timestamp) throws IOException {
        ByteBuffer buffer = scratch.buffer();
        ByteBuffer view = scratch.view();
        CRC32C crc = scratch.crc();
        long offset = firstOffset;
        // By index: an iterator for each batch would be garbage on the hottest path.
        for (int i = 0, count = messages.size(); i < count; i++, offset++) {
            Message message = messages.get(i);
            int size = (int) FrameFormat.sizeOf(message);
            if (size > buffer.remaining()) {
                flush();
            }
            index.offer(offset, bufferPosition + buffer.position(), timestamp);
            if (size > buffer.remaining()) {
                writeLarge(message, size, offset, timestamp);
            } else {
                FrameFormat.encode(buffer, view, crc, salt, size, offset, timestamp, message);
            }
        }
        flush();
        return bufferPosition;
    }

    private void writeLarge(Message message, int size, long offset, long timestamp) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(size);
        FrameFormat.encode(frame, frame.duplicate(), scratch.crc(), salt, size, offset, timestamp, message);
        file.writeFully(frame.flip(), bufferPosition);
        bufferPosition += size;
    }

    private void flush() throws IOException {
        ByteBuffer buffer = scratch.buffer().flip();
        int size = buffer.limit();
        if (size > 0) {
            file.writeFully(buffer, bufferPosition);
            bufferPosition += size;
        }
        buffer.clear();
    }
}
