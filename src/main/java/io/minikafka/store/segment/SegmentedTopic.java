package io.minikafka.store.segment;

import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.UnknownPartitionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic: its settings and its partitions. A topic whose files cannot be read, or are of a format this server does
 * not know, is there all the same and refuses everything with the reason, while others go on.
 */
final class SegmentedTopic {
    private final TopicName name;
    private final Path directory;
    private final StoreContext store;
    private final @Nullable StorageFailedException unusable;
    private volatile TopicSettings settings;
    private volatile PartitionLog[] partitions;

    private SegmentedTopic(
            TopicName name,
            Path directory,
            StoreContext store,
            TopicSettings settings,
            @Nullable StorageFailedException unusable) {
        this.name = name;
        this.directory = directory;
        this.store = store;
        this.settings = settings;
        this.unusable = unusable;
        this.partitions = new PartitionLog[0];
    }

    /** Opens a topic whose directory and {@link TopicFile} exist. Missing partition directories are made. */
    static SegmentedTopic open(TopicName name, Path directory, StoreContext store) {
        try {
            TopicFile file = TopicFile.read(store.files(), directory);
            SegmentedTopic topic = new SegmentedTopic(name, directory, store, file.settings(), null);
            topic.openPartitions(file);
            return topic;
        } catch (StorageFailedException e) {
            return unusable(name, directory, store, e);
        } catch (IOException e) {
            return unusable(
                    name,
                    directory,
                    store,
                    new StorageFailedException("The topic '" + name + "' cannot be opened: " + e.getMessage(), e));
        }
    }

    private static SegmentedTopic unusable(
            TopicName name, Path directory, StoreContext store, StorageFailedException reason) {
        return new SegmentedTopic(name, directory, store, TopicSettings.DEFAULT, reason);
    }

    /** Why the topic refuses everything; null when it does not. */
    @Nullable
    StorageFailedException unusable() {
        return unusable;
    }

    /** Opens those that are not open yet. */
    private void openPartitions(TopicFile file) throws IOException {
        int count = file.settings().partitions();
        PartitionLog[] opened = Arrays.copyOf(partitions, count);
        int before = partitions.length;
        int next = before;
        try {
            for (; next < count; next++) {
                opened[next] = openPartition(next, file.logStartOffset(next));
            }
        } catch (IOException | RuntimeException e) {
            // All or none, or what was opened would stay open for ever.
            StorageFailedException reason = new StorageFailedException("The topic '" + name + "' cannot be opened", e);
            Arrays.asList(opened).subList(before, next).forEach(partition -> partition.abandon(reason));
            throw e;
        }
        partitions = opened;
    }

    private PartitionLog openPartition(int number, long logStartOffset) throws IOException {
        TopicPartition id = new TopicPartition(name, number);
        Path place = directory.resolve(Integer.toString(number));
        if (!store.files().exists(place)) {
            store.files().createDirectories(place);
            store.files().syncDirectory(directory);
        }
        PartitionRecovery.Recovered recovered = PartitionRecovery.recover(id, place, store.files());
        return new PartitionLog(id, place, store, () -> settings, recovered, logStartOffset);
    }

    TopicName name() {
        return name;
    }

    Path directory() {
        return directory;
    }

    TopicSettings settings() {
        checkUsable();
        return settings;
    }

    PartitionLog partition(TopicPartition wanted) {
        checkUsable();
        PartitionLog[] known = partitions;
        int number = wanted.partition();
        if (number < 0 || number >= known.length) {
            throw new UnknownPartitionException(wanted, known.length);
        }
        return known[number];
    }

    /** Called by one thread at a time. */
    void update(TopicSettings changed) throws IOException {
        checkUsable();
        settings.checkChange(name, changed);
        TopicFile file = write(changed);
        try {
            openPartitions(file);
        } catch (IOException | RuntimeException e) {
            writeBack(e);
            throw e;
        }
        settings = changed;
        // What a shorter retention takes goes now, and not only when somebody looks.
        for (PartitionLog partition : partitions) {
            partition.logStartOffset();
        }
    }

    /** Writes the settings down, and where the partitions begin. */
    private TopicFile write(TopicSettings written) throws IOException {
        TopicFile file = new TopicFile(
                written,
                Arrays.stream(partitions).map(PartitionLog::logStartOffset).toList());
        file.write(store.files(), directory);
        return file;
    }

    /** A change that failed shall not come true with the next start. */
    private void writeBack(Exception failure) {
        try {
            write(settings);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    TopicDescription describe() {
        checkUsable();
        return new TopicDescription(
                name,
                settings,
                Arrays.stream(partitions).map(PartitionLog::describe).toList());
    }

    List<PartitionLog> partitions() {
        return List.of(partitions);
    }

    void abandon(StoreException reason) {
        partitions().forEach(partition -> partition.abandon(reason));
    }

    void close(StoreException reason) {
        partitions().forEach(partition -> partition.close(reason));
    }

    private void checkUsable() {
        if (unusable != null) {
            throw unusable;
        }
    }
}
