package io.minikafka.resp;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The live connections, no more than allowed. Safe for use by many threads. */
final class Connections {
    private final int most;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Long, RespConnection> live = new ConcurrentSkipListMap<>();
    private final CompletableFuture<Void> none = new CompletableFuture<>();
    private volatile boolean ending;

    Connections(int most) {
        this.most = most;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    /** Whether there was room for it. */
    boolean add(long id, RespConnection connection) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        live.put(id, connection);
        if (ending) {
            remove(id);
            return false;
        }
        return true;
    }

    /** Lets no more in, and tells those that are there to end; the future completes when the last one has gone. */
    CompletableFuture<Void> end() {
        ending = true;
        live.values().forEach(RespConnection::endSoon);
        completeIfNone();
        return none;
    }

    boolean isEnding() {
        return ending;
    }

    private void completeIfNone() {
        if (ending && live.isEmpty()) {
            none.complete(null);
        }
    }

    void remove(long id) {
        if (live.remove(id) != null) {
            count.decrementAndGet();
            completeIfNone();
        }
    }

    int count() {
        return count.get();
    }

    /** Those at this moment, oldest first. */
    Collection<RespConnection> all() {
        return live.values();
    }

    @Nullable
    RespConnection find(long id) {
        return live.get(id);
    }
}
