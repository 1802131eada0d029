package io.minikafka.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of bytes: a slice of an array that nobody changes any more. Slicing copies nothing, so a slice keeps
 * the whole array alive; {@link #compact()} cuts that tie. Equal by content. Safe for use by several threads.
 *
 * <p>Not a {@link ByteBuffer}, because a buffer's position is state: a message handed to two readers would need a
 * duplicate each.
 */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int start;
    private final int length;

    private Bytes(byte[] array, int start, int length) {
        this.array = array;
        this.start = start;
        this.length = length;
    }

    /** The array itself, not a copy: the caller must never change it again. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /**
     * A slice of the array itself, not a copy: the caller must never change it again.
     *
     * @throws IndexOutOfBoundsException when the slice does not lie within the array
     */
    public static Bytes wrap(byte[] array, int start, int length) {
        Objects.checkFromIndexSize(start, length, array.length);
        return new Bytes(array, start, length);
    }

    public static Bytes copyOf(byte[] array) {
        return wrap(array.clone());
    }

    /** A copy of what remains in the buffer, whose position does not move. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return wrap(copy);
    }

    /** The text in UTF-8. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return length;
    }

    public byte at(int index) {
        return array[start + Objects.checkIndex(index, length)];
    }

    /** A read-only view. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, start, length).asReadOnlyBuffer();
    }

    /** Puts all bytes into the buffer at its position. */
    public void writeTo(ByteBuffer target) {
        target.put(array, start, length);
    }

    /** Hands all bytes to a sink, which must not keep the array. */
    public void writeTo(Sink sink) throws IOException {
        sink.write(array, start, length);
    }

    /** What takes bytes, such as {@code OutputStream::write}. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] array, int start, int length) throws IOException;
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, start, start + length);
    }

    /** The bytes read as UTF-8; malformed input becomes U+FFFD. */
    public String toUtf8() {
        return new String(array, start, length, StandardCharsets.UTF_8);
    }

    /** The same bytes, held by an array of just their length. */
    public Bytes compact() {
        return length == array.length ? this : wrap(toByteArray());
    }

    /** Gives the backing array to a consumer that must neither change nor keep more than it is told. */
    public <T> T with(ArrayFunction<T> function) {
        return function.apply(array, start, length);
    }

    /** What {@link #with} calls. */
    @FunctionalInterface
    public interface ArrayFunction<T> {
        T apply(byte[] array, int start, int length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, start, start + length, that.array, that.start, that.start + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The length only: the content may be large or private. */
    @Override
    public String toString() {
        return length + " bytes";
    }
}
