package io.minikafka.store.memory;

import io.minikafka.store.AppendResult;
import io.minikafka.store.Durability;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.MemoryFullException;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreClosedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicExistsException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.UnknownPartitionException;
import io.minikafka.store.UnknownTopicException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A store in this process's memory: everything is lost when it ends, and every acknowledgement says so
 * ({@link Durability#MEMORY}). Appends complete before {@link #append} returns. Retention by bytes is exact, a message
 * counting as {@link #MESSAGE_OVERHEAD_BYTES} besides its own bytes; the newest message stays even when it alone is
 * beyond the bound. All messages of all topics together have a bound as well, beyond which appends are refused with
 * {@link MemoryFullException}.
 *
 * <p>Safe for use by many threads: each partition has a lock of its own, held for no longer than it takes to copy
 * references, and never while a listener runs.
 */
public final class InMemoryMessageStore implements MessageStore {
    /** About what the objects of one message take on the heap besides its bytes. */
    public static final int MESSAGE_OVERHEAD_BYTES = MemoryPartition.MESSAGE_OVERHEAD_BYTES;

    private final StoreLimits limits;
    private final Clock clock;
    private final MemoryBudget budget;
    private final Map<TopicName, Topic> topics = new ConcurrentHashMap<>();
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** A store that takes messages until the heap is full. */
    public InMemoryMessageStore(StoreLimits limits, Clock clock) {
        this(limits, clock, Long.MAX_VALUE);
    }

    /** @param maxBytes bound on the bytes that are held, as {@link #sizeInBytes} counts, of all partitions together */
    public InMemoryMessageStore(StoreLimits limits, Clock clock, long maxBytes) {
        this.limits = limits;
        this.clock = clock;
        this.budget = new MemoryBudget(maxBytes);
    }

    /** The bytes that all partitions hold together, as {@link #sizeInBytes} counts. */
    public long heldBytes() {
        return budget.held();
    }

    /** The bound on them. */
    public long maxBytes() {
        return budget.limit();
    }

    @Override
    public void createTopic(TopicName name, TopicSettings settings) {
        checkOpen();
        if (topics.putIfAbsent(name, new Topic(name, settings, clock, budget)) != null) {
            throw new TopicExistsException(name);
        }
        tell(listener -> listener.topicChanged(name));
    }

    @Override
    public void updateTopic(TopicName name, TopicSettings settings) {
        if (topic(name).update(settings)) {
            tell(listener -> listener.topicChanged(name));
        }
    }

    @Override
    public void deleteTopic(TopicName name) {
        checkOpen();
        Topic deleted = topics.remove(name);
        if (deleted == null) {
            throw new UnknownTopicException(name);
        }
        deleted.delete();
        tell(listener -> listener.topicDeleted(name));
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
        return topic(name).settings;
    }

    @Override
    public TopicDescription describe(TopicName name) {
        Topic topic = topic(name);
        TopicSettings settings = topic.settings;
        List<PartitionDescription> partitions = Arrays.stream(topic.partitions)
                .limit(settings.partitions())
                .map(partition -> partition.describe(settings))
                .toList();
        return new TopicDescription(name, settings, partitions);
    }

    @Override
    public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
        AppendResult result;
        try {
            Topic topic = topic(partition.topic());
            MemoryPartition target = topic.partition(partition);
            check(messages);
            long first = target.append(CompactMessages.of(messages), topic.settings);
            result = new AppendResult(first, messages.size(), Durability.MEMORY);
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
        long end = result.firstOffset() + result.count();
        for (StoreListener listener : listeners) {
            listener.appended(partition, end);
        }
        return CompletableFuture.completedFuture(result);
    }

    private void check(List<Message> messages) {
        if (messages.isEmpty()) {
            throw new InvalidArgumentException("number of messages to append", "0", "1 or more");
        }
        for (Message message : messages) {
            limits.check(message);
        }
    }

    @Override
    public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
        Topic topic = topic(partition.topic());
        return topic.partition(partition).read(offset, maxMessages, maxBytes, topic.settings);
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestamp) {
        Topic topic = topic(partition.topic());
        return topic.partition(partition).offsetAt(timestamp, topic.settings);
    }

    @Override
    public long logStartOffset(TopicPartition partition) {
        Topic topic = topic(partition.topic());
        return topic.partition(partition).logStartOffset(topic.settings);
    }

    @Override
    public long logEndOffset(TopicPartition partition) {
        return topic(partition.topic()).partition(partition).logEndOffset();
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        return topic(partition.topic()).partition(partition).sizeInBytes();
    }

    @Override
    public void addListener(StoreListener listener) {
        checkOpen();
        listeners.add(listener);
    }

    @Override
    public void enforceRetention() {
        checkOpen();
        topics.values().forEach(Topic::enforceRetention);
    }

    @Override
    public void close() {
        closed = true;
        topics.clear();
    }

    private Topic topic(TopicName name) {
        checkOpen();
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new UnknownTopicException(name);
        }
        return topic;
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreClosedException();
        }
    }

    private void tell(Consumer<StoreListener> event) {
        listeners.forEach(event);
    }

    /** A topic's settings and partitions; there are always at least as many partitions as the settings say. */
    private static final class Topic {
        private final TopicName name;
        private final Clock clock;
        private final MemoryBudget budget;
        private volatile TopicSettings settings;
        private volatile MemoryPartition[] partitions;
        private boolean deleted;

        Topic(TopicName name, TopicSettings settings, Clock clock, MemoryBudget budget) {
            this.name = name;
            this.clock = clock;
            this.budget = budget;
            this.settings = settings;
            this.partitions = grown(new MemoryPartition[0], settings.partitions());
        }

        MemoryPartition partition(TopicPartition id) {
            MemoryPartition[] current = partitions;
            if (id.partition() < 0 || id.partition() >= current.length) {
                throw new UnknownPartitionException(id, current.length);
            }
            return current[id.partition()];
        }

        /** Says whether there are more partitions now. */
        synchronized boolean update(TopicSettings changed) {
            if (deleted) {
                throw new UnknownTopicException(name);
            }
            int before = partitions.length;
            settings.checkChange(name, changed);
            // What had expired must not come back when the new retention is longer.
            enforceRetention();
            partitions = grown(partitions, changed.partitions());
            settings = changed;
            enforceRetention();
            return changed.partitions() > before;
        }

        synchronized void delete() {
            deleted = true;
            for (MemoryPartition partition : partitions) {
                partition.delete();
            }
        }

        void enforceRetention() {
            for (MemoryPartition partition : partitions) {
                partition.enforceRetention(settings);
            }
        }

        private MemoryPartition[] grown(MemoryPartition[] before, int count) {
            List<MemoryPartition> all = new ArrayList<>(Arrays.asList(before));
            while (all.size() < count) {
                all.add(new MemoryPartition(new TopicPartition(name, all.size()), clock, budget));
            }
            return all.toArray(MemoryPartition[]::new);
        }
    }
}
