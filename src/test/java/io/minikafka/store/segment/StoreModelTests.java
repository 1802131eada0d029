package io.minikafka.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreException;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.file.SimulatedFileSystem;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same random operations on the file store and on the memory store, which is the model: same answers. */
class StoreModelTests {
    private static final int STEPS = 1500;
    private static final List<TopicName> TOPICS = List.of(TopicName.of("a"), TopicName.of("b"));

    static IntStream seeds() {
        return IntStream.range(0, 25);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bothStoresAnswerAlike(int seed) {
        new Run(seed).go();
    }

    private static final class Run {
        private final Random random;

        /** Whether all topics have durability fsync, so that power cuts are among the restarts. */
        private final boolean allSynced;

        private final StoreLimits limits = new StoreLimits(3000);
        private final MutableClock clock = MutableClock.started();
        private final SegmentOptions options;
        private final MessageStore model;
        private Instant latest = clock.instant();
        private SimulatedFileSystem files = new SimulatedFileSystem();
        private MessageStore store;

        Run(int seed) {
            random = new Random(seed);
            allSynced = random.nextBoolean();
            options = new SegmentOptions(limits, 1024 << random.nextInt(5), 0, 2);
            model = new InMemoryMessageStore(limits, clock);
            store = open();
        }

        private MessageStore open() {
            return SegmentedMessageStore.open(StoreOnDisk.ROOT, options, files, clock);
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                String done = step();
                assertThat(store.topics()).as("step %d: %s", step, done).isEqualTo(model.topics());
            }
            TOPICS.forEach(this::compareAll);
        }

        private String step() {
            int die = random.nextInt(100);
            if (die < 45) {
                return append();
            } else if (die < 70) {
                return read();
            } else if (die < 80) {
                return offsetAt();
            } else if (die < 88) {
                clock.advance(Duration.ofMillis(random.nextInt(10) == 0 ? -random.nextInt(500) : random.nextInt(400)));
                TOPICS.forEach(this::compareAll);
                latest = latest.isAfter(clock.instant()) ? latest : clock.instant();
                return "time passes";
            } else if (die < 92) {
                store.enforceRetention();
                model.enforceRetention();
                return "retention";
            } else if (die < 96) {
                return changeTopics();
            } else if (die < 98) {
                return restart();
            }
            compareAll(topic());
            return "compared";
        }

        private TopicName topic() {
            return TOPICS.get(random.nextInt(TOPICS.size()));
        }

        private TopicPartition partition() {
            return new TopicPartition(topic(), random.nextInt(3));
        }

        private String append() {
            TopicPartition partition = partition();
            List<Message> messages = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                messages.add(message());
            }
            same("append to " + partition, s -> {
                try {
                    // The durability is the one thing in which they differ.
                    return s.append(partition, messages).join().firstOffset();
                } catch (CompletionException e) {
                    throw (StoreException) e.getCause();
                }
            });
            return "append";
        }

        private Message message() {
            Bytes key = random.nextBoolean() ? null : bytes(random.nextInt(20));
            int size = random.nextInt(50) == 0 ? random.nextInt(3300) : random.nextInt(200);
            List<Header> headers = IntStream.range(0, Math.max(0, random.nextInt(6) - 3))
                    .mapToObj(i -> new Header("h" + random.nextInt(3), bytes(random.nextInt(10))))
                    .toList();
            return new Message(key, bytes(size), headers);
        }

        private Bytes bytes(int size) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return Bytes.wrap(bytes);
        }

        private String read() {
            TopicPartition partition = partition();
            long end = model.exists(partition.topic())
                            && model.settings(partition.topic()).partitions() > partition.partition()
                    ? model.logEndOffset(partition)
                    : 0;
            long offset = random.nextInt((int) end + 3) - 1;
            int most = 1 + random.nextInt(20);
            same("read " + partition + " from " + offset, s -> s.read(partition, offset, most, Integer.MAX_VALUE));
            int bytes = 1 + random.nextInt(2000);
            same("bounded read", s -> {
                ReadResult result = s.read(partition, offset, Integer.MAX_VALUE, bytes);
                // What a message takes differs; that one is returned does not.
                return List.of(
                        result.messages().isEmpty(),
                        result.messages().stream().limit(1).toList(),
                        result.logStartOffset(),
                        result.logEndOffset(),
                        result.skipped());
            });
            return "read";
        }

        private String offsetAt() {
            TopicPartition partition = partition();
            long time = clock.millis() - random.nextInt(3000);
            same("offset at", s -> s.offsetAt(partition, time));
            same("log start", s -> s.logStartOffset(partition));
            same("log end", s -> s.logEndOffset(partition));
            return "offsets";
        }

        private String changeTopics() {
            TopicName topic = topic();
            TopicSettings settings = new TopicSettings(
                    1 + random.nextInt(3),
                    Duration.ofMillis(1 + random.nextInt(5000)),
                    TopicSettings.UNBOUNDED,
                    allSynced || random.nextBoolean() ? Durability.FSYNC : Durability.OS);
            switch (random.nextInt(5)) {
                case 0 ->
                    same("delete " + topic, s -> {
                        s.deleteTopic(topic);
                        return "deleted";
                    });
                case 1, 2 ->
                    same("update " + topic, s -> {
                        s.updateTopic(topic, settings);
                        return s.settings(topic);
                    });
                default ->
                    same("create " + topic, s -> {
                        s.createTopic(topic, settings);
                        return s.settings(topic);
                    });
            }
            return "topics";
        }

        /** Cleanly, by a kill, or by a power cut that finds everything acknowledged synced. */
        private String restart() {
            // The model never restarts and remembers what had expired before the clock went back.
            if (clock.instant().isBefore(latest)) {
                clock.advance(Duration.between(clock.instant(), latest));
            }
            TOPICS.forEach(this::compareAll);
            int die = random.nextInt(3);
            if (die == 0) {
                store.close();
            } else {
                files = die == 1 || !allSynced ? files.afterKill() : files.afterPowerCut(random);
            }
            store = open();
            TOPICS.forEach(this::compareAll);
            return "restart " + die;
        }

        private void compareAll(TopicName topic) {
            for (int i = 0; i < 3; i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                same("all of " + partition, s -> all(s, partition));
            }
        }

        private static List<StoredMessage> all(MessageStore store, TopicPartition partition) {
            List<StoredMessage> all = new ArrayList<>();
            long next = store.logStartOffset(partition);
            while (next < store.logEndOffset(partition)) {
                ReadResult result = store.read(partition, next, 100, 100_000);
                all.addAll(result.messages());
                next = result.nextOffset();
            }
            return all;
        }

        private void same(String what, Function<MessageStore, Object> call) {
            assertThat(answer(store, call)).as(what).isEqualTo(answer(model, call));
        }

        private static @Nullable Object answer(MessageStore store, Function<MessageStore, Object> call) {
            try {
                return call.apply(store);
            } catch (StoreException e) {
                return e.getClass() + ": " + e.getMessage();
            }
        }
    }
}
