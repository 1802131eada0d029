package io.minikafka.client.spring;

import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.RecordMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A producer that many threads send by, and that can be retired when nobody has for a while, without a lock.
 *
 * <p>The state is one number: how many are sending, times two, plus one if somebody has begun to since the last look. A
 * look that finds one clears it; a look that finds zero retires. So between the last send's end and retirement there is
 * a whole interval between two looks: when that is longer than a message can be on its way, nothing is left to be
 * overtaken by the next producer of the topic.
 */
final class SharedProducer {
    private static final int UNUSED = 0;
    private static final int USED = 1;
    private static final int SENDER = 2;
    private static final int RETIRED = -1;

    private final Producer producer;
    private final AtomicInteger state = new AtomicInteger(USED);

    SharedProducer(Producer producer) {
        this.producer = producer;
    }

    Producer producer() {
        return producer;
    }

    /** Null when it is retired: nothing was sent, and another producer is needed. */
    @Nullable
    CompletableFuture<RecordMetadata> send(ProducerMessage message) {
        if (!enter()) {
            return null;
        }
        try {
            return producer.sendAsync(message);
        } finally {
            state.addAndGet(-SENDER);
        }
    }

    /** Whether nobody has sent since the last call, and nobody can from now on. */
    boolean retireUnlessUsed() {
        if (state.compareAndSet(UNUSED, RETIRED)) {
            return true;
        }
        // Only when nobody is sending: who is may be waiting for room, and then its message leaves after this look.
        state.compareAndSet(USED, UNUSED);
        return false;
    }

    private boolean enter() {
        int now = state.get();
        while (now != RETIRED) {
            if (state.compareAndSet(now, (now + SENDER) | USED)) {
                return true;
            }
            now = state.get();
        }
        return false;
    }
}
