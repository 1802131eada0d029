package io.minikafka.bench.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.spring.EnableMinikafkaListeners;
import io.minikafka.client.spring.MinikafkaListener;
import io.minikafka.client.spring.MinikafkaTemplate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** What our users write, with the defaults: through the plain client, and in Spring's terms. */
final class OurApplication {
    private final String target;

    OurApplication(String target) {
        this.target = target;
    }

    Subject sendPlain() {
        ProducerMessage message = ProducerMessage.of(new byte[100]);
        return new Subject("plain Producer.sendAsync", messages -> {
            try (MinikafkaClient client = MinikafkaClient.connect(target)) {
                Producer producer = client.producer(SpringReport.SENT);
                return rate(messages, i -> producer.sendAsync(message));
            }
        });
    }

    Subject sendBytes() {
        return sending("MinikafkaTemplate.send(bytes)", new byte[100]);
    }

    Subject sendObjects() {
        return sending("MinikafkaTemplate.send(object)", Order.ONE);
    }

    private Subject sending(String name, Object payload) {
        return new Subject(name, messages -> {
            try (MinikafkaClient client = MinikafkaClient.connect(target);
                    MinikafkaTemplate template = MinikafkaTemplate.of(client)) {
                return rate(messages, i -> template.send(SpringReport.SENT, payload));
            }
        });
    }

    /** Acknowledged in order, so the last one is waited for. */
    private static double rate(int messages, Function<Integer, CompletableFuture<RecordMetadata>> send) {
        send.apply(0).join();
        long started = System.nanoTime();
        CompletableFuture<RecordMetadata> last = null;
        for (int i = 0; i < messages; i++) {
            last = send.apply(i);
        }
        if (last != null) {
            last.join();
        }
        return messages * 1e9 / (System.nanoTime() - started);
    }

    /** Stores what listeners then receive. */
    void fill(String topic, int messages, byte[] value) {
        try (MinikafkaClient client = MinikafkaClient.connect(target)) {
            Producer producer = client.producer(topic);
            rate(messages, i -> producer.sendAsync(ProducerMessage.of(value)));
        }
    }

    /** Polls and acknowledges what each poll returned, as a listener does. */
    Subject pollPlain() {
        return new Subject("plain GroupConsumer.poll", messages -> {
            Received received = new Received(messages);
            try (MinikafkaClient client = MinikafkaClient.connect(target);
                    GroupConsumer consumer =
                            client.join(GroupSubscription.of("bench-" + UUID.randomUUID(), SpringReport.BYTES))) {
                while (!received.isComplete()) {
                    List<ConsumedMessage> polled = consumer.poll(Duration.ofSeconds(1));
                    for (ConsumedMessage message : polled) {
                        received.add(1);
                    }
                    if (!polled.isEmpty()) {
                        consumer.acknowledge(polled.get(polled.size() - 1));
                    }
                }
                return received.rate();
            }
        });
    }

    Subject listenToMessages() {
        return listening("@MinikafkaListener, ConsumedMessage", SpringReport.BYTES, MessageListener.class);
    }

    Subject listenToBytes() {
        return listening("@MinikafkaListener, byte[]", SpringReport.BYTES, BytesListener.class);
    }

    Subject listenToBatches() {
        return listening("@MinikafkaListener, batches", SpringReport.BYTES, BatchListener.class);
    }

    Subject listenToObjects() {
        return listening("@MinikafkaListener, object", SpringReport.OBJECTS, ObjectListener.class);
    }

    private Subject listening(String name, String topic, Class<?> listener) {
        return new Subject(name, messages -> {
            Received received = new Received(messages);
            try (AnnotationConfigApplicationContext context = context(topic, received, listener)) {
                return received.rate();
            }
        });
    }

    /** An application with so many listeners, each in a group of its own. */
    AnnotationConfigApplicationContext idle(int listeners) {
        AnnotationConfigApplicationContext context = configured(SpringReport.IDLE, new Received(1));
        for (int i = 0; i < listeners; i++) {
            context.registerBean("idle" + i, IdleListener.class);
        }
        context.refresh();
        return context;
    }

    private AnnotationConfigApplicationContext context(String topic, Received received, Class<?> listener) {
        AnnotationConfigApplicationContext context = configured(topic, received);
        context.register(listener);
        context.refresh();
        return context;
    }

    private AnnotationConfigApplicationContext configured(String topic, Received received) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        Map<String, Object> properties = new HashMap<>();
        properties.put("bench.topic", topic);
        properties.put("bench.group", "bench-" + UUID.randomUUID());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("bench", properties));
        context.registerBean(MessagingClient.class, () -> MinikafkaClient.connect(target));
        context.registerBean(Received.class, () -> received);
        context.register(Listening.class);
        return context;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMinikafkaListeners
    static class Listening {}

    static final class MessageListener {
        private final Received received;

        MessageListener(Received received) {
            this.received = received;
        }

        @MinikafkaListener(topics = "${bench.topic}", group = "${bench.group}")
        void on(ConsumedMessage message) {
            received.add(1);
        }
    }

    static final class BytesListener {
        private final Received received;

        BytesListener(Received received) {
            this.received = received;
        }

        @MinikafkaListener(topics = "${bench.topic}", group = "${bench.group}")
        void on(byte[] value) {
            received.add(1);
        }
    }

    static final class BatchListener {
        private final Received received;

        BatchListener(Received received) {
            this.received = received;
        }

        @MinikafkaListener(topics = "${bench.topic}", group = "${bench.group}", batch = true)
        void on(List<ConsumedMessage> messages) {
            received.add(messages.size());
        }
    }

    static final class ObjectListener {
        private final Received received;

        ObjectListener(Received received) {
            this.received = received;
        }

        @MinikafkaListener(topics = "${bench.topic}", group = "${bench.group}")
        void on(Order order) {
            received.add(order.quantity() / 2);
        }
    }

    static final class IdleListener {
        @MinikafkaListener(topics = "${bench.topic}", group = "#{T(java.util.UUID).randomUUID().toString()}")
        void on(byte[] value) {}
    }
}
