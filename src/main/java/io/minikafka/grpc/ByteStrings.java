package io.minikafka.grpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.minikafka.store.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Turns protobuf's immutable bytes into ours and back without copying them: both only ever lend their arrays. */
final class ByteStrings {
    private ByteStrings() {}

    static ByteString of(Bytes bytes) {
        return bytes.with((array, start, length) -> start == 0 && length == array.length
                ? UnsafeByteOperations.unsafeWrap(array)
                : UnsafeByteOperations.unsafeWrap(array, start, length));
    }

    static Bytes toBytes(ByteString string) {
        if (string.isEmpty()) {
            return Bytes.EMPTY;
        }
        ArrayCatcher catcher = new ArrayCatcher(string.size());
        try {
            UnsafeByteOperations.unsafeWriteTo(string, catcher);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // What is not in one array, such as a concatenation, has to be copied together.
        return catcher.whole == null ? Bytes.wrap(string.toByteArray()) : catcher.whole;
    }

    /** Keeps the array of a string that lies in a single one. */
    private static final class ArrayCatcher extends ByteOutput {
        private final int size;
        private @Nullable Bytes whole;

        ArrayCatcher(int size) {
            this.size = size;
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            if (length == size) {
                whole = Bytes.wrap(value, offset, length);
            }
        }

        // Arrays passed to the other methods may change afterwards and are left alone.

        @Override
        public void write(byte value) {}

        @Override
        public void write(byte[] value, int offset, int length) {}

        @Override
        public void write(ByteBuffer value) {}

        @Override
        public void writeLazy(ByteBuffer value) {}
    }
}
