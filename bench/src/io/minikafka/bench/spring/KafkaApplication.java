package io.minikafka.bench.spring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.kafka.support.serializer.JacksonJsonDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;

/** What spring-kafka's users write, with its defaults. */
final class KafkaApplication {
    private final String address;

    KafkaApplication(String address) {
        this.address = address;
    }

    void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    Subject sendBytes() {
        return new Subject(
                "KafkaTemplate.send(bytes)", messages -> send(messages, new byte[100], new ByteArraySerializer()));
    }

    Subject sendObjects() {
        return new Subject(
                "KafkaTemplate.send(object)", messages -> send(messages, Order.ONE, new JacksonJsonSerializer<>()));
    }

    private <T> double send(int messages, T payload, Serializer<T> serializer) {
        DefaultKafkaProducerFactory<byte[], T> producers = new DefaultKafkaProducerFactory<>(
                Map.of("bootstrap.servers", address), new ByteArraySerializer(), serializer);
        try {
            KafkaTemplate<byte[], T> template = new KafkaTemplate<>(producers);
            CompletableFuture<SendResult<byte[], T>> last = template.send(SpringReport.SENT, payload);
            last.join();
            long started = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                last = template.send(SpringReport.SENT, payload);
            }
            // One partition: acknowledged in order.
            template.flush();
            last.join();
            return messages * 1e9 / (System.nanoTime() - started);
        } finally {
            producers.destroy();
        }
    }

    /** Stores what listeners then receive. */
    void fill(String topic, int messages, byte[] value) {
        DefaultKafkaProducerFactory<byte[], byte[]> producers = new DefaultKafkaProducerFactory<>(
                Map.of("bootstrap.servers", address), new ByteArraySerializer(), new ByteArraySerializer());
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(producers);
        for (int i = 0; i < messages; i++) {
            template.send(topic, value);
        }
        template.flush();
        producers.destroy();
    }

    Subject listenToRecords() {
        return listening(
                "@KafkaListener, ConsumerRecord",
                SpringReport.BYTES,
                RecordListener.class,
                false,
                new ByteArrayDeserializer());
    }

    Subject listenToBatches() {
        return listening(
                "@KafkaListener, batches", SpringReport.BYTES, BatchListener.class, true, new ByteArrayDeserializer());
    }

    Subject listenToObjects() {
        JacksonJsonDeserializer<Order> json = new JacksonJsonDeserializer<>(Order.class, false);
        return listening("@KafkaListener, object", SpringReport.OBJECTS, ObjectListener.class, false, json);
    }

    private Subject listening(
            String name, String topic, Class<?> listener, boolean batch, Deserializer<?> deserializer) {
        return new Subject(name, messages -> {
            Received received = new Received(messages);
            try (AnnotationConfigApplicationContext context =
                    context(1, topic, listener, batch, deserializer, received)) {
                return received.rate();
            }
        });
    }

    /** An application with so many listeners, each in a group and, if wanted, with a topic of its own. */
    AnnotationConfigApplicationContext idle(int listeners) throws Exception {
        AnnotationConfigApplicationContext context = context(
                0, SpringReport.IDLE, RecordListener.class, false, new ByteArrayDeserializer(), new Received(1));
        for (int i = 0; i < listeners; i++) {
            @SuppressWarnings("unchecked")
            ConcurrentKafkaListenerContainerFactory<byte[], Object> factory =
                    context.getBean(ConcurrentKafkaListenerContainerFactory.class);
            var container = factory.createContainer(SpringReport.IDLE);
            container.getContainerProperties().setGroupId("idle-" + UUID.randomUUID());
            container.getContainerProperties().setMessageListener((org.springframework.kafka.listener.MessageListener<
                            byte[], Object>)
                    ignored -> {});
            context.registerBean(
                    "idle" + i, org.springframework.kafka.listener.MessageListenerContainer.class, () -> container);
            container.start();
        }
        return context;
    }

    private AnnotationConfigApplicationContext context(
            int listeners,
            String topic,
            Class<?> listener,
            boolean batch,
            Deserializer<?> deserializer,
            Received received) {
        Map<String, Object> settings = new HashMap<>(
                Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest", "enable.auto.commit", false));
        @SuppressWarnings("unchecked")
        DefaultKafkaConsumerFactory<byte[], Object> consumers = new DefaultKafkaConsumerFactory<>(
                settings, new ByteArrayDeserializer(), (Deserializer<Object>) deserializer);
        ConcurrentKafkaListenerContainerFactory<byte[], Object> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(consumers);
        factory.setBatchListener(batch);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "bench", Map.of("bench.topic", topic, "bench.group", "bench-" + UUID.randomUUID())));
        context.registerBean(
                "kafkaListenerContainerFactory", ConcurrentKafkaListenerContainerFactory.class, () -> factory);
        context.registerBean(Received.class, () -> received);
        context.register(Listening.class);
        if (listeners > 0) {
            context.register(listener);
        }
        context.refresh();
        return context;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafka
    static class Listening {}

    static final class RecordListener {
        private final Received received;

        RecordListener(Received received) {
            this.received = received;
        }

        @KafkaListener(topics = "${bench.topic}", groupId = "${bench.group}")
        void on(ConsumerRecord<byte[], byte[]> record) {
            received.add(1);
        }
    }

    static final class BatchListener {
        private final Received received;

        BatchListener(Received received) {
            this.received = received;
        }

        @KafkaListener(topics = "${bench.topic}", groupId = "${bench.group}")
        void on(List<ConsumerRecord<byte[], byte[]>> records) {
            received.add(records.size());
        }
    }

    static final class ObjectListener {
        private final Received received;

        ObjectListener(Received received) {
            this.received = received;
        }

        @KafkaListener(topics = "${bench.topic}", groupId = "${bench.group}")
        void on(Order order) {
            received.add(order.quantity() / 2);
        }
    }
}
