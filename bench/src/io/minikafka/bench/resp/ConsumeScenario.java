package io.minikafka.bench.resp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Consumes what is stored, by members of one group.
 *
 * @param depth how many polls are sent before the first reply is read; each batch of polls goes out together with the
 *     acknowledgements of the batch before
 * @param acknowledged whether each message is acknowledged, with a request of its own
 */
record ConsumeScenario(String name, int members, int depth, boolean acknowledged) {
    /** Messages come in multiples of this, so that the last batch of polls and the last of the filling are whole. */
    static final int UNIT = 2_000;

    static final List<ConsumeScenario> ALL = List.of(
            new ConsumeScenario("1 client", 1, 1, false),
            new ConsumeScenario("1 client, each acknowledged", 1, 1, true),
            new ConsumeScenario("8 clients in a group, each acknowledged", 8, 1, true),
            new ConsumeScenario("1 client, 16 deep", 1, 16, false),
            new ConsumeScenario("1 client, 16 deep, each acknowledged", 1, 16, true));

    /**
     * Messages a second, from before the members joined until the last message (and its acknowledgement) was there.
     *
     * @param messages a multiple of {@link #UNIT}
     */
    double run(Target.Dialect dialect, RespServer server, int messages) throws Exception {
        try (Consuming consuming = Consuming.of(dialect, server, members)) {
            consuming.fill(messages);
            List<RespClient> clients = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                clients.add(consuming.join(i));
            }
            AtomicInteger left = new AtomicInteger(messages);
            AtomicLong last = new AtomicLong();
            long start = System.nanoTime();
            consumeAll(consuming, clients, left, last);
            if (left.get() > 0) {
                throw new IOException(left + " of " + messages + " messages did not come");
            }
            return messages * 1e9 / (last.get() - start);
        }
    }

    private void consumeAll(Consuming consuming, List<RespClient> clients, AtomicInteger left, AtomicLong last)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(members);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                int member = i;
                done.add(threads.submit(() -> {
                    consume(consuming, clients.get(member), member, left, last);
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A member that gets nothing within the second while others have work asks again. */
    private void consume(Consuming consuming, RespClient client, int member, AtomicInteger left, AtomicLong last)
            throws IOException {
        List<Object> polled = new ArrayList<>();
        try (client) {
            while (left.get() > 0 || !polled.isEmpty()) {
                int acknowledgements = acknowledged ? polled.size() : 0;
                for (int i = 0; i < acknowledgements; i++) {
                    consuming.acknowledge(client, polled.get(i));
                }
                polled.clear();
                // One by one, an acknowledgement has a round trip of its own, as for those who work in between.
                boolean asks = depth > 1 || acknowledgements == 0;
                // No more than are left: those would wait in vain, one after the other.
                int polls = asks ? Math.max(0, Math.min(depth, left.get() - acknowledgements)) : 0;
                for (int i = 0; i < polls; i++) {
                    consuming.poll(client, member);
                }
                client.flush();
                for (int i = 0; i < acknowledgements; i++) {
                    // A former owner's is refused after a rebalance, and the message comes again.
                    if (client.read() instanceof Long) {
                        consumed(1, left, last);
                    }
                }
                for (int i = 0; i < polls; i++) {
                    Object reply = client.expect(client.read());
                    if (reply != RespClient.NOTHING) {
                        polled.add(reply);
                    }
                }
                if (!acknowledged) {
                    consumed(polled.size(), left, last);
                    polled.clear();
                }
            }
        }
    }

    private static void consumed(int count, AtomicInteger left, AtomicLong last) {
        if (left.addAndGet(-count) <= 0) {
            last.compareAndSet(0, System.nanoTime());
        }
    }
}
