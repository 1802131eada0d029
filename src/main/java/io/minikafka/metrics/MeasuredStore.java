package io.minikafka.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.minikafka.store.AppendResult;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A store whose reads are timed, {@code minikafka.fetch}: those that found messages, for readers and for groups alike,
 * without any waiting for messages.
 */
public final class MeasuredStore implements MessageStore {
    private final MessageStore store;
    private final Timer fetches;

    public MeasuredStore(MessageStore store, MeterRegistry registry) {
        this.store = store;
        this.fetches = BrokerTraffic.fetchTimer(registry);
    }

    @Override
    public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
        long begin = System.nanoTime();
        ReadResult result = store.read(partition, offset, maxMessages, maxBytes);
        if (!result.messages().isEmpty()) {
            fetches.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
        return result;
    }

    @Override
    public void createTopic(TopicName topic, TopicSettings settings) {
        store.createTopic(topic, settings);
    }

    @Override
    public void updateTopic(TopicName topic, TopicSettings settings) {
        store.updateTopic(topic, settings);
    }

    @Override
    public void deleteTopic(TopicName topic) {
        store.deleteTopic(topic);
    }

    @Override
    public List<TopicName> topics() {
        return store.topics();
    }

    @Override
    public boolean exists(TopicName topic) {
        return store.exists(topic);
    }

    @Override
    public TopicSettings settings(TopicName topic) {
        return store.settings(topic);
    }

    @Override
    public TopicDescription describe(TopicName topic) {
        return store.describe(topic);
    }

    @Override
    public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
        return store.append(partition, messages);
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestamp) {
        return store.offsetAt(partition, timestamp);
    }

    @Override
    public long logStartOffset(TopicPartition partition) {
        return store.logStartOffset(partition);
    }

    @Override
    public long logEndOffset(TopicPartition partition) {
        return store.logEndOffset(partition);
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        return store.sizeInBytes(partition);
    }

    @Override
    public void addListener(StoreListener listener) {
        store.addListener(listener);
    }

    @Override
    public void enforceRetention() {
        store.enforceRetention();
    }

    @Override
    public void close() {
        store.close();
    }
}
