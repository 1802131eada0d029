package io.minikafka.store.segment;

import io.minikafka.store.AppendResult;
import io.minikafka.store.DataLossException;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.file.SimulatedFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A store over a {@link SimulatedFileSystem} with one topic of one partition, and what tests do with them. */
final class StoreOnDisk {
    static final Path ROOT = Path.of("/data");
    static final TopicName TOPIC = TopicName.of("orders");
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final SegmentOptions OPTIONS = new SegmentOptions(StoreLimits.DEFAULT, 64 << 10, 0, 1);
    static final TopicSettings OS = TopicSettings.DEFAULT.withDurability(Durability.OS);
    static final TopicSettings FSYNC = TopicSettings.DEFAULT.withDurability(Durability.FSYNC);

    final MutableClock clock = MutableClock.started();
    SimulatedFileSystem files = new SimulatedFileSystem();
    SegmentedMessageStore store;

    private final SegmentOptions options;

    StoreOnDisk(TopicSettings settings) {
        this(settings, OPTIONS);
    }

    StoreOnDisk(TopicSettings settings, SegmentOptions options) {
        this.options = options;
        this.store = SegmentedMessageStore.open(ROOT, options, files, clock);
        store.createTopic(TOPIC, settings);
    }

    /** Opens what is left on these files; the former store is left where it stands, as by a crash. */
    StoreOnDisk reopenOn(SimulatedFileSystem survivors) {
        files = survivors;
        store = SegmentedMessageStore.open(ROOT, options, files, clock);
        return this;
    }

    /**
     * Waits until the syncs that have acknowledged something are over: after that they write indexes, which open, sync
     * and rename, too, and so could meet a failure that a test has in store for something else.
     */
    void awaitSyncs() {
        store.enforceRetention();
    }

    /** So much later everything sealed has been synced and indexed, in the background. */
    void settle() {
        clock.advance(Duration.ofMillis(PartitionLog.SYNC_DELAY_MILLIS));
        store.enforceRetention();
    }

    StoreOnDisk restart() {
        store.close();
        return reopenOn(files);
    }

    AppendResult append(String... values) {
        return store.append(P0, messages(values)).join();
    }

    static List<Message> messages(String... values) {
        return List.of(values).stream().map(Message::utf8).toList();
    }

    /** Appends one message after the other: {@code prefix0}, {@code prefix1} … */
    void appendMany(String prefix, int count) {
        IntStream.range(0, count).mapToObj(i -> prefix + i).forEach(this::append);
    }

    List<String> values() {
        return values(store, P0);
    }

    /** All that is readable, going on after damage. */
    static List<String> values(MessageStore store, TopicPartition partition) {
        List<String> values = new ArrayList<>();
        long next = store.logStartOffset(partition);
        long end = store.logEndOffset(partition);
        while (next < end) {
            try {
                ReadResult result = store.read(partition, next, Integer.MAX_VALUE, Integer.MAX_VALUE);
                for (StoredMessage message : result.messages()) {
                    values.add(message.value().toUtf8());
                }
                next = result.nextOffset();
            } catch (DataLossException e) {
                next = e.nextReadable();
            }
        }
        return values;
    }

    Path partitionDirectory() {
        return ROOT.resolve("topics").resolve(TOPIC.value()).resolve("0");
    }

    /** The partition's files with this ending, oldest first. */
    List<Path> filesEnding(String suffix) {
        try {
            return files.list(partitionDirectory()).stream()
                    .filter(path -> path.toString().endsWith(suffix))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Path onlySegment() {
        List<Path> segments = filesEnding(SegmentFormat.SUFFIX);
        if (segments.size() != 1) {
            throw new IllegalStateException("There are " + segments);
        }
        return segments.get(0);
    }
}
