package io.minikafka.store.segment;

import io.minikafka.store.AppendResult;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.InvalidTopicNameException;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreClosedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicExistsException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.UnknownTopicException;
import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.NioFileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A message store in files, for one process at a time.
 *
 * <pre>
 * root/lock                                   held while the store is open
 * root/topics/NAME/topic.properties           settings
 * root/topics/NAME/0/00000000000000000000.log   segments of partition 0, see {@link SegmentFormat}
 * root/topics/NAME/0/00000000000000000000.index see {@link IndexFile}
 * root/changing/                              topics being created or deleted; emptied at the start
 * </pre>
 *
 * Threads that append write to the page cache themselves; a thread that is interrupted while it does stops its partition
 * (the JDK closes the file), so do not interrupt them.
 */
public final class SegmentedMessageStore implements MessageStore {
    private static final System.Logger LOG = System.getLogger(SegmentedMessageStore.class.getName());
    private static final String LOCK = "lock";
    private static final String TOPICS = "topics";
    private static final String CHANGING = "changing";

    private final Path root;
    private final StoreContext context;
    private final Closeable rootLock;
    private final ExecutorService syncer;
    private final ConcurrentHashMap<TopicName, SegmentedTopic> topics = new ConcurrentHashMap<>();

    /** Held while topics are created, changed and deleted, never for messages. */
    private final ReentrantLock topicChanges = new ReentrantLock();

    private final AtomicInteger changes = new AtomicInteger();
    private volatile boolean closed;

    private SegmentedMessageStore(Path root, SegmentOptions options, FileSystem files, Clock clock) throws IOException {
        this.root = root;
        files.createDirectories(root.resolve(TOPICS));
        files.createDirectories(root.resolve(CHANGING));
        this.rootLock = files.lock(root.resolve(LOCK));
        files.syncDirectory(root);
        this.syncer = Executors.newFixedThreadPool(options.syncThreads(), new SyncThreads());
        this.context = new StoreContext(
                files,
                options,
                clock,
                new DiskGuard(files, root, options.freeSpaceFloor(), clock),
                new BufferPool(),
                syncer,
                new Listeners());
    }

    /**
     * Opens the store in a directory, which is made when it does not exist, and recovers what is there.
     *
     * @throws StorageFailedException when the directory cannot be used, or another store uses it
     */
    public static SegmentedMessageStore open(Path root, SegmentOptions options, Clock clock) {
        return open(root, options, new NioFileSystem(), clock);
    }

    static SegmentedMessageStore open(Path root, SegmentOptions options, FileSystem files, Clock clock) {
        SegmentedMessageStore store;
        try {
            store = new SegmentedMessageStore(root.toAbsolutePath().normalize(), options, files, clock);
        } catch (IOException e) {
            throw new StorageFailedException("The directory " + root + " cannot be used: " + describe(e), e);
        }
        try {
            store.recover();
            return store;
        } catch (IOException e) {
            store.close();
            throw new StorageFailedException("The directory " + root + " cannot be read: " + describe(e), e);
        }
    }

    /** Many file system exceptions have a path for a message, and say what is wrong only by their name. */
    private static String describe(IOException e) {
        return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
    }

    private void recover() throws IOException {
        for (Path leftover : context.files().list(root.resolve(CHANGING))) {
            deleteTree(leftover);
        }
        for (Path directory : context.files().list(root.resolve(TOPICS))) {
            try {
                TopicName name = TopicName.of(directory.getFileName().toString());
                SegmentedTopic topic = SegmentedTopic.open(name, directory, context);
                StorageFailedException unusable = topic.unusable();
                if (unusable != null) {
                    LOG.log(System.Logger.Level.ERROR, unusable.getMessage(), unusable);
                }
                topics.put(name, topic);
            } catch (InvalidTopicNameException e) {
                LOG.log(System.Logger.Level.WARNING, "{0} is no topic and is left alone", directory);
            }
        }
    }

    @Override
    public void createTopic(TopicName name, TopicSettings settings) {
        changeTopics("create the topic '" + name + "'", () -> {
            if (topics.containsKey(name)) {
                throw new TopicExistsException(name);
            }
            // Made aside and moved into place, so that a crash leaves the whole topic or none.
            Path aside = aside(name);
            context.files().createDirectories(aside);
            for (int i = 0; i < settings.partitions(); i++) {
                context.files().createDirectories(aside.resolve(Integer.toString(i)));
            }
            new TopicFile(settings, List.of()).write(context.files(), aside);
            Path directory = root.resolve(TOPICS).resolve(name.value());
            context.files().rename(aside, directory);
            context.files().syncDirectory(root.resolve(TOPICS));
            SegmentedTopic topic = SegmentedTopic.open(name, directory, context);
            StorageFailedException unusable = topic.unusable();
            if (unusable != null) {
                takeBack(directory, aside, unusable);
                throw unusable;
            }
            topics.put(name, topic);
        });
        context.listeners().topicChanged(name);
    }

    /** A topic that was made and cannot be opened goes again, if it can; else the next start finds it. */
    private void takeBack(Path directory, Path aside, StorageFailedException reason) {
        try {
            context.files().rename(directory, aside);
            context.files().syncDirectory(root.resolve(TOPICS));
            deleteTree(aside);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void updateTopic(TopicName name, TopicSettings settings) {
        changeTopics("change the topic '" + name + "'", () -> topic(name).update(settings));
        context.listeners().topicChanged(name);
    }

    @Override
    public void deleteTopic(TopicName name) {
        changeTopics("delete the topic '" + name + "'", () -> {
            SegmentedTopic topic = topic(name);
            Path aside = aside(name);
            context.files().rename(topic.directory(), aside);
            context.files().syncDirectory(root.resolve(TOPICS));
            topics.remove(name);
            topic.abandon(new UnknownTopicException(name));
            deleteTree(aside);
        });
        context.listeners().topicDeleted(name);
    }

    /** A place of its own for each change: the name may be in use by the remains of a former one. */
    private Path aside(TopicName name) throws IOException {
        Path place;
        do {
            String number = Integer.toString(changes.incrementAndGet());
            place = root.resolve(CHANGING).resolve(number);
        } while (context.files().exists(place));
        LOG.log(System.Logger.Level.DEBUG, "Changing topic {0} in {1}", name, place);
        return place;
    }

    @FunctionalInterface
    private interface TopicChange {
        void make() throws IOException;
    }

    private void changeTopics(String doing, TopicChange change) {
        topicChanges.lock();
        try {
            checkOpen();
            change.make();
        } catch (IOException e) {
            throw new StorageFailedException("Failed to " + doing + ": " + describe(e), e);
        } finally {
            topicChanges.unlock();
        }
    }

    private void deleteTree(Path path) throws IOException {
        ArrayDeque<Path> ancestors = new ArrayDeque<>(List.of(path));
        while (!ancestors.isEmpty()) {
            Path next = ancestors.peek();
            List<Path> children = entriesOf(next);
            children.forEach(ancestors::push);
            if (children.isEmpty()) {
                context.files().delete(ancestors.pop());
            }
        }
    }

    private List<Path> entriesOf(Path path) throws IOException {
        try {
            return context.files().list(path);
        } catch (NotDirectoryException e) {
            return List.of();
        }
    }

    @Override
    public List<TopicName> topics() {
        checkOpen();
        return topics.keySet().stream().sorted().toList();
    }

    @Override
    public boolean exists(TopicName name) {
        checkOpen();
        return topics.containsKey(name);
    }

    @Override
    public TopicSettings settings(TopicName name) {
        return topic(name).settings();
    }

    @Override
    public TopicDescription describe(TopicName name) {
        return topic(name).describe();
    }

    @Override
    public CompletableFuture<AppendResult> append(TopicPartition id, List<Message> messages) {
        try {
            PartitionLog partition = partition(id);
            return partition.append(messages, admittedBytes(messages));
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What the messages will take in a segment, once each has been found small enough. */
    private long admittedBytes(List<Message> messages) {
        if (messages.isEmpty()) {
            throw new InvalidArgumentException("number of messages", "0", "1 or more");
        }
        long bytes = 0;
        for (int i = 0, count = messages.size(); i < count; i++) {
            Message message = messages.get(i);
            context.options().limits().check(message);
            bytes += FrameFormat.sizeOf(message);
        }
        return PartitionLog.requireBatch(bytes);
    }

    @Override
    public ReadResult read(TopicPartition id, long offset, int maxMessages, int maxBytes) {
        return partition(id).read(offset, maxMessages, maxBytes);
    }

    @Override
    public long offsetAt(TopicPartition id, long timestamp) {
        return partition(id).offsetAt(timestamp);
    }

    @Override
    public long logStartOffset(TopicPartition id) {
        return partition(id).logStartOffset();
    }

    @Override
    public long logEndOffset(TopicPartition id) {
        return partition(id).logEndOffset();
    }

    @Override
    public long sizeInBytes(TopicPartition id) {
        return partition(id).sizeInBytes();
    }

    @Override
    public void addListener(StoreListener listener) {
        checkOpen();
        context.listeners().add(listener);
    }

    @Override
    public void enforceRetention() {
        checkOpen();
        for (SegmentedTopic topic : topics.values()) {
            for (PartitionLog partition : topic.partitions()) {
                try {
                    partition.enforceRetention();
                } catch (UnknownTopicException | StoreClosedException e) {
                    LOG.log(System.Logger.Level.DEBUG, "Gone while its turn came", e);
                } catch (IOException | RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "Retention of topic " + topic.name() + " failed", e);
                }
            }
        }
    }

    @Override
    public void close() {
        topicChanges.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            topics.values().forEach(topic -> topic.close(new StoreClosedException()));
            syncer.shutdown();
            if (!syncer.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.log(System.Logger.Level.WARNING, "A sync did not end within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            topicChanges.unlock();
            unlockRoot();
        }
    }

    private void unlockRoot() {
        try {
            rootLock.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The lock of " + root + " was not released", e);
        }
    }

    private SegmentedTopic topic(TopicName name) {
        checkOpen();
        SegmentedTopic topic = topics.get(name);
        if (topic == null) {
            throw new UnknownTopicException(name);
        }
        return topic;
    }

    private PartitionLog partition(TopicPartition id) {
        return topic(id.topic()).partition(id);
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreClosedException();
        }
    }

    private static final class SyncThreads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "minikafka-sync-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
