package io.minikafka.kafka.export;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.minikafka.client.TestServer;
import io.minikafka.group.FileOffsetLog;
import io.minikafka.group.GroupName;
import io.minikafka.group.OffsetCommit;
import io.minikafka.group.OffsetLogOptions;
import io.minikafka.kafka.TestCluster;
import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import io.minikafka.v1.GroupServiceGrpc;
import io.minikafka.v1.ResetOffsetsRequest;
import io.minikafka.v1.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The root directory of a service with one topic, to be exported to a cluster that tests share. */
final class ExportFixture implements AutoCloseable {
    static final Duration RETENTION = Duration.ofMinutes(50);

    /** Which way messages are read. */
    enum From {
        DIRECTORY,
        SERVER
    }

    final TestCluster cluster;
    final Admin admin;
    final TopicName topic = TopicName.of("orders-" + UUID.randomUUID());
    final GroupName group = GroupName.of("billing-" + UUID.randomUUID());
    final Path root;

    /**
     * Begins at the true time, since Kafka's retention goes by that, and is advanced by less than the hour that Kafka lets
     * messages be ahead.
     */
    final MutableClock clock = new MutableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));

    private final Map<TopicPartition, Long> committed = new HashMap<>();

    ExportFixture(Path root, int partitions) {
        this(root, partitions, TestCluster.shared());
    }

    ExportFixture(Path root, int partitions, TestCluster cluster) {
        this.root = root;
        this.cluster = cluster;
        this.admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        inStore(store -> store.createTopic(
                topic,
                TopicSettings.DEFAULT
                        .withPartitions(partitions)
                        .withRetentionAge(RETENTION)
                        .withDurability(Durability.OS)));
    }

    MessageStore openStore() {
        return SegmentedMessageStore.open(root, new SegmentOptions(StoreLimits.DEFAULT, 4096, 0, 2), clock);
    }

    /** Does something with the store, which is open for that long. */
    void inStore(Consumer<MessageStore> action) {
        try (MessageStore store = openStore()) {
            action.accept(store);
        }
    }

    TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    org.apache.kafka.common.TopicPartition inKafka(int number) {
        return new org.apache.kafka.common.TopicPartition(topic.value(), number);
    }

    void append(int partition, Message... messages) {
        inStore(store -> store.append(partition(partition), List.of(messages)).join());
    }

    /** Appends messages named from {@code first} on, up to {@code end} exclusive, some at each time. */
    void appendNumbered(int partition, int first, int end) {
        inStore(store -> {
            for (int i = first; i < end; i++) {
                store.append(partition(partition), List.of(numbered(i))).join();
                clock.advance(Duration.ofMillis(i % 3));
            }
        });
    }

    static Message numbered(int number) {
        return new Message(
                Bytes.utf8("k" + number % 5), Bytes.utf8("v" + number), List.of(Header.of("n", "" + number)));
    }

    /** Messages as different as they come. */
    static List<Message> randomMessages(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Message(
                        random.nextInt(3) == 0 ? null : randomBytes(random, random.nextInt(4)),
                        randomBytes(random, random.nextInt(3) * random.nextInt(100)),
                        IntStream.range(0, random.nextInt(3))
                                .mapToObj(header -> new Header(
                                        random.nextInt(2) == 0 ? "" : "h", randomBytes(random, random.nextInt(3))))
                                .toList()))
                .toList();
    }

    private static Bytes randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    void commit(int partition, long offset) {
        committed.put(partition(partition), offset);
    }

    private List<OffsetCommit> commits() {
        return committed.entrySet().stream()
                .map(each -> new OffsetCommit(group, each.getKey(), each.getValue()))
                .toList();
    }

    /** What the service would serve now. */
    List<StoredMessage> inStore(int partition) {
        List<StoredMessage> messages = new ArrayList<>();
        inStore(store -> {
            long next = store.logStartOffset(partition(partition));
            while (next < store.logEndOffset(partition(partition))) {
                var read = store.read(partition(partition), next, Integer.MAX_VALUE, Integer.MAX_VALUE);
                messages.addAll(read.messages());
                next = read.nextOffset();
            }
        });
        return messages;
    }

    /** The source, with what was committed. Closing it closes what serves it. */
    ExportSource source(From from) {
        return from == From.DIRECTORY ? directory() : server();
    }

    private ExportSource directory() {
        try (FileOffsetLog log = FileOffsetLog.open(root.resolve("groups"), OffsetLogOptions.DEFAULT)) {
            var done = log.append(commits());
            log.flush();
            done.join();
        }
        return DirectorySource.open(root, clock);
    }

    private ExportSource server() {
        TestServer server = new TestServer(openStore());
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(server.target()).usePlaintext().build();
        try {
            for (OffsetCommit commit : commits()) {
                var unused = GroupServiceGrpc.newBlockingStub(channel)
                        .resetOffsets(ResetOffsetsRequest.newBuilder()
                                .setGroup(commit.group().value())
                                .setTopic(commit.partition().topic().value())
                                .addPartitions(commit.partition().partition())
                                .setTo(Start.newBuilder().setOffset(commit.offset()))
                                .build());
            }
        } finally {
            channel.shutdownNow();
        }
        ServerSource source = new ServerSource(server.client(), Duration.ofSeconds(10));
        return new SourceWrapper(source) {
            @Override
            public void close() {
                super.close();
                server.close();
            }
        };
    }

    KafkaConnection kafka() {
        return new KafkaConnection(cluster.bootstrapServers(), Map.of(), Duration.ofSeconds(20));
    }

    ExportOptions options() {
        return ExportOptions.DEFAULT.withTopics(Set.of(topic));
    }

    ExportReport export(From from) {
        try (ExportSource source = source(from)) {
            return export(source, options());
        }
    }

    ExportReport export(ExportOptions options) {
        try (ExportSource source = source(From.DIRECTORY)) {
            return export(source, options);
        }
    }

    ExportReport export(ExportSource source, ExportOptions options) {
        return KafkaExport.run(source, kafka(), options, ExportProgress.NONE, Duration.ofMillis(200));
    }

    /** All that Kafka has of a partition. */
    List<ConsumerRecord<byte[], byte[]>> recordsInKafka(int partition) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(inKafka(partition)));
            long end = consumer.endOffsets(List.of(inKafka(partition))).get(inKafka(partition));
            while (consumer.position(inKafka(partition)) < end) {
                consumer.poll(Duration.ofSeconds(10)).forEach(records::add);
            }
        }
        return records;
    }

    List<Content> contentInKafka(int partition) {
        return recordsInKafka(partition).stream().map(Content::of).toList();
    }

    List<Content> contentInStore(int partition) {
        return inStore(partition).stream().map(Content::of).toList();
    }

    Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> committedInKafka(GroupName name) throws Exception {
        return admin.listConsumerGroupOffsets(name.value())
                .partitionsToOffsetAndMetadata()
                .get();
    }

    @Override
    public void close() {
        admin.close();
    }
}
