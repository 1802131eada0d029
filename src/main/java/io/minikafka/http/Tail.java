package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.broker.DamagedMessagesException;
import io.minikafka.broker.Steps;
import io.minikafka.broker.StoreFailures;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live tail: sends what its reads bring, a slice at a time while the connection can take it, and reads on only once
 * that is sent. So a client that does not read costs its share of the buffer and no thread.
 *
 * <p>Driven by events, on any threads: the connection can take more or has broken, a read is complete, a heartbeat is
 * due, the service stops. Each makes {@link Steps} proceed.
 */
final class Tail {
    private static final Logger log = LoggerFactory.getLogger(Tail.class);
    private static final int SLICE_BYTES = 16 << 10;
    private static final long RETRY_MILLIS = 1_000;

    private final Broker broker;
    private final TailPlan plan;
    private final TailSettings settings;
    private final ApiJson json;
    private final Executor executor;
    private final TailOutput output;
    private final Consumer<Tail> atEnd;
    private final Steps steps = new Steps(this::step);
    private final List<TailPartition> partitions;

    private volatile boolean heartbeatDue;
    private volatile boolean draining;
    private volatile int grownTo;

    // From here on only touched in steps, which do not overlap.
    private byte[] event;
    private int written;
    private boolean unflushed;
    private boolean ending;
    private boolean ended;
    private int turn;

    /** @param atEnd told once, when nothing more will be sent */
    Tail(
            TailPlan plan,
            TailSettings settings,
            ApiJson json,
            Executor executor,
            AsyncContext context,
            ServletOutputStream out,
            Consumer<Tail> atEnd) {
        this.broker = plan.broker();
        this.plan = plan;
        this.settings = settings;
        this.json = json;
        this.executor = executor;
        this.atEnd = atEnd;
        output = new TailOutput(context, out, steps::proceed);
        partitions = new ArrayList<>(plan.partitions());
        event = EventText.opening(id(), RETRY_MILLIS);
    }

    void start() {
        output.start();
    }

    /** Also the time to look whether the topic has got more partitions. */
    void heartbeat() {
        heartbeatDue = true;
        if (plan.all()) {
            var unused = broker.partitionCount(plan.topic()).thenAccept(count -> {
                grownTo = count;
                proceedLater();
            });
        }
        proceedLater();
    }

    void drain() {
        draining = true;
        proceedLater();
    }

    private void proceedLater() {
        executor.execute(steps::proceed);
    }

    /** Whether another step can follow at once. */
    private boolean step() {
        if (ended) {
            return false;
        }
        try {
            if (output.isGone()) {
                end();
                return false;
            }
            if (!output.isReady()) {
                return waitForClient();
            }
            if (written < event.length) {
                int slice = Math.min(SLICE_BYTES, event.length - written);
                output.write(event, written, slice);
                written += slice;
                unflushed = true;
                return true;
            }
            if (ending) {
                end();
                return false;
            }
            byte[] next = next();
            if (next != null) {
                event = next;
                written = 0;
                return true;
            }
            if (unflushed) {
                unflushed = false;
                output.flush();
                return true;
            }
            return false;
        } catch (IOException | RuntimeException e) {
            log.debug("A tail has ended", e);
            end();
            return false;
        }
    }

    /** A service that stops does not wait for clients that do not read. */
    private boolean waitForClient() {
        if (draining && output.hasBegun()) {
            end();
        }
        return false;
    }

    private void end() {
        ended = true;
        partitions.forEach(TailPartition::cancel);
        atEnd.accept(this);
        output.complete();
    }

    /** The next event; null when there is none yet. */
    private byte @Nullable [] next() {
        if (draining) {
            return last(StoreFailures.shuttingDown());
        }
        if (!grow()) {
            return last(new HttpProblemException(
                    ProblemType.INVALID_ARGUMENT,
                    "The topic '" + plan.topic() + "' has got " + grownTo + " partitions; the limit of a tail is "
                            + settings.maxPartitions()));
        }
        for (int i = 0; i < partitions.size(); i++) {
            byte[] next = nextOf(partitions.get(turn));
            if (next != null) {
                return next;
            }
            turn = (turn + 1) % partitions.size();
        }
        if (heartbeatDue) {
            heartbeatDue = false;
            return EventText.HEARTBEAT;
        }
        return null;
    }

    private boolean grow() {
        int count = plan.all() ? Math.max(grownTo, partitions.size()) : partitions.size();
        if (count > settings.maxPartitions()) {
            return false;
        }
        for (int number = partitions.size(); number < count; number++) {
            partitions.add(new TailPartition(new TopicPartition(plan.topic(), number), 0));
        }
        return true;
    }

    private byte @Nullable [] nextOf(TailPartition partition) {
        while (true) {
            long skipped = partition.takeSkipped();
            if (skipped > 0) {
                return event("skipped", new SkippedMessages(partition.number(), skipped, partition.position()));
            }
            StoredMessage message = partition.poll();
            if (message != null) {
                return EventText.event(
                        "message", id(), json.write(MessageView.of(partition.number(), message, plan.values())));
            }
            CompletableFuture<ReadResult> read =
                    partition.read(broker, settings.share(partitions.size()), this::proceedLater);
            if (!read.isDone()) {
                return null;
            }
            byte[] told = take(partition, read);
            if (told != null) {
                return told;
            }
        }
    }

    /** Null when the read has brought what can be sent. */
    private byte @Nullable [] take(TailPartition partition, CompletableFuture<ReadResult> read) {
        try {
            partition.take(read.join());
            return null;
        } catch (CompletionException e) {
            if (e.getCause() instanceof DamagedMessagesException damaged
                    && damaged.nextReadable() > partition.position()) {
                partition.forgetRead();
                partition.moveTo(damaged.nextReadable());
                return event("damaged", Problems.of(damaged));
            }
            return last(e);
        }
    }

    private byte[] last(Throwable reason) {
        ending = true;
        return event("end", Problems.of(reason));
    }

    private byte[] event(String type, Object data) {
        return EventText.event(type, id(), json.write(data));
    }

    private String id() {
        Map<Integer, Long> next = new TreeMap<>();
        partitions.forEach(partition -> next.put(partition.number(), partition.position()));
        return new Positions(next).toId();
    }

    /** The data of the event {@code skipped}. */
    record SkippedMessages(int partition, long skipped, long nextOffset) {}
}
