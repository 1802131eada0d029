package io.minikafka.client.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ReadOptions;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TestServer;
import io.minikafka.client.TopicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;

class MinikafkaTemplateTests {
    private final TestServer server = new TestServer();
    private MinikafkaClient client;
    private MinikafkaTemplate template;

    record Order(String customer, int amount) {}

    @BeforeEach
    void start() {
        client = server.client();
        template = MinikafkaTemplate.of(client);
    }

    @AfterEach
    void stop() {
        template.close();
        client.close();
        server.close();
    }

    @Test
    void bytesAreSentAsTheyAreAndTextInUtf8() {
        byte[] bytes = {0, (byte) 0xff};
        template.send("t", bytes).join();
        template.send("t", "Kännchen").join();
        assertThat(stored("t")).extracting(ConsumedMessage::value).containsExactly(bytes, "Kännchen".getBytes(UTF_8));
    }

    @Test
    void anObjectIsSentAsJsonWithoutHeadersOfItsType() {
        RecordMetadata where = template.send("t", new Order("c-7", 2)).join();
        assertThat(where).isEqualTo(new RecordMetadata("t", 0, 0));
        ConsumedMessage message = only("t");
        assertThat(message.text()).isEqualTo("{\"customer\":\"c-7\",\"amount\":2}");
        assertThat(message.headers()).isEmpty();
        assertThat(message.key()).isNull();
    }

    @Test
    void keysAreTextOrBytes() {
        template.send("t", "k", "a").join();
        template.send("t", new byte[] {7}, "b").join();
        assertThat(stored("t")).extracting(ConsumedMessage::key).containsExactly("k".getBytes(UTF_8), new byte[] {7});
    }

    @Test
    void headersAreBytesOrPlainValuesAndRepeatByCollections() {
        template.send("t", "k", "a", Map.of("several", List.of("x", 1, true))).join();
        template.send("t", "k", "b", Map.of("raw", new byte[] {9})).join();
        List<ConsumedMessage> messages = stored("t");
        assertThat(messages.get(0).headers())
                .extracting(header -> header.name() + "=" + header.text())
                .containsExactly("several=x", "several=1", "several=true");
        assertThat(messages.get(1).headers().get(0).value()).containsExactly(9);
    }

    @Test
    void aHeaderThatHasNoPlainTextIsRefusedByNameAndType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.send("t", "k", "a", Map.of("who", new Object())))
                .withMessageContainingAll("'who'", "java.lang.Object", "accepted are byte[]");
    }

    @Test
    void aSpringMessageSaysItsTopicKeyAndPartition() {
        client.topics().create("parts", TopicConfig.DEFAULT.withPartitions(3));
        Message<Order> message = MessageBuilder.withPayload(new Order("c", 1))
                .setHeader(MinikafkaHeaders.TOPIC, "parts")
                .setHeader(MinikafkaHeaders.KEY, "c-7")
                .setHeader(MinikafkaHeaders.PARTITION, 2)
                .setHeader(MessageHeaders.CONTENT_TYPE, MimeTypeUtils.APPLICATION_JSON)
                .setHeader("source", "shop")
                .build();
        assertThat(template.send(message).join()).isEqualTo(new RecordMetadata("parts", 2, 0));
        ConsumedMessage stored = client.consumer(
                        "parts", StartPosition.earliest(), ReadOptions.DEFAULT.withPartition(2))
                .poll(Duration.ZERO)
                .get(0);
        assertThat(stored.keyText()).isEqualTo("c-7");
        assertThat(stored.headers())
                .extracting(header -> header.name() + "=" + header.text())
                .containsExactlyInAnyOrder("contentType=application/json", "source=shop");
    }

    @Test
    void aSpringMessageWithATopicOfAnotherTypeIsRefused() {
        Message<String> message = MessageBuilder.withPayload("a")
                .setHeader(MinikafkaHeaders.TOPIC, 5)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.send(message))
                .withMessage("The header minikafka_topic is of type java.lang.Integer; accepted is a String");
    }

    @Test
    void whatTheMethodNamesWinsOverTheMessagesOwnHeaders() {
        Message<String> message = MessageBuilder.withPayload("a")
                .setHeader(MinikafkaHeaders.TOPIC, "elsewhere")
                .setHeader(MinikafkaHeaders.KEY, "other")
                .build();
        template.send("t", "k", message, Map.of("more", 1)).join();
        assertThat(only("t").keyText()).isEqualTo("k");
        assertThat(only("t").headers()).extracting(MessageHeader::name).containsExactly("more");
    }

    @Test
    void aProducerMessageIsSentAsItStands() {
        ProducerMessage message = ProducerMessage.utf8("k", "v")
                .withHeaders(List.of(MessageHeader.of("h", "1"), MessageHeader.of("h", "2")));
        template.send("t", message).join();
        assertThat(only("t").keyText()).isEqualTo("k");
        assertThat(only("t").text()).isEqualTo("v");
        assertThat(only("t").headers()).extracting(MessageHeader::text).containsExactly("1", "2");
    }

    @Test
    void theDefaultTopicIsForMessagesThatNameNone() {
        try (MinikafkaTemplate orders =
                MinikafkaTemplate.builder(client).defaultTopic("orders").build()) {
            orders.sendDefault("a").join();
            orders.sendDefault("k", "b").join();
            orders.send(MessageBuilder.withPayload("c").build()).join();
        }
        assertThat(stored("orders")).extracting(ConsumedMessage::text).containsExactly("a", "b", "c");
    }

    @Test
    void withoutADefaultTopicAMessageMustNameOne() {
        assertThatIllegalStateException()
                .isThrownBy(() -> template.sendDefault("a"))
                .withMessageContaining("minikafka.client.producer.default-topic");
    }

    @Test
    void anApplicationsConverterComesFirstAndItsHeadersAreSent() {
        try (MinikafkaTemplate shouting = MinikafkaTemplate.builder(client)
                .converters(List.of(new Shouting()))
                .build()) {
            shouting.send("t", "hello").join();
            shouting.send("t", 5).join();
            shouting.send("t", new byte[] {'b'}).join();
        }
        assertThat(stored("t")).extracting(ConsumedMessage::text).containsExactly("HELLO", "5", "b");
        assertThat(stored("t").get(0).headers()).extracting(MessageHeader::text).containsExactly("yes");
    }

    @Test
    void whatNoConverterTakesIsRefusedByItsType() {
        try (MinikafkaTemplate plain =
                MinikafkaTemplate.builder(client).jsonConverter(null).build()) {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> plain.send("t", new Order("c", 1)))
                    .withMessageContainingAll(Order.class.getName(), "byte[], String", "Jackson")
                    .withMessageNotContaining("customer");
        }
    }

    @Test
    void aSendThatTheServerRefusesFailsItsFuture() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> template.send("no/topic", "a").join())
                .withCauseInstanceOf(MinikafkaException.class);
    }

    @Test
    void closingSendsWhatWasAcceptedAndRefusesMore() {
        for (int i = 0; i < 100; i++) {
            var unused = template.send("t", Integer.toString(i));
        }
        template.close();
        assertThat(stored("t")).hasSize(100);
        assertThatExceptionOfType(MinikafkaException.class)
                .isThrownBy(() -> template.send("t", "late"))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(MinikafkaException.Kind.CLOSED));
        assertThat(client.producer("t").send(new byte[0]).offset()).isEqualTo(100);
    }

    @Test
    void flushWaitsForAllTopics() {
        var a = template.send("a", "1");
        var b = template.send("b", "1");
        template.flush();
        assertThat(a).isCompleted();
        assertThat(b).isCompleted();
    }

    private ConsumedMessage only(String topic) {
        List<ConsumedMessage> all = stored(topic);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<ConsumedMessage> stored(String topic) {
        return client.consumer(topic, StartPosition.earliest()).poll(Duration.ZERO);
    }

    private static final class Shouting implements MessageConverter {
        @Override
        public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
            return null;
        }

        @Override
        public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
            return payload instanceof String text
                    ? MessageBuilder.withPayload(text.toUpperCase(java.util.Locale.ROOT))
                            .setHeader("loud", "yes")
                            .build()
                    : null;
        }
    }
}
