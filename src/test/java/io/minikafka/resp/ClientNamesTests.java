package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.Broker;
import io.minikafka.broker.MemoryBroker;
import io.minikafka.security.Caller;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class ClientNamesTests {
    /** Nobody asks it anything. */
    private static final Broker BROKER = MemoryBroker.create(new ScheduledThreadPoolExecutor(0));

    private static final Duration LONG = Duration.ofMinutes(5);

    private final RespSession owner = session(1);
    private final RespSession other = session(2);

    @Test
    void aFreeNameIsTakenAtOnce() {
        assertThat(new ClientNames(LONG).take("g:n", owner)).isCompletedWithValue(true);
    }

    @Test
    void anOwnNameIsNotTakenAgain() {
        ClientNames names = new ClientNames(LONG);
        names.take("g:n", owner).join();
        assertThat(names.take("g:n", owner)).isCompletedWithValue(false);
    }

    @Test
    void aNameWhoseOwnerStaysIsRefusedWhenThePatienceIsOver() {
        ClientNames names = new ClientNames(Duration.ofMillis(1));
        names.take("g:n", owner).join();
        assertThat(names.take("g:n", other).join()).isFalse();
        names.free("g:n", owner);
        assertThat(names.take("g:n", other)).isCompletedWithValue(true);
    }

    @Test
    void aNameGoesToWhoWaitsWhenItsOwnerGoes() {
        ClientNames names = new ClientNames(LONG);
        names.take("g:n", owner).join();
        CompletableFuture<Boolean> waiting = names.take("g:n", other);
        assertThat(waiting).isNotDone();
        names.free("g:n", owner);
        assertThat(waiting).isCompletedWithValue(true);
    }

    @Test
    void onlyOneOfThoseWhoWaitGetsTheName() {
        ClientNames names = new ClientNames(LONG);
        names.take("g:n", owner).join();
        CompletableFuture<Boolean> first = names.take("g:n", other);
        CompletableFuture<Boolean> second = names.take("g:n", session(3));
        names.free("g:n", owner);
        assertThat(first.join()).isNotEqualTo(second.join());
    }

    @Test
    void aNameIsNotFreedByAnybodyElse() {
        ClientNames names = new ClientNames(Duration.ofMillis(1));
        names.take("g:n", owner).join();
        names.free("g:n", other);
        assertThat(names.take("g:n", other).join()).isFalse();
    }

    private static RespSession session(long id) {
        return new RespSession(
                id,
                InetSocketAddress.createUnresolved("peer", 1),
                InetSocketAddress.createUnresolved("local", 2),
                Caller.ANONYMOUS,
                BROKER);
    }
}
