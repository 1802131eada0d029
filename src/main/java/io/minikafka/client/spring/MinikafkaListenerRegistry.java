package io.minikafka.client.spring;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.context.SmartLifecycle;

/**
 * The containers of all {@link MinikafkaListener}s; a bean. Starts them with the application context, those that want it,
 * and stops them with it, all at once. Safe for use by many threads.
 */
public final class MinikafkaListenerRegistry implements SmartLifecycle {
    private final Map<String, MinikafkaListenerContainer> containers = new ConcurrentSkipListMap<>();
    private volatile boolean running;

    MinikafkaListenerRegistry() {}

    /** The container of the {@link MinikafkaListener#id()}. */
    public Optional<MinikafkaListenerContainer> container(String id) {
        return Optional.ofNullable(containers.get(id));
    }

    /** All, by their ids. */
    public Collection<MinikafkaListenerContainer> containers() {
        return Collections.unmodifiableCollection(containers.values());
    }

    @Override
    public void start() {
        running = true;
        for (MinikafkaListenerContainer container : containers.values()) {
            if (container.isAutoStartup()) {
                container.start();
            }
        }
    }

    /** Waits as the containers do, and for all of them together. */
    @Override
    public void stop() {
        running = false;
        List<CompletableFuture<Void>> stops = containers.values().stream()
                .map(container -> CompletableFuture.runAsync(container::stop, task -> new Thread(task).start()))
                .toList();
        stops.forEach(CompletableFuture::join);
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        List<CompletableFuture<Void>> stops = containers.values().stream()
                .map(container -> {
                    CompletableFuture<Void> stopped = new CompletableFuture<>();
                    container.stop(() -> stopped.complete(null));
                    return stopped;
                })
                .toList();
        CompletableFuture<Void> ignored =
                CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new)).thenRun(callback);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return MinikafkaListenerContainer.PHASE;
    }

    /** Adds a container, and starts it when the others have been. */
    void register(MinikafkaListenerContainer container) {
        if (containers.putIfAbsent(container.id(), container) != null) {
            throw new IllegalStateException("There are two listeners of the id '" + container.id()
                    + "'; accepted is one: ids are unique in an application context");
        }
        if (running && container.isAutoStartup()) {
            container.start();
        }
    }

    boolean has(String id) {
        return containers.containsKey(id);
    }
}
