package io.minikafka.resp;

import static io.minikafka.resp.Decoding.LIMITS;
import static io.minikafka.resp.Decoding.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a decoder holds is in proportion to what it was sent, whatever was announced. */
class DecoderMemoryTests {
    private static final int PIECE = 64 << 10;
    private static final int LARGE = 32 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*3\r\n$6\r\nRPUSHX\r\n$1\r\nt\r\n$30000000\r\nabc",
                "*3\r\n$6\r\nRPUSHX\r\n$1\r\nt\r\n$30000000",
                "*1000000\r\n",
                "*1000000\r\n$1\r\na\r\n$",
                "*",
                "PING",
            })
    void aThousandHalfRequestsHoldNextToNothing(String half) throws ProtocolException {
        long held = 0;
        for (int i = 0; i < 1_000; i++) {
            RequestDecoder decoder = new RequestDecoder(LIMITS);
            decoder.feed(Unpooled.wrappedBuffer(bytes(half)));
            assertThat(decoder.next()).isNull();
            assertThat(decoder.isIdle()).isFalse();
            held += decoder.heldBytes();
        }
        assertThat(held).isLessThan(1_000 * 150);
    }

    @Test
    void aHalfRequestBehindAFullReadHoldsNextToNothing() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        decoder.feed(Unpooled.wrappedBuffer(bytes("PING\r\n".repeat(10_000) + "*3\r\n$6\r\nRPUS")));
        assertThat(drain(decoder)).isEqualTo(10_000);
        assertThat(decoder.heldBytes()).isLessThan(150);
    }

    @Test
    void betweenRequestsNothingIsHeld() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        assertThat(decoder.isIdle()).isTrue();
        decoder.feed(Unpooled.wrappedBuffer(bytes("*1\r\n$4\r\nPING\r\nPING\r\n*0\r\n\r\n")));
        assertThat(decoder.isIdle()).isFalse();
        assertThat(drain(decoder)).isEqualTo(2);
        assertThat(decoder.isIdle()).isTrue();
        assertThat(decoder.heldBytes()).isZero();
    }

    @Test
    void aLargeArgumentIsCopiedAsOftenAsItDoublesAndNoMore() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        byte[] piece = new byte[PIECE];
        Set<Long> sizes = new TreeSet<>();
        decoder.feed(Unpooled.wrappedBuffer(bytes("*1\r\n$" + LARGE + "\r\n")));
        for (int sent = 0; sent < LARGE; sent += PIECE) {
            assertThat(decoder.next()).isNull();
            decoder.feed(Unpooled.wrappedBuffer(piece));
            assertThat(decoder.heldBytes()).isLessThan(2L * (sent + PIECE) + PIECE);
            sizes.add(decoder.heldBytes());
        }
        decoder.feed(Unpooled.wrappedBuffer(bytes("\r\nPING\r\n")));
        sizes.add(decoder.heldBytes());
        Request request = decoder.next();
        assertThat(request).isNotNull();
        assertThat(request.argument(0).length()).isEqualTo(LARGE);
        assertThat(request.heldBytes()).isLessThan(LARGE + 2 * PIECE);
        assertThat(sizes).hasSizeLessThanOrEqualTo(1 + Integer.numberOfTrailingZeros(LARGE / PIECE));
        assertThat(drain(decoder)).isEqualTo(1);
    }

    @Test
    void whatIsFedButNotAskedForIsCounted() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        for (int i = 0; i < 100; i++) {
            decoder.feed(Unpooled.wrappedBuffer(bytes("PING\r\n")));
        }
        assertThat(decoder.undecodedBytes()).isEqualTo(600);
        assertThat(decoder.heldBytes()).isLessThan(1200);
        assertThat(drain(decoder)).isEqualTo(100);
        assertThat(decoder.undecodedBytes()).isZero();
    }

    private static int drain(RequestDecoder decoder) throws ProtocolException {
        int requests = 0;
        while (decoder.next() != null) {
            requests++;
        }
        return requests;
    }
}
