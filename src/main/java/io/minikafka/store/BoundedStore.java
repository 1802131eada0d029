package io.minikafka.store;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the partitions that all topics have together. Each costs memory and, in files, a file handle; a process that has
 * none left can neither begin a segment nor accept a connection, so that one caller's topics would stop everybody. Topics
 * that are there stay, even when the bound is lower than before.
 */
public final class BoundedStore extends DelegatingStore {
    private final int maxPartitions;
    private final String source;

    /** Held while topics are created, changed and deleted. */
    private final ReentrantLock changes = new ReentrantLock();

    private int partitions;

    /** @param source where the bound comes from, for people */
    public BoundedStore(MessageStore delegate, int maxPartitions, String source) {
        super(delegate);
        this.maxPartitions = maxPartitions;
        this.source = source;
        this.partitions =
                delegate.topics().stream().mapToInt(this::partitionsOf).sum();
    }

    /** @throws TooManyPartitionsException when all topics would have too many partitions together */
    @Override
    public void createTopic(TopicName topic, TopicSettings settings) {
        changes.lock();
        try {
            if (!delegate.exists(topic)) {
                check(settings.partitions());
            }
            delegate.createTopic(topic, settings);
            partitions += settings.partitions();
        } finally {
            changes.unlock();
        }
    }

    /** @throws TooManyPartitionsException when all topics would have too many partitions together */
    @Override
    public void updateTopic(TopicName topic, TopicSettings settings) {
        changes.lock();
        try {
            int more = settings.partitions() - delegate.settings(topic).partitions();
            if (more > 0) {
                check(more);
            }
            delegate.updateTopic(topic, settings);
            partitions += more;
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void deleteTopic(TopicName topic) {
        changes.lock();
        try {
            int fewer = partitionsOf(topic);
            delegate.deleteTopic(topic);
            partitions -= fewer;
        } finally {
            changes.unlock();
        }
    }

    private void check(int more) {
        if (more > maxPartitions - partitions) {
            throw new TooManyPartitionsException(partitions, more, maxPartitions, source);
        }
    }

    /** A topic that cannot be read has none open. */
    private int partitionsOf(TopicName topic) {
        try {
            return delegate.settings(topic).partitions();
        } catch (UnknownTopicException | StorageFailedException e) {
            return 0;
        }
    }
}
