package io.minikafka.kafka.export;

import io.minikafka.group.FileOffsetLog;
import io.minikafka.group.GroupName;
import io.minikafka.group.OffsetLogOptions;
import io.minikafka.store.DataLossException;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The root directory of a service that does not run: it is locked while this is open.
 *
 * <p>Opening it writes what every start of a service writes (an unfinished append at the end of a log is cut off, and
 * missing indexes are made) and deletes no message. What has expired is not read, as a service would not serve it, but
 * time stands still while this is open: nothing expires between the copy and its verification.
 */
public final class DirectorySource extends ExportSource {
    private static final int READ_BYTES = 4 << 20;

    private final Path root;
    private final SegmentedMessageStore store;
    private final Map<GroupName, Map<TopicPartition, Long>> committed;

    private DirectorySource(
            Path root, SegmentedMessageStore store, Map<GroupName, Map<TopicPartition, Long>> committed) {
        this.root = root;
        this.store = store;
        this.committed = committed;
    }

    /**
     * Locks and opens the directory.
     *
     * @throws ExportException when it is no root directory, cannot be written, or a service uses it
     */
    public static DirectorySource open(Path root) {
        return open(root, Clock.systemUTC());
    }

    /** @param clock looked at once */
    static DirectorySource open(Path root, Clock clock) {
        if (!Files.isDirectory(root.resolve("topics"))) {
            throw new ExportException("The directory " + root
                    + " has no topics; accepted is the root directory of a service (MINIKAFKA_ROOT_DIR)");
        }
        Clock standing = Clock.fixed(clock.instant(), ZoneOffset.UTC);
        return reading(() -> {
            SegmentedMessageStore store = SegmentedMessageStore.open(root, SegmentOptions.DEFAULT, standing);
            try {
                return new DirectorySource(root, store, committedIn(root.resolve("groups")));
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        });
    }

    private static Map<GroupName, Map<TopicPartition, Long>> committedIn(Path groups) {
        if (!Files.isDirectory(groups)) {
            return Map.of();
        }
        try (FileOffsetLog log = FileOffsetLog.open(groups, OffsetLogOptions.DEFAULT)) {
            return log.recovered();
        }
    }

    @Override
    String name() {
        return "the directory " + root;
    }

    @Override
    List<TopicName> topics() {
        return reading(store::topics);
    }

    @Override
    SourceTopic describe(TopicName topic) {
        TopicDescription description = reading(() -> store.describe(topic));
        return new SourceTopic(
                topic,
                description.settings().retentionAge(),
                description.settings().retentionBytes(),
                description.partitions().stream()
                        .map(each -> new OffsetRange(each.logStartOffset(), each.logEndOffset()))
                        .toList());
    }

    @Override
    SourceReader reader(TopicPartition partition) {
        return new SourceReader() {
            @Override
            public SourceRead read(long offset) {
                return reading(() -> readFrom(partition, offset));
            }

            @Override
            public void close() {}
        };
    }

    private SourceRead readFrom(TopicPartition partition, long offset) {
        try {
            ReadResult read = store.read(partition, offset, Integer.MAX_VALUE, READ_BYTES);
            return new SourceRead(read.messages(), Math.max(read.nextOffset(), read.logStartOffset()), 0);
        } catch (DataLossException damage) {
            return new SourceRead(List.of(), damage.nextReadable(), damage.nextReadable() - damage.firstLost());
        }
    }

    @Override
    Map<GroupName, Map<TopicPartition, Long>> committedOffsets() {
        return committed;
    }

    @Override
    public void close() {
        store.close();
    }

    private static <T> T reading(Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreException e) {
            throw new ExportException(e.getMessage(), e);
        }
    }
}
