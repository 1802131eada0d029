package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes ends in requests or a {@link ProtocolException}, the same for the same bytes, in bounded memory. */
class RandomInputTests {
    private static final int RUNS = 400;
    private static final int MAX_PARTS = 60;
    private static final DecoderLimits SMALL_LIMITS = new DecoderLimits(100, 1000, 200);

    /** What requests are made of, so that random input gets further than to its first byte. */
    private static final List<String> PARTS = List.of(
            "*1\r\n",
            "*2\r\n",
            "*3\r\n",
            "$1\r\na\r\n",
            "$0\r\n\r\n",
            "$6\r\nRPUSHX\r\n",
            "$3\r\n",
            "*0\r\n",
            "\r\n",
            "\r",
            "\n",
            "*",
            "$",
            "-1",
            "0",
            "7",
            "99999999999999999999",
            "2147483648",
            " ",
            "\"",
            "'",
            "\\",
            "\\x4",
            "PING",
            "\0",
            "\u00ff");

    static IntStream seeds() {
        return IntStream.range(0, 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameBytesMeanTheSameInAnyPieces(int seed) {
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            byte[] input = random.nextInt(4) == 0 ? noise(random) : almostRequests(random);
            Decoding whole = Decoding.whole(SMALL_LIMITS, input);
            assertThat(Decoding.byteByByte(SMALL_LIMITS, input))
                    .as("run %s", run)
                    .isEqualTo(whole);
            assertThat(Decoding.inRandomPieces(SMALL_LIMITS, input, random))
                    .as("run %s", run)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void memoryIsInProportionToWhatCame(int seed) {
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            byte[] input = almostRequests(random);
            RequestDecoder decoder = new RequestDecoder(Decoding.LIMITS);
            for (int i = 0; i < input.length; i++) {
                decoder.feed(Unpooled.wrappedBuffer(input, i, 1));
                try {
                    while (decoder.next() != null) {
                        assertThat(decoder.heldBytes()).isLessThan(2L * input.length);
                    }
                } catch (ProtocolException e) {
                    assertThat(decoder.heldBytes()).isZero();
                }
                assertThat(decoder.heldBytes()).as("run %s", run).isLessThan(8L * (i + 1) + 100);
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] input = new byte[random.nextInt(300)];
        random.nextBytes(input);
        return input;
    }

    private static byte[] almostRequests(Random random) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (int parts = 1 + random.nextInt(MAX_PARTS); parts > 0; parts--) {
            input.writeBytes(Decoding.bytes(PARTS.get(random.nextInt(PARTS.size()))));
        }
        return input.toByteArray();
    }
}
