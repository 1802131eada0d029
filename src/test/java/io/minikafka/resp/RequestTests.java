package io.minikafka.resp;

import static io.minikafka.resp.Decoding.LIMITS;
import static io.minikafka.resp.Decoding.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.store.Bytes;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class RequestTests {
    private static final String SMALL = "*2\r\n$6\r\nrPusHx\r\n$2\r\n\u00c3\u00a9\r\n";

    @Test
    void aCommandIsRecognisedInAnyCase() throws ProtocolException {
        Request request = only(SMALL);
        assertThat(request.is(0, "RPUSHX")).isTrue();
        assertThat(request.is(0, "RPUSH")).isFalse();
        assertThat(request.is(0, "RPUSHY")).isFalse();
        assertThat(only("*1\r\n$1\r\n[\r\n").is(0, "{")).isFalse();
    }

    @Test
    void anArgumentIsBytesOrText() throws ProtocolException {
        Request request = only(SMALL);
        assertThat(request.size()).isEqualTo(2);
        assertThat(request.argument(1)).isEqualTo(Bytes.utf8("é"));
        assertThat(request.text(1)).isEqualTo("é");
    }

    @Test
    void thereAreNoArgumentsBeyondItsSize() throws ProtocolException {
        Request request = only(SMALL);
        assertThatThrownBy(() -> request.argument(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> request.text(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aSmallRequestCanBeFreedFromALargeArray() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        String large = "*1\r\n$65536\r\n" + "v".repeat(1 << 16) + "\r\n";
        decoder.feed(Unpooled.wrappedBuffer(bytes(large + SMALL)));
        decoder.next();
        Request request = decoder.next();
        assertThat(request.heldBytes()).isGreaterThan(1 << 16);
        Request compact = request.compact();
        assertThat(compact.heldBytes()).isLessThan(100);
        assertThat(Decoding.arguments(compact)).isEqualTo(Decoding.arguments(request));
        assertThat(compact.compact()).isSameAs(compact);
    }

    private static Request only(String input) throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(LIMITS);
        decoder.feed(Unpooled.wrappedBuffer(bytes(input)));
        Request request = decoder.next();
        assertThat(decoder.isIdle()).isTrue();
        return request;
    }
}
