package io.minikafka.packaged;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads BLPOP's reply for Lettuce, whose own expects a key and a value: names and values in turn, or nothing. */
final class LettuceMessageOutput extends CommandOutput<String, String, ReceivedMessage> {
    private final List<Object> elements = new ArrayList<>();

    LettuceMessageOutput(RedisCodec<String, String> codec) {
        super(codec, null);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (bytes != null) {
            elements.add(codec.decodeValue(bytes));
        }
    }

    @Override
    public void set(long number) {
        elements.add(number);
    }

    @Override
    public @Nullable ReceivedMessage get() {
        return elements.isEmpty() ? null : ReceivedMessage.of(elements);
    }
}
