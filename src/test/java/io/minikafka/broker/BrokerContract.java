package io.minikafka.broker;

import io.minikafka.group.GroupName;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker over each backend, one test after the other. Names are each test's own, since a cluster is shared. */
@ParameterizedClass(name = "{0}")
@EnumSource(TestBackend.class)
abstract class BrokerContract extends BrokerCalls {
    static final TopicSettings DEFAULTS = TopicSettings.DEFAULT;

    @Parameter
    TestBackend kind;

    @TempDir
    Path directory;

    final ScheduledThreadPoolExecutor timer = newTimer();
    final String suffix = UUID.randomUUID().toString().substring(0, 8);
    final TopicName topic = topic("orders");
    final TopicPartition p0 = new TopicPartition(topic, 0);
    final TopicPartition p1 = new TopicPartition(topic, 1);
    final GroupName group = GroupName.of("billing-" + suffix);

    private final List<Broker> opened = new ArrayList<>();
    Backend backend;
    Broker broker;

    @BeforeEach
    void open() {
        backend = kind.open(directory.resolve("root"));
        broker = open(new BrokerOptions(DEFAULTS, true));
    }

    /** Another broker over the same backend. */
    final Broker open(BrokerOptions options) {
        Broker another = backend.broker(options, timer);
        opened.add(another);
        return another;
    }

    @AfterEach
    void close() {
        closeBrokers();
        backend.close();
        timer.shutdownNow();
    }

    /** What the next process finds. */
    final void restart() {
        closeBrokers();
        backend.restart();
        broker = open(new BrokerOptions(DEFAULTS, true));
    }

    private void closeBrokers() {
        opened.forEach(Broker::close);
        opened.clear();
    }

    final boolean has(Difference difference) {
        return kind.has(difference);
    }

    final TopicName topic(String name) {
        return TopicName.of(name + "-" + suffix);
    }

    final void createTopic() {
        get(broker.createTopic(topic, SettingsChange.NONE));
    }

    final void createTopic(int partitions) {
        get(broker.createTopic(topic, partitions(partitions)));
    }

    /** A topic whose messages the backend can have expire. */
    final void createExpiringTopic() {
        get(broker.createTopic(topic, new SettingsChange(null, Backend.RETENTION, null, null)));
    }

    static SettingsChange partitions(int count) {
        return new SettingsChange(count, null, null, null);
    }

    /** To the topic's first partition. */
    final void produce(String... values) {
        produceTo(0, values);
    }

    final void produceTo(int partition, String... values) {
        Integer[] partitions = new Integer[values.length];
        Arrays.fill(partitions, partition);
        get(broker.produce(topic, messages(values), explicit(partitions)));
    }

    /** All from there on, in as many reads as it takes. */
    final List<StoredMessage> read(TopicPartition partition, Start start) {
        List<StoredMessage> messages = new ArrayList<>();
        Start next = start;
        while (true) {
            ReadResult result = get(broker.fetch(partition, next, LIMITS, AT_ONCE));
            messages.addAll(result.messages());
            if (result.nextOffset() == result.logEndOffset()) {
                return messages;
            }
            next = at(result.nextOffset());
        }
    }

    final List<String> stored(TopicPartition partition) {
        return values(read(partition, EARLIEST));
    }

    final PartitionDescription describe(TopicPartition partition) {
        return get(broker.describeTopic(partition.topic())).partitions().get(partition.partition());
    }
}
