package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Drainable;
import io.minikafka.v1.Header;
import io.minikafka.v1.Message;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceStreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBufferTests {
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 100_000})
    void whatItWritesIsWhatTheGeneratedClassesRead(int capacity) throws Exception {
        Random random = new Random(7);
        RequestBuffer buffer = new RequestBuffer("töpic", new byte[capacity]);
        ProduceStreamRequest.Builder expected =
                ProduceStreamRequest.newBuilder().setTopic("töpic");
        for (int i = 0; i < 200; i++) {
            ProducerMessage message = randomMessage(random);
            buffer.add(message, RequestBuffer.sizeOf(message));
            expected.addMessages(generated(message));
        }
        assertThat(ProduceStreamRequest.parseFrom(bytesOf(buffer))).isEqualTo(expected.build());
        assertThat(ProduceRequest.parseFrom(bytesOf(buffer)).getMessagesList()).isEqualTo(expected.getMessagesList());
    }

    @Test
    void generatedMessagesCanBeAddedToo() throws Exception {
        Message message = generated(ProducerMessage.utf8("k", "v"));
        RequestBuffer buffer = new RequestBuffer("t", new byte[0]);
        buffer.add(message);
        assertThat(ProduceStreamRequest.parseFrom(bytesOf(buffer)).getMessagesList())
                .containsExactly(message);
    }

    @Test
    void itsLengthIsThatOfTheRequest() throws Exception {
        RequestBuffer buffer = new RequestBuffer("t", new byte[0]);
        int empty = buffer.length();
        ProducerMessage message = ProducerMessage.of(new byte[1_000]);
        int size = RequestBuffer.sizeOf(message);
        buffer.add(message, size);
        assertThat(buffer.length()).isEqualTo(empty + RequestBuffer.framedSize(size));
        assertThat(bytesOf(buffer)).hasSize(buffer.length());
    }

    @Test
    void aMessageThatChangesMeanwhileIsTakenBackWhole() throws Exception {
        RequestBuffer buffer = new RequestBuffer("t", new byte[10_000]);
        List<MessageHeader> growing = new AbstractList<>() {
            private int asked;

            @Override
            public MessageHeader get(int index) {
                return MessageHeader.of("name", "x".repeat(asked++));
            }

            @Override
            public int size() {
                return 1;
            }
        };
        ProducerMessage changing = ProducerMessage.utf8("changing").withHeaders(growing);
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> buffer.add(changing, RequestBuffer.sizeOf(changing)));
        ProducerMessage next = ProducerMessage.utf8("next");
        buffer.add(next, RequestBuffer.sizeOf(next));
        assertThat(ProduceStreamRequest.parseFrom(bytesOf(buffer)).getMessagesList())
                .containsExactly(generated(next));
    }

    @Test
    void aRequestCanBeSentSeveralTimes() throws Exception {
        RequestBuffer buffer = new RequestBuffer("t", new byte[0]);
        EncodedRequest request = buffer.encoded();
        byte[] first = EncodedRequest.MARSHALLER.stream(request).readAllBytes();
        byte[] second = EncodedRequest.MARSHALLER.stream(request).readAllBytes();
        assertThat(second).isEqualTo(first).isNotEmpty();
    }

    private static byte[] bytesOf(RequestBuffer buffer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((Drainable) buffer.encoded().asStream()).drainTo(out);
        return out.toByteArray();
    }

    private static ProducerMessage randomMessage(Random random) {
        List<MessageHeader> headers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            headers.add(new MessageHeader("näme" + i, bytes(random, 300)));
        }
        return new ProducerMessage(
                random.nextBoolean() ? bytes(random, 20) : null,
                bytes(random, 400),
                headers,
                random.nextBoolean() ? random.nextInt(20_000) : null);
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Message generated(ProducerMessage message) {
        Message.Builder generated = Message.newBuilder().setValue(ByteString.copyFrom(message.value()));
        if (message.key() != null) {
            generated.setKey(ByteString.copyFrom(message.key()));
        }
        for (MessageHeader header : message.headers()) {
            generated.addHeaders(
                    Header.newBuilder().setName(header.name()).setValue(ByteString.copyFrom(header.value())));
        }
        if (message.partition() != null) {
            generated.setPartition(message.partition());
        }
        return generated.build();
    }
}
