package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minikafka.broker.Placement;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceStreamRequest;
import io.minikafka.v1.SubscribeResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and written by hand is what the generated classes write and read. */
class WireFormatTests {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRequestReadsAsTheGeneratedClassesWroteIt(int seed) {
        Random random = new Random(seed);
        ProduceRequest request = request(random);

        ProduceBatch batch = parse(request.toByteArray());

        assertThat(batch.topic()).isEqualTo(request.getTopic());
        assertThat(batch.messages())
                .isEqualTo(request.getMessagesList().stream()
                        .map(WireFormatTests::ours)
                        .toList());
        boolean anyPartition = request.getMessagesList().stream().anyMatch(io.minikafka.v1.Message::hasPartition);
        assertThat(batch.placement())
                .isEqualTo(
                        anyPartition
                                ? new Placement.Explicit(new ArrayList<>(request.getMessagesList().stream()
                                        .map(message -> message.hasPartition() ? message.getPartition() : null)
                                        .toList()))
                                : Placement.BY_KEY);
    }

    @Test
    void bothRequestsAreTheSameOnTheWire() {
        ProduceRequest request = request(new Random(7));
        ProduceStreamRequest streamed = ProduceStreamRequest.newBuilder()
                .setTopic(request.getTopic())
                .addAllMessages(request.getMessagesList())
                .setUnknownFields(request.getUnknownFields())
                .build();

        assertThat(streamed.toByteArray()).isEqualTo(request.toByteArray());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatTheGeneratedClassesRefuseIsRefused(int seed) {
        Random random = new Random(seed);
        byte[] bytes = request(random).toByteArray();
        for (int i = 0; i < 200; i++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (int flips = random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            ProduceRequest expected = null;
            try {
                expected = ProduceRequest.parseFrom(damaged);
            } catch (IOException e) {
                // Refused, as it should be by ours.
            }
            if (expected == null) {
                assertThatThrownBy(() -> parse(damaged))
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
            } else {
                assertThat(parse(damaged).messages())
                        .isEqualTo(expected.getMessagesList().stream()
                                .map(WireFormatTests::ours)
                                .toList());
            }
        }
    }

    @Test
    void aRequestOfUnknownLengthIsReadToItsEnd() {
        byte[] bytes = request(new Random(3)).toByteArray();
        InputStream trickle = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int start, int length) {
                return super.read(target, start, Math.min(length, 7));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };

        assertThat(ProduceBatch.MARSHALLER.parse(trickle)).isEqualTo(parse(bytes));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aReplyIsWhatTheGeneratedClassesWrite(int seed) throws IOException {
        Random random = new Random(seed);
        ReadResult result = result(random);

        EncodedMessages encoded = EncodedMessages.of(result, Integer.MAX_VALUE);

        PollResponse parsed = PollResponse.parseFrom(encoded.bytes());
        assertThat(parsed.toByteArray()).isEqualTo(encoded.bytes());
        assertThat(SubscribeResponse.parseFrom(encoded.bytes()).toByteArray()).isEqualTo(encoded.bytes());
        assertThat(parsed.getMessagesList().stream().map(WireFormatTests::ours).toList())
                .isEqualTo(result.messages());
        assertThat(parsed.getNextOffset()).isEqualTo(result.nextOffset()).isEqualTo(encoded.nextOffset());
        assertThat(parsed.getLogStartOffset()).isEqualTo(result.logStartOffset());
        assertThat(parsed.getLogEndOffset()).isEqualTo(result.logEndOffset());
        assertThat(parsed.getSkipped()).isEqualTo(result.skipped());
        InputStream streamed = EncodedMessages.MARSHALLER.stream(encoded);
        assertThat(streamed.readAllBytes()).isEqualTo(encoded.bytes());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBoundedReplyHasNoMoreBytesAndAsManyMessagesAsFit(int seed) throws IOException {
        Random random = new Random(seed);
        ReadResult result = result(random);
        int whole = EncodedMessages.of(result, Integer.MAX_VALUE).bytes().length;
        for (int i = 0; i < 20; i++) {
            int most = 1 + random.nextInt(whole + 50);

            EncodedMessages encoded = EncodedMessages.of(result, most);

            PollResponse parsed = PollResponse.parseFrom(encoded.bytes());
            int count = parsed.getMessagesCount();
            assertThat(parsed.getMessagesList().stream()
                            .map(WireFormatTests::ours)
                            .toList())
                    .isEqualTo(result.messages().subList(0, count));
            if (count > 1) {
                assertThat(encoded.bytes()).hasSizeLessThanOrEqualTo(most);
            }
            if (count < result.messages().size()) {
                assertThat(count).isPositive();
                assertThat(parsed.getNextOffset())
                        .isEqualTo(parsed.getMessages(count - 1).getOffset() + 1);
                // The next one would not have fitted, up to the slack that is left for the four numbers.
                int next = io.minikafka.v1.StoredMessage.newBuilder()
                        .setValue(ByteString.copyFrom(
                                result.messages().get(count).value().toByteArray()))
                        .build()
                        .getSerializedSize();
                assertThat(encoded.bytes().length + next + 400).isGreaterThan(most);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDeliveryIsWhatTheGeneratedClassesWrite(int seed) throws IOException {
        Random random = new Random(seed);
        ReadResult result = result(random);
        TopicPartition partition = partition(random);

        EncodedDelivery encoded = EncodedDelivery.of(partition, result.messages(), result.skipped(), Integer.MAX_VALUE);

        ConsumeResponse parsed = ConsumeResponse.parseFrom(encoded.bytes());
        assertThat(parsed.toByteArray()).isEqualTo(encoded.bytes());
        ConsumeResponse.Messages messages = parsed.getMessages();
        assertThat(TopicPartition.of(messages.getTopic(), messages.getPartition()))
                .isEqualTo(partition);
        assertThat(messages.getMessagesList().stream()
                        .map(WireFormatTests::ours)
                        .toList())
                .isEqualTo(result.messages());
        assertThat(messages.getSkipped()).isEqualTo(result.skipped());
        assertThat(encoded.count()).isEqualTo(result.messages().size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBoundedDeliveryHasNoMoreBytesAndAsManyMessagesAsFit(int seed) throws IOException {
        Random random = new Random(seed);
        ReadResult result = result(random);
        TopicPartition partition = partition(random);
        List<StoredMessage> messages = result.messages();
        int whole =
                EncodedDelivery.of(partition, messages, 1, Integer.MAX_VALUE).bytes().length;
        for (int i = 0; i < 20; i++) {
            int most = 1 + random.nextInt(whole + 50);

            EncodedDelivery encoded = EncodedDelivery.of(partition, messages, 1, most);

            assertThat(ConsumeResponse.parseFrom(encoded.bytes()).getMessages().getMessagesList().stream()
                            .map(WireFormatTests::ours)
                            .toList())
                    .isEqualTo(messages.subList(0, encoded.count()));
            if (encoded.count() > 1) {
                assertThat(encoded.bytes()).hasSizeLessThanOrEqualTo(most);
            }
            if (encoded.count() < messages.size()) {
                assertThat(encoded.count()).isPositive();
                int more = EncodedDelivery.of(partition, messages.subList(0, encoded.count() + 1), 1, Integer.MAX_VALUE)
                        .bytes()
                        .length;
                // The lengths are reckoned with at their longest.
                assertThat(more + 6).isGreaterThan(most);
            }
        }
    }

    private static TopicPartition partition(Random random) {
        return TopicPartition.of("topic-" + random.nextInt(1000), random.nextInt(3));
    }

    private static ProduceBatch parse(byte[] bytes) {
        return ProduceBatch.MARSHALLER.parse(new ByteArrayInputStream(bytes));
    }

    private static ProduceRequest request(Random random) {
        ProduceRequest.Builder request = ProduceRequest.newBuilder();
        if (random.nextInt(5) > 0) {
            request.setTopic("topic ü " + random.nextInt(5));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            io.minikafka.v1.Message.Builder message =
                    io.minikafka.v1.Message.newBuilder().setValue(ByteString.copyFrom(bytes(random, 300)));
            if (random.nextBoolean()) {
                message.setKey(ByteString.copyFrom(bytes(random, 10)));
            }
            for (int h = Math.max(0, random.nextInt(6) - 3); h > 0; h--) {
                message.addHeaders(io.minikafka.v1.Header.newBuilder()
                        .setName("h☃" + random.nextInt(3))
                        .setValue(ByteString.copyFrom(bytes(random, 5))));
            }
            if (random.nextInt(4) == 0) {
                message.setPartition(random.nextInt(3) - 1);
            }
            if (random.nextInt(4) == 0) {
                message.setUnknownFields(unknown(random));
            }
            request.addMessages(message);
        }
        if (random.nextInt(4) == 0) {
            request.setUnknownFields(unknown(random));
        }
        return request.build();
    }

    private static UnknownFieldSet unknown(Random random) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        100,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(random.nextLong())
                                .addFixed32(1)
                                .addLengthDelimited(ByteString.copyFrom(bytes(random, 20)))
                                .build())
                .build();
    }

    private static ReadResult result(Random random) {
        List<StoredMessage> messages = new ArrayList<>();
        long first = random.nextBoolean() ? 0 : random.nextInt(1_000_000);
        long time = random.nextInt(10) == 0 ? 0 : 1_800_000_000_000L;
        for (int i = 0; i < random.nextInt(20); i++) {
            time += random.nextInt(3) == 0 ? random.nextInt(2000) : 0;
            Bytes key = random.nextBoolean() ? null : Bytes.wrap(bytes(random, 200));
            List<Header> headers = IntStream.range(0, Math.max(0, random.nextInt(6) - 3))
                    .mapToObj(h -> new Header(h == 0 ? "" : "h☃" + h, Bytes.wrap(bytes(random, 5))))
                    .toList();
            messages.add(new StoredMessage(first + i, time, key, Bytes.wrap(bytes(random, 300)), headers));
        }
        return new ReadResult(
                messages, first + messages.size(), random.nextInt(2), first + messages.size() + 1, random.nextInt(3));
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Message ours(io.minikafka.v1.Message message) {
        return new Message(
                message.hasKey() ? Bytes.wrap(message.getKey().toByteArray()) : null,
                Bytes.wrap(message.getValue().toByteArray()),
                ours(message.getHeadersList()));
    }

    private static StoredMessage ours(io.minikafka.v1.StoredMessage message) {
        return new StoredMessage(
                message.getOffset(),
                ProtoTime.toEpochMilli(message.getTimestamp()),
                message.hasKey() ? Bytes.wrap(message.getKey().toByteArray()) : null,
                Bytes.wrap(message.getValue().toByteArray()),
                ours(message.getHeadersList()));
    }

    private static List<Header> ours(List<io.minikafka.v1.Header> headers) {
        return headers.stream()
                .map(header -> new Header(
                        header.getName(), Bytes.wrap(header.getValue().toByteArray())))
                .toList();
    }
}
