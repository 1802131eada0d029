package io.minikafka.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a producer has accepted and not settled yet, in order: batches in flight, then queued ones, of which the last
 * may still grow. Not safe for use by several threads.
 */
final class Outbox {
    private static final int LEAST_CAPACITY = 256;
    /** As many as are commonly in flight; clearing a new array a request would cost more than filling it. */
    private static final int MOST_SPARES = 8;

    private final String topic;
    private final ProducerOptions options;
    private final LongSupplier nanoTime;
    private final Deque<Batch> inFlight = new ArrayDeque<>();
    private final Deque<Batch> queued = new ArrayDeque<>();
    private @Nullable Batch growing;
    private long buffered;
    private final Deque<byte[]> spares = new ArrayDeque<>();
    private int lastBytes = LEAST_CAPACITY;

    /** @param nanoTime like {@link System#nanoTime()} */
    Outbox(String topic, ProducerOptions options, LongSupplier nanoTime) {
        this.topic = topic;
        this.options = options;
        this.nanoTime = nanoTime;
    }

    /** Whether the buffer takes so much more; when it is empty it takes anything, or the largest could never go. */
    boolean hasRoomFor(long weight) {
        return buffered == 0 || buffered + weight <= options.bufferBytes();
    }

    /** Adds consecutive messages, which one request will carry. */
    void add(List<ProducerMessage> messages, int[] sizes, int framedBytes, PendingSend send) {
        Batch batch = batchFor(framedBytes);
        for (int i = 0; i < sizes.length; i++) {
            batch.add(messages.get(i), sizes[i]);
        }
        batch.add(send);
        buffered += Batch.weight(framedBytes, sizes.length);
    }

    /** Adds one message. */
    void add(ProducerMessage message, int size, PendingSend send) {
        int framedBytes = RequestBuffer.framedSize(size);
        Batch batch = batchFor(framedBytes);
        batch.add(message, size);
        batch.add(send);
        buffered += Batch.weight(framedBytes, 1);
    }

    boolean isEmpty() {
        return inFlight.isEmpty() && queued.isEmpty();
    }

    /**
     * Whether a batch should go now: when it is full, or when nothing is in flight that it could gather behind. So a
     * lone message leaves at once, and many leave in large requests, without a clock.
     */
    boolean hasNext() {
        Batch head = queued.peek();
        return head != null && (head != growing || inFlight.isEmpty());
    }

    /** Moves the next batch to those in flight. */
    Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Batch head = queued.remove();
        if (head == growing) {
            stopGrowing();
        }
        inFlight.add(head);
        return head;
    }

    /** Removes the oldest batch in flight, or returns null when there is none. */
    @Nullable
    Batch pollInFlight() {
        Batch batch = inFlight.poll();
        if (batch != null) {
            buffered -= batch.weight();
        }
        return batch;
    }

    /** Takes back the array of a batch that is acknowledged: no stream needs it any more. */
    void recycle(Batch acknowledged) {
        byte[] array = acknowledged.array();
        if (spares.size() < MOST_SPARES && array.length <= 2 * (long) options.maxBatchBytes()) {
            spares.push(array);
        }
    }

    /** Puts a removed batch back as two, before everything else that is queued. */
    void addFirst(List<Batch> halves) {
        for (int i = halves.size() - 1; i >= 0; i--) {
            queued.addFirst(halves.get(i));
            buffered += halves.get(i).weight();
        }
    }

    /** Everything in flight is to be sent again, in order, before what was queued. */
    void requeue() {
        while (!inFlight.isEmpty()) {
            queued.addFirst(inFlight.removeLast());
        }
    }

    /** When the oldest batch must be acknowledged, or null when there is none. */
    @Nullable
    Long deadline() {
        Batch oldest = inFlight.isEmpty() ? queued.peek() : inFlight.peek();
        return oldest == null ? null : oldest.deadline();
    }

    /** Removes what should have been acknowledged by now, oldest first. */
    List<Batch> removeOverdue() {
        List<Batch> overdue = new ArrayList<>();
        long now = nanoTime.getAsLong();
        for (Long deadline = deadline(); deadline != null && deadline - now <= 0; deadline = deadline()) {
            overdue.add(removeOldest());
        }
        return overdue;
    }

    List<Batch> removeInFlight() {
        List<Batch> removed = new ArrayList<>();
        for (Batch batch = pollInFlight(); batch != null; batch = pollInFlight()) {
            removed.add(batch);
        }
        return removed;
    }

    /** Removes everything, oldest first. */
    List<Batch> removeAll() {
        List<Batch> all = new ArrayList<>();
        while (!isEmpty()) {
            all.add(removeOldest());
        }
        return all;
    }

    private Batch removeOldest() {
        Batch oldest = inFlight.isEmpty() ? queued.remove() : inFlight.remove();
        if (oldest == growing) {
            stopGrowing();
        }
        buffered -= oldest.weight();
        return oldest;
    }

    private Batch batchFor(int framedBytes) {
        if (growing != null && growing.bytes() + (long) framedBytes <= options.maxBatchBytes()) {
            return growing;
        }
        stopGrowing();
        Batch fresh = new Batch(
                topic,
                arrayFor(Math.max(framedBytes, lastBytes)),
                nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(options.deliveryTimeout()));
        queued.add(fresh);
        growing = fresh;
        return fresh;
    }

    private byte[] arrayFor(int bytes) {
        byte[] spare = spares.poll();
        return spare == null ? new byte[bytes] : spare;
    }

    private void stopGrowing() {
        if (growing != null) {
            // The next one will probably be like it, and then need not grow.
            lastBytes = Math.max(LEAST_CAPACITY, Math.min(growing.bytes(), options.maxBatchBytes()));
            growing = null;
        }
    }
}
