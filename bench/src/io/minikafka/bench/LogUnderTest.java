package io.minikafka.bench;

import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** What the store benchmarks compare: our stores, and beside them the physical limit and the fastest well-known log. */
interface LogUnderTest extends AutoCloseable {
    /** Appends a batch and waits until it is acknowledged. */
    void append(List<Message> batch);

    /** Reads the next run of messages, from the start again after the last one, and says how many there were. */
    int readSome(IntConsumer valueLength);

    @Override
    void close();

    int READ_BYTES = 256 << 10;

    static LogUnderTest open(String kind, Path directory, int frameBytes) {
        return switch (kind) {
            case "memory" -> new Store(new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()), Durability.OS);
            case "os" -> new Store(files(directory), Durability.OS);
            case "fsync" -> new Store(files(directory), Durability.FSYNC);
            case "raw" -> new RawFile(directory, frameBytes, false);
            case "raw+force" -> new RawFile(directory, frameBytes, true);
            case "chronicle" -> new Chronicle(directory);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static MessageStore files(Path directory) {
        return SegmentedMessageStore.open(directory, SegmentOptions.DEFAULT, Clock.systemUTC());
    }

    /** One of ours. */
    final class Store implements LogUnderTest {
        private static final TopicPartition PARTITION = new TopicPartition(TopicName.of("bench"), 0);

        private final MessageStore store;
        private long next;

        Store(MessageStore store, Durability durability) {
            this.store = store;
            store.createTopic(
                    PARTITION.topic(), new TopicSettings(1, Duration.ofDays(7), TopicSettings.UNBOUNDED, durability));
        }

        @Override
        public void append(List<Message> batch) {
            store.append(PARTITION, batch).join();
        }

        @Override
        public int readSome(IntConsumer valueLength) {
            ReadResult result = store.read(PARTITION, next, Integer.MAX_VALUE, READ_BYTES);
            for (StoredMessage message : result.messages()) {
                valueLength.accept(message.value().length());
            }
            next = result.messages().isEmpty() ? 0 : result.nextOffset();
            return result.messages().size();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** Writes and reads as many bytes as our frames have, and does nothing else: what the machine can do. */
    final class RawFile implements LogUnderTest {
        private static final long FILE_BYTES = 64L << 20;

        private final Path directory;
        private final int frameBytes;
        private final boolean force;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        private FileChannel channel;
        private long position;
        private long readPosition;
        private int files;

        RawFile(Path directory, int frameBytes, boolean force) {
            this.directory = directory;
            this.frameBytes = frameBytes;
            this.force = force;
            this.channel = open();
        }

        private FileChannel open() {
            try {
                return FileChannel.open(
                        directory.resolve("raw-" + files++),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void append(List<Message> batch) {
            try {
                if (position > FILE_BYTES) {
                    channel.close();
                    channel = open();
                    position = 0;
                }
                buffer.clear().limit(batch.size() * frameBytes);
                position += channel.write(buffer, position);
                if (force) {
                    channel.force(false);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int readSome(IntConsumer valueLength) {
            try {
                ByteBuffer target = ByteBuffer.allocate(READ_BYTES);
                int read = channel.read(target, readPosition);
                readPosition = read <= 0 ? 0 : readPosition + read;
                int count = Math.max(0, read) / frameBytes;
                for (int i = 0; i < count; i++) {
                    valueLength.accept(target.get(i * frameBytes));
                }
                return count;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Chronicle Queue: appends to memory-mapped files, which a killed process does not lose either. */
    final class Chronicle implements LogUnderTest {
        private static final int READ_COUNT = 2000;

        private final ChronicleQueue queue;
        private final ExcerptAppender appender;
        private final ExcerptTailer tailer;
        private final Bytes<ByteBuffer> target = Bytes.elasticByteBuffer();
        private final Bytes<ByteBuffer> source = Bytes.elasticByteBuffer();

        Chronicle(Path directory) {
            queue = SingleChronicleQueueBuilder.binary(directory.toFile()).build();
            appender = queue.createAppender();
            tailer = queue.createTailer();
        }

        @Override
        public void append(List<Message> batch) {
            for (Message message : batch) {
                source.clear();
                message.value().with((array, start, length) -> source.write(array, start, length));
                appender.writeBytes(source);
            }
        }

        @Override
        public int readSome(IntConsumer valueLength) {
            int count = 0;
            while (count < READ_COUNT) {
                target.clear();
                if (!tailer.readBytes(target)) {
                    tailer.toStart();
                    break;
                }
                valueLength.accept((int) target.readRemaining());
                count++;
            }
            return count;
        }

        @Override
        public void close() {
            target.releaseLast();
            source.releaseLast();
            queue.close();
        }
    }
}
