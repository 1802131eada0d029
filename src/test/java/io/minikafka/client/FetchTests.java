package io.minikafka.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minikafka.v1.Header;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.StoredMessage;
import io.minikafka.v1.SubscribeResponse;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchTests {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123Z");

    private final Fetch.Decoder decoder = new Fetch.Decoder("t", 3);

    @Test
    void aPollsResponseIsDecoded() {
        PollResponse response = PollResponse.newBuilder()
                .addMessages(stored(7, TIME)
                        .setKey(utf8("k"))
                        .addHeaders(header("a", "1"))
                        .addHeaders(header("a", "2")))
                .addMessages(stored(8, TIME))
                .addMessages(stored(9, TIME.plusSeconds(1)).setKey(ByteString.EMPTY))
                .setNextOffset(10)
                .setLogStartOffset(5)
                .setLogEndOffset(11)
                .setSkipped(2)
                .build();
        assertThat(decode(response.toByteArray()))
                .usingRecursiveComparison()
                .isEqualTo(new Fetch(
                        List.of(
                                message(
                                        7,
                                        TIME,
                                        "k".getBytes(UTF_8),
                                        List.of(MessageHeader.of("a", "1"), MessageHeader.of("a", "2"))),
                                message(8, TIME, null, List.of()),
                                message(9, TIME.plusSeconds(1), new byte[0], List.of())),
                        10,
                        2));
    }

    @Test
    void aPushedResponseHasTheSameFields() {
        SubscribeResponse response = SubscribeResponse.newBuilder()
                .addMessages(stored(7, TIME))
                .setNextOffset(8)
                .setSkipped(1)
                .build();
        assertThat(decode(response.toByteArray()))
                .usingRecursiveComparison()
                .isEqualTo(new Fetch(List.of(message(7, TIME, null, List.of())), 8, 1));
    }

    @Test
    void absentFieldsAreProtobufsDefaults() {
        Fetch fetch = decode(PollResponse.newBuilder()
                .addMessages(StoredMessage.getDefaultInstance())
                .build()
                .toByteArray());
        assertThat(fetch.nextOffset()).isZero();
        assertThat(fetch.messages())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new ConsumedMessage("t", 3, 0, Instant.EPOCH, null, new byte[0], List.of()));
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(
                        99,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(1)
                                .addLengthDelimited(utf8("x"))
                                .build())
                .build();
        PollResponse response = PollResponse.newBuilder()
                .addMessages(stored(7, TIME)
                        .addHeaders(header("a", "1").setUnknownFields(unknown))
                        .setUnknownFields(unknown))
                .setNextOffset(8)
                .setUnknownFields(unknown)
                .build();
        Fetch fetch = decode(response.toByteArray());
        assertThat(fetch.nextOffset()).isEqualTo(8);
        assertThat(fetch.messages().get(0).text()).isEqualTo("value 7");
        assertThat(fetch.messages().get(0).headers()).hasSize(1);
    }

    @Test
    void everyTornResponseIsMalformedOrShorter() {
        byte[] whole = PollResponse.newBuilder()
                .addMessages(stored(7, TIME).addHeaders(header("a", "1")))
                .build()
                .toByteArray();
        for (int length = 1; length < whole.length; length++) {
            int torn = length;
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class, () -> decoder.parse(new ByteArrayInputStream(whole, 0, torn)));
            assertThat(failure).as("cut at %d", torn).isNotNull();
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        }
    }

    @Test
    void aTimeThatJavaDoesNotKnowIsMalformed() {
        byte[] response = PollResponse.newBuilder()
                .addMessages(StoredMessage.newBuilder()
                        .setTimestamp(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)))
                .build()
                .toByteArray();
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> decode(response)))
                .isNotNull();
    }

    private Fetch decode(byte[] response) {
        return decoder.parse(new ByteArrayInputStream(response));
    }

    private static StoredMessage.Builder stored(long offset, Instant time) {
        return StoredMessage.newBuilder()
                .setOffset(offset)
                .setTimestamp(
                        Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
                .setValue(utf8("value " + offset));
    }

    private static ConsumedMessage message(long offset, Instant time, byte[] key, List<MessageHeader> headers) {
        return new ConsumedMessage("t", 3, offset, time, key, ("value " + offset).getBytes(UTF_8), headers);
    }

    private static Header.Builder header(String name, String value) {
        return Header.newBuilder().setName(name).setValue(utf8(value));
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
