package io.minikafka.resp;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The names {@code <group>:<name>} that live connections have, each of them one. Safe for use by many threads. */
final class ClientNames {
    /**
     * How long a name's owner may take to go. Clients that reconnect close one connection and name the next within
     * microseconds, and another event loop may hear of the second first.
     */
    static final Duration PATIENCE = Duration.ofMillis(250);

    private final Map<String, Owner> taken = new ConcurrentHashMap<>();
    private final Duration patience;

    ClientNames(Duration patience) {
        this.patience = patience;
    }

    /**
     * Takes a name; the future tells whether it is now this session's. It is not when the session has it already, and
     * when another one has it and does not go within the patience. Completed by any thread.
     */
    CompletableFuture<Boolean> take(String name, RespSession session) {
        Owner mine = new Owner(session);
        Owner other = taken.putIfAbsent(name, mine);
        if (other == null || other.session == session) {
            return CompletableFuture.completedFuture(other == null);
        }
        CompletableFuture<Void> gone = new CompletableFuture<>();
        other.waiting.add(gone);
        if (taken.get(name) != other) {
            gone.complete(null);
        }
        return gone.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
                .thenApply(nothing -> {
                    other.waiting.remove(gone);
                    return taken.putIfAbsent(name, mine) == null;
                });
    }

    /** Gives a name back; without effect when it is not this session's. */
    void free(String name, RespSession session) {
        Owner owner = taken.get(name);
        if (owner != null && owner.session == session && taken.remove(name, owner)) {
            owner.waiting.forEach(each -> each.complete(null));
        }
    }

    /** Who has a name, and who hopes to be next. */
    private static final class Owner {
        private final RespSession session;
        private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();

        Owner(RespSession session) {
            this.session = session;
        }
    }
}
