package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.minikafka.broker.BrokerException;
import io.minikafka.store.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTests {
    private static final byte[] ARRAY = "0123456789".getBytes(StandardCharsets.UTF_8);

    // Bytes

    @Test
    void bytesBecomeAStringWithoutACopyAndComeBackAsTheSameArray() {
        for (Bytes bytes : new Bytes[] {Bytes.wrap(ARRAY), Bytes.wrap(ARRAY, 2, 5), Bytes.wrap(ARRAY, 0, 5)}) {
            ByteString string = ByteStrings.of(bytes);
            assertThat(string.toStringUtf8()).isEqualTo(bytes.toUtf8());

            Bytes back = ByteStrings.toBytes(string);
            assertThat(back).isEqualTo(bytes);
            assertThat(arrayOf(back)).isSameAs(ARRAY);
        }
    }

    @Test
    void aParsedStringBecomesBytesWithoutACopy() {
        ByteString parsed = ByteString.copyFromUtf8("a value");

        assertThat(arrayOf(ByteStrings.toBytes(parsed))).isSameAs(arrayOf(ByteStrings.toBytes(parsed)));
        assertThat(ByteStrings.toBytes(parsed).toUtf8()).isEqualTo("a value");
    }

    @Test
    void aStringInPiecesIsPutTogether() {
        ByteString long1 = ByteString.copyFromUtf8("a".repeat(1_000));
        ByteString long2 = ByteString.copyFromUtf8("b".repeat(1_000));

        assertThat(ByteStrings.toBytes(long1.concat(long2)).toUtf8()).isEqualTo("a".repeat(1_000) + "b".repeat(1_000));
    }

    @Test
    void aStringOverABufferIsCopied() {
        ByteString string = com.google.protobuf.UnsafeByteOperations.unsafeWrap(
                ByteBuffer.allocateDirect(3).put(0, (byte) 7));

        assertThat(ByteStrings.toBytes(string)).isEqualTo(Bytes.wrap(new byte[] {7, 0, 0}));
    }

    @Test
    void anEmptyStringIsTheEmptyBytes() {
        assertThat(ByteStrings.toBytes(ByteString.EMPTY)).isSameAs(Bytes.EMPTY);
        assertThat(ByteStrings.of(Bytes.EMPTY)).isEqualTo(ByteString.EMPTY);
    }

    private static byte[] arrayOf(Bytes bytes) {
        AtomicReference<byte[]> seen = new AtomicReference<>();
        bytes.with((array, start, length) -> {
            seen.set(array);
            return length;
        });
        return seen.get();
    }

    // Times

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1000",
        "1, 1, 1001",
        "1, 999999, 1001",
        "1, 1000000, 1001",
        "1, 1000001, 1002",
        "-1, 999999999, 0",
        "-1, 1, -999",
        "-2, 0, -2000",
    })
    void aTimeIsRoundedUpToAMillisecond(long seconds, int nanos, long millis) {
        assertThat(ProtoTime.toEpochMilli(timestamp(seconds, nanos))).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "0, 1000000000", "9223372036854775807, 0", "-9223372036854775808, 0"})
    void aTimeThatIsNoneIsRefusedWithItsValue(long seconds, int nanos) {
        assertThatThrownBy(() -> ProtoTime.toEpochMilli(timestamp(seconds, nanos)))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        e -> assertThat(e.code()).isEqualTo(BrokerException.Code.INVALID_ARGUMENT))
                .hasMessageContaining(Long.toString(seconds))
                .hasMessageContaining(Integer.toString(nanos));
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT0.000000001S", "-PT1.5S", "P300D"})
    void durationsComeBackAsTheyWere(Duration duration) {
        assertThat(ProtoTime.toDuration(ProtoTime.of(duration))).isEqualTo(duration);
    }

    @Test
    void aDurationThatIsNoneIsRefused() {
        com.google.protobuf.Duration wrong = com.google.protobuf.Duration.newBuilder()
                .setNanos(1_000_000_000)
                .build();

        assertThatThrownBy(() -> ProtoTime.toDuration(wrong)).isInstanceOf(BrokerException.class);
    }

    @Test
    void instantsKeepTheirNanos() {
        assertThat(ProtoTime.of(Instant.ofEpochSecond(-5, 7))).isEqualTo(timestamp(-5, 7));
        assertThat(ProtoTime.ofEpochMilli(-1)).isEqualTo(timestamp(-1, 999_000_000));
    }

    private static Timestamp timestamp(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    // Limits

    @Test
    void nothingAskedForIsTheDefaultAndTooMuchIsTheGreatest() {
        ReplyLimits limits = new ReplyLimits(10, 100, 1_000, 500, 5_000);

        assertThat(limits.messages(0)).isEqualTo(10);
        assertThat(limits.messages(50)).isEqualTo(50);
        assertThat(limits.messages(101)).isEqualTo(100);
        assertThat(limits.pollBytes(0)).isEqualTo(1_000);
        assertThat(limits.pushBytes(0)).isEqualTo(500);
        assertThat(limits.pushBytes(Integer.MAX_VALUE)).isEqualTo(5_000);
        assertThatThrownBy(() -> limits.messages(-1)).hasMessageContaining("max_messages is -1");
        assertThatThrownBy(() -> limits.pollBytes(-7)).hasMessageContaining("max_bytes is -7");
    }

    @Test
    void limitsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> new ReplyLimits(10, 9, 1, 1, 1)).hasMessageContaining("10 and 9");
        assertThatThrownBy(() -> new ReplyLimits(0, 9, 1, 1, 1)).hasMessageContaining("0 and 9");
        assertThatThrownBy(() -> new ReplyLimits(1, 1, 2, 1, 1)).hasMessageContaining("2, 1 and 1");
        assertThatThrownBy(() -> new ReplyLimits(1, 1, 1, 2, 1)).hasMessageContaining("1, 2 and 1");
    }

    @ParameterizedTest
    @CsvSource({
        "PT60S, PT59.5S",
        "PT5S, PT4.5S",
        "PT1S, PT0.9S",
        "PT0.1S, PT0.08S",
        "PT0.02S, PT0S",
        "PT0.005S, PT0S",
        "-PT1S, PT0S",
    })
    void aWaitLeavesTimeForTheReply(Duration untilDeadline, Duration wait) {
        assertThat(LongPoll.untilReplying(untilDeadline)).isEqualTo(wait);
    }
}
