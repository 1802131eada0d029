package io.minikafka.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Messages that each end with a delimiter; after the last one it may be missing. */
final class DelimitedInput implements MessageInput {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private long read;

    /** @param delimiter at least one byte */
    DelimitedInput(InputStream in, byte[] delimiter) {
        if (delimiter.length == 0) {
            throw new IllegalArgumentException("The delimiter is empty; accepted is at least one character");
        }
        this.in = in;
        this.delimiter = delimiter.clone();
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        Message message = new Message();
        byte last = delimiter[delimiter.length - 1];
        while (true) {
            for (int i = start; i < end; i++) {
                if (buffer[i] == last) {
                    message.write(buffer, start, i + 1 - start);
                    start = i + 1;
                    if (message.endsWith(delimiter)) {
                        return message.without(delimiter.length);
                    }
                }
            }
            message.write(buffer, start, end - start);
            start = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return message.size() == 0 ? null : message.toByteArray();
            }
            read += end;
        }
    }

    @Override
    public long bytesRead() {
        return read;
    }

    /** What has been read of a message. */
    private static final class Message extends ByteArrayOutputStream {
        boolean endsWith(byte[] suffix) {
            return count >= suffix.length && Arrays.equals(buf, count - suffix.length, count, suffix, 0, suffix.length);
        }

        byte[] without(int suffix) {
            return Arrays.copyOf(buf, count - suffix);
        }
    }
}
