package io.minikafka.store.segment;

import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.StoredMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One message in a segment, format version 1. All numbers are big-endian.
 *
 * <pre>
 *  0      4        8      9         17          25
 *  +------+--------+------+---------+-----------+---------+-------------+--------------+
 *  | crc  | length | attr | offset  | timestamp | [key]   | [headers]   | value        |
 *  +------+--------+------+---------+-----------+---------+-------------+--------------+
 *
 *  length   bytes after the length field, so 17 or more
 *  crc      CRC-32C of all bytes from the length field on, xor the segment's salt
 *  attr     bit 0: there is a key, bit 1: there are headers, others 0
 *  key      length (4 bytes), bytes
 *  headers  count (4), then for each: name length (4), name in UTF-8, value length (4), value
 *  value    what remains
 * </pre>
 *
 * The offset is in every frame, though the order implies it, so that a frame found after damage tells which it is.
 */
final class FrameFormat {
    /** A frame without key, headers and value. */
    static final int LEAST_BYTES = 25;

    /** Returned by {@link #check}: the frame goes on beyond the available bytes. */
    static final int INCOMPLETE = 0;

    /** Returned by {@link #check}: this is not the expected frame, or not as it was written. */
    static final int DAMAGED = -1;

    private static final int CRC_BYTES = 4;
    private static final int LENGTH_AT = 4;
    private static final int PREFIX_BYTES = 8;
    private static final int ATTRIBUTES_AT = 8;
    private static final int OFFSET_AT = 9;
    private static final int TIMESTAMP_AT = 17;
    private static final int HAS_KEY = 1;
    private static final int HAS_HEADERS = 2;

    private FrameFormat() {}

    /** The size of the message's frame. */
    static long sizeOf(Message message) {
        long size = LEAST_BYTES + (long) message.value().length();
        Bytes key = message.key();
        if (key != null) {
            size += 4 + key.length();
        }
        if (!message.headers().isEmpty()) {
            size += 4;
            for (Header header : message.headers()) {
                size += 8L + utf8Length(header.name()) + header.value().length();
            }
        }
        return size;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Puts the message's frame at the buffer's position.
     *
     * @param checked another view of the buffer's bytes, whose position and limit may be changed
     * @param size the frame's, as {@link #sizeOf} says; the buffer has room for it
     */
    static void encode(
            ByteBuffer target,
            ByteBuffer checked,
            CRC32C crc,
            int salt,
            int size,
            long offset,
            long timestamp,
            Message message) {
        int start = target.position();
        Bytes key = message.key();
        List<Header> headers = message.headers();
        target.position(start + CRC_BYTES);
        target.putInt(size - PREFIX_BYTES);
        target.put((byte) ((key == null ? 0 : HAS_KEY) | (headers.isEmpty() ? 0 : HAS_HEADERS)));
        target.putLong(offset);
        target.putLong(timestamp);
        if (key != null) {
            target.putInt(key.length());
            key.writeTo(target);
        }
        if (!headers.isEmpty()) {
            encodeHeaders(target, headers);
        }
        message.value().writeTo(target);
        checked.limit(start + size).position(start + LENGTH_AT);
        crc.reset();
        crc.update(checked);
        target.putInt(start, (int) crc.getValue() ^ salt);
    }

    private static void encodeHeaders(ByteBuffer target, List<Header> headers) {
        target.putInt(headers.size());
        for (Header header : headers) {
            byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
            target.putInt(name.length);
            target.put(name);
            target.putInt(header.value().length());
            header.value().writeTo(target);
        }
    }

    static long offsetAt(ByteBuffer bytes, int at) {
        return bytes.getLong(at + OFFSET_AT);
    }

    static long timestampAt(ByteBuffer bytes, int at) {
        return bytes.getLong(at + TIMESTAMP_AT);
    }

    /** The size that the frame at this place claims to have; at least {@link #LEAST_BYTES} bytes are available. */
    static long claimedSize(ByteBuffer bytes, int at) {
        return PREFIX_BYTES + (long) bytes.getInt(at + LENGTH_AT);
    }

    /**
     * Judges the frame at {@code at} by its length and offset, not by its checksum.
     *
     * @param bytes a heap buffer
     * @param available bytes from {@code at} on
     * @param possible bytes from {@code at} to the end of the segment
     * @return the frame's size, {@link #INCOMPLETE} or {@link #DAMAGED}
     */
    static int peek(ByteBuffer bytes, int at, int available, long possible, long expectedOffset) {
        if (available < LEAST_BYTES) {
            return possible < LEAST_BYTES ? DAMAGED : INCOMPLETE;
        }
        long size = claimedSize(bytes, at);
        if (size < LEAST_BYTES || size > possible || offsetAt(bytes, at) != expectedOffset) {
            return DAMAGED;
        }
        return size > available ? INCOMPLETE : (int) size;
    }

    /** Like {@link #peek}, and the checksum is right. */
    static int check(
            ByteBuffer bytes, int at, int available, long possible, long expectedOffset, int salt, CRC32C crc) {
        int size = peek(bytes, at, available, possible, expectedOffset);
        return size > 0 && !isIntact(bytes, at, size, salt, crc) ? DAMAGED : size;
    }

    static boolean isIntact(ByteBuffer bytes, int at, int size, int salt, CRC32C crc) {
        crc.reset();
        crc.update(bytes.array(), bytes.arrayOffset() + at + LENGTH_AT, size - LENGTH_AT);
        return ((int) crc.getValue() ^ salt) == bytes.getInt(at);
    }

    /** The message of a frame that was checked; its bytes are slices of the buffer's array. */
    static StoredMessage decode(ByteBuffer bytes, int at, int size) {
        byte[] array = bytes.array();
        int base = bytes.arrayOffset();
        int attributes = bytes.get(at + ATTRIBUTES_AT);
        int next = at + LEAST_BYTES;
        @Nullable Bytes key = null;
        if ((attributes & HAS_KEY) != 0) {
            int length = bytes.getInt(next);
            key = Bytes.wrap(array, base + next + 4, length);
            next += 4 + length;
        }
        List<Header> headers = List.of();
        if ((attributes & HAS_HEADERS) != 0) {
            int count = bytes.getInt(next);
            next += 4;
            headers = new ArrayList<>(Math.min(count, 64));
            for (int i = 0; i < count; i++) {
                int nameLength = bytes.getInt(next);
                String name = new String(array, base + next + 4, nameLength, StandardCharsets.UTF_8);
                next += 4 + nameLength;
                int valueLength = bytes.getInt(next);
                headers.add(new Header(name, Bytes.wrap(array, base + next + 4, valueLength)));
                next += 4 + valueLength;
            }
        }
        Bytes value = Bytes.wrap(array, base + next, at + size - next);
        return new StoredMessage(offsetAt(bytes, at), timestampAt(bytes, at), key, value, headers);
    }
}
