package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.SettingsChange;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.TransportFixture.Settings;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client over each transport, one test after the other, and how tests speak to it. */
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
abstract class MessagingClientContract {
    static final String TOPIC = "orders";
    static final String GROUP = "billing";
    /** Longer than anything takes: only keeps a broken test from hanging. */
    static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(100);

    @Parameter
    Transport transport;

    private final List<MessagingClient> clients = new ArrayList<>();
    TransportFixture server;
    MessagingClient client;

    @BeforeEach
    void start() {
        server = transport.start(settings());
        client = newClient();
    }

    @AfterEach
    void stop() {
        clients.forEach(MessagingClient::close);
        server.close();
    }

    Settings settings() {
        return Settings.DEFAULT;
    }

    final MessagingClient newClient() {
        MessagingClient fresh = server.client();
        clients.add(fresh);
        return fresh;
    }

    // What happens at the server

    final void createTopic(String topic, int partitions) {
        get(server.broker().createTopic(TopicName.of(topic), new SettingsChange(partitions, null, null, null)));
    }

    final GroupDescription group(String name) {
        return get(server.broker().describeGroup(GroupName.of(name)));
    }

    /** The next offset to deliver when another member takes over; -1 for none. */
    final long committed(String group, String topic, int partition) {
        return group(group).partitions().stream()
                .filter(progress -> progress.partition().equals(TopicPartition.of(topic, partition)))
                .findFirst()
                .map(progress -> progress.committed().orElse(-1))
                .orElse(-1L);
    }

    /** Waits until so many members have so many partitions altogether. */
    final void awaitMembers(String group, int members, int partitions) {
        await().until(() -> {
            List<GroupDescription.MemberDescription> now =
                    get(server.broker().groups()).contains(GroupName.of(group))
                            ? group(group).members()
                            : List.of();
            return now.size() == members
                    && now.stream()
                                    .mapToInt(member -> member.assignment().size())
                                    .sum()
                            == partitions
                    && now.stream().noneMatch(member -> member.assignment().isEmpty());
        });
    }

    // Calls

    final void produce(String topic, String... values) {
        try (Producer producer = client.producer(topic)) {
            producer.send(List.of(values).stream().map(ProducerMessage::utf8).toList());
        }
    }

    final GroupConsumer join(String group) {
        return client.join(GroupSubscription.of(group, TOPIC));
    }

    /** Polls until there are so many messages. */
    static List<ConsumedMessage> poll(GroupConsumer consumer, int count) {
        List<ConsumedMessage> messages = new ArrayList<>();
        long started = System.nanoTime();
        while (messages.size() < count && System.nanoTime() - started < LONG.toNanos()) {
            messages.addAll(consumer.poll(SHORT));
        }
        assertThat(messages).hasSize(count);
        return messages;
    }

    /** The same, while the server may be away. */
    static List<ConsumedMessage> pollThroughOutage(GroupConsumer consumer, int count) {
        List<ConsumedMessage> messages = new ArrayList<>();
        long started = System.nanoTime();
        while (messages.size() < count && System.nanoTime() - started < LONG.toNanos()) {
            try {
                messages.addAll(consumer.poll(SHORT));
            } catch (MinikafkaException failure) {
                assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            }
        }
        assertThat(messages).hasSizeGreaterThanOrEqualTo(count);
        return messages;
    }

    static List<String> texts(GroupConsumer consumer, int count) {
        return texts(poll(consumer, count));
    }

    static List<String> texts(List<ConsumedMessage> messages) {
        return messages.stream().map(ConsumedMessage::text).toList();
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    static MinikafkaException assertFailed(Kind kind, CompletableFuture<?> future) {
        return Failing.assertFails(kind, () -> {
            try {
                get(future);
            } catch (CompletionException failed) {
                throw failed.getCause();
            }
        });
    }
}
