package io.minikafka.client.redis;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code BLPOP}'s answer: nothing, or {@code topic}, its name, {@code partition}, a number, {@code offset}, a number,
 * {@code value}, bytes. Lettuce's own expects a key and a value.
 */
final class PoppedOutput extends CommandOutput<byte[], byte[], @Nullable Popped> {
    private static final int ELEMENTS = 8;

    private int element;
    private String topic = "";
    private long partition;
    private long offset;
    private byte[] value = new byte[0];

    PoppedOutput(RedisCodec<byte[], byte[]> codec) {
        super(codec, null);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return;
        }
        if (element == 1) {
            topic = StandardCharsets.UTF_8.decode(bytes).toString();
        } else if (element == ELEMENTS - 1) {
            value = codec.decodeValue(bytes);
        }
        element++;
    }

    @Override
    public void set(long number) {
        if (element == 3) {
            partition = number;
        } else {
            offset = number;
        }
        element++;
    }

    @Override
    public @Nullable Popped get() {
        return element == ELEMENTS ? new Popped(topic, Math.toIntExact(partition), offset, value) : null;
    }
}
