package io.minikafka.store.segment;

import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells all listeners; one that throws is logged and stops nobody. */
final class Listeners implements StoreListener {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final CopyOnWriteArrayList<StoreListener> listeners = new CopyOnWriteArrayList<>();

    void add(StoreListener listener) {
        listeners.add(listener);
    }

    @Override
    public void appended(TopicPartition partition, long logEndOffset) {
        tell(listener -> listener.appended(partition, logEndOffset));
    }

    @Override
    public void synced(TopicPartition partition, long nanos) {
        tell(listener -> listener.synced(partition, nanos));
    }

    @Override
    public void topicChanged(TopicName topic) {
        tell(listener -> listener.topicChanged(topic));
    }

    @Override
    public void topicDeleted(TopicName topic) {
        tell(listener -> listener.topicDeleted(topic));
    }

    private void tell(Consumer<StoreListener> news) {
        for (StoreListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "A store listener failed", e);
            }
        }
    }
}
