package io.minikafka.group;

import io.minikafka.group.OffsetFileHead.Kind;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A walk over a whole file of offsets, from damage on to the next whole record.
 *
 * @param head empty when it is damaged, too short or names another sequence
 * @param records how many whole ones there are
 * @param damagedBytes how many there are before whole records that are no part of any
 * @param firstDamage where the first of those is
 * @param end behind the last whole record
 * @param size of the file
 * @param tailClaims whether what follows the last whole record looks like a record of which every byte is there, rather
 *     than like a write that was cut short
 */
record OffsetFileScan(
        Optional<OffsetFileHead> head,
        long records,
        long damagedBytes,
        long firstDamage,
        long end,
        long size,
        boolean tailClaims) {
    private static final int WINDOW_BYTES = 64 << 10;

    /** What a long walk or a long write does now and then; ends it by what it throws. */
    @FunctionalInterface
    interface Pause {
        void now() throws IOException;

        Pause NONE = () -> {};
    }

    /** Whether every byte is part of what was written. */
    boolean isWhole() {
        return head.isPresent()
                && end == size
                && damagedBytes == 0
                && (head.get().kind() == Kind.LOG || head.get().records() == records);
    }

    /** Bytes behind the last whole record. */
    long tailBytes() {
        return size - end;
    }

    /** @param target gets the commits in their order */
    static OffsetFileScan scan(StoreFile file, Kind kind, long sequence, Consumer<OffsetCommit> target, Pause pause)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(WINDOW_BYTES);
        long size = file.size();
        long windowAt = load(file, bytes, 0);
        Optional<OffsetFileHead> head =
                OffsetFileHead.decode(kind, bytes).filter(decoded -> decoded.sequence() == sequence);
        long position = Math.min(OffsetFileHead.BYTES, size);
        long end = position;
        long records = 0;
        long damagedBytes = 0;
        long firstDamage = -1;
        boolean tailClaims = false;
        while (position < size) {
            if (windowAt + bytes.limit() < Math.min(size, position + OffsetRecordFormat.MOST_BYTES)) {
                pause.now();
                windowAt = load(file, bytes, position);
            }
            int at = (int) (position - windowAt);
            int found = OffsetRecordFormat.sizeAt(bytes, at, sequence);
            Optional<OffsetCommit> commit =
                    found == OffsetRecordFormat.DAMAGED ? Optional.empty() : OffsetRecordFormat.decode(bytes, at);
            if (commit.isPresent()) {
                if (position > end) {
                    firstDamage = damagedBytes == 0 ? end : firstDamage;
                    damagedBytes += position - end;
                }
                target.accept(commit.get());
                records++;
                position += found;
                end = position;
            } else {
                if (position == end) {
                    int claimed = OffsetRecordFormat.claimedSizeAt(bytes, at);
                    tailClaims = claimed != OffsetRecordFormat.DAMAGED && position + claimed <= size;
                }
                position++;
            }
        }
        return new OffsetFileScan(head, records, damagedBytes, firstDamage, end, size, tailClaims && end < size);
    }

    private static long load(StoreFile file, ByteBuffer window, long position) throws IOException {
        file.readFully(window.clear(), position);
        window.flip();
        return position;
    }
}
