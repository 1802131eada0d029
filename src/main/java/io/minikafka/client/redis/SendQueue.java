package io.minikafka.client.redis;

import io.minikafka.client.ProducerOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a producer has accepted and not settled, in order: flights, then queued messages. Not safe for use by several
 * threads.
 */
final class SendQueue {
    /** Enough to keep a connection busy. What is beyond waits here, where a lost connection does not make it doubtful. */
    private static final long MOST_IN_FLIGHT_BYTES = 1 << 20;

    private final ProducerOptions options;
    private final Deque<Flight> flights = new ArrayDeque<>();
    private final Deque<Outgoing> queued = new ArrayDeque<>();
    private long buffered;
    private long queuedBytes;
    private long flyingBytes;

    SendQueue(ProducerOptions options) {
        this.options = options;
    }

    /** Whether the buffer takes so much more; when it is empty it takes anything, or the largest could never go. */
    boolean hasRoomFor(long weight) {
        return buffered == 0 || buffered + weight <= options.bufferBytes();
    }

    void add(Outgoing message) {
        queued.add(message);
        queuedBytes += message.weight();
        buffered += message.weight();
    }

    /** It is settled: its room is free. */
    void settled(Outgoing message) {
        message.settled();
        buffered -= message.weight();
    }

    boolean isEmpty() {
        return queued.isEmpty() && flights.isEmpty();
    }

    boolean hasQueued() {
        return !queued.isEmpty();
    }

    /**
     * Whether messages should go now: when there are enough for a request, or when nothing is in flight that they could
     * gather behind. So a lone message leaves at once, and many leave together, without a clock.
     */
    boolean hasNext() {
        return !queued.isEmpty()
                && (flights.isEmpty()
                        || (queuedBytes >= options.maxBatchBytes() && flyingBytes < MOST_IN_FLIGHT_BYTES));
    }

    /** Moves the next messages to those in flight. */
    Flight next(Flight.Owner owner) {
        List<Outgoing> messages = new ArrayList<>();
        long bytes = 0;
        for (Outgoing head = queued.peek();
                head != null && (messages.isEmpty() || bytes + head.weight() <= options.maxBatchBytes());
                head = queued.peek()) {
            bytes += head.weight();
            messages.add(queued.remove());
        }
        queuedBytes -= bytes;
        flyingBytes += bytes;
        Flight flight = new Flight(messages, bytes, owner);
        flights.add(flight);
        return flight;
    }

    /** The oldest flight, or null. */
    @Nullable
    Flight oldest() {
        return flights.peek();
    }

    /** The oldest flight is reviewed. */
    void removeOldest() {
        flyingBytes -= flights.remove().bytes();
    }

    /** Everything in flight that is not reviewed, oldest first, is so no more. */
    List<Outgoing> takeFlying() {
        List<Outgoing> taken = new ArrayList<>();
        for (Flight flight : flights) {
            for (Outgoing message : flight.rest()) {
                if (!message.isSettled()) {
                    taken.add(message);
                }
            }
        }
        flights.clear();
        flyingBytes = 0;
        return taken;
    }

    /** Takes what is queued, oldest first. */
    List<Outgoing> takeQueued() {
        List<Outgoing> taken = new ArrayList<>(queued);
        queued.clear();
        queuedBytes = 0;
        return taken;
    }

    /** These are to go before all that is queued. */
    void addFirst(List<Outgoing> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            queued.addFirst(messages.get(i));
            queuedBytes += messages.get(i).weight();
        }
    }

    /** When the oldest message that is not settled must be acknowledged, or null when there is none. */
    @Nullable
    Long deadline() {
        Outgoing oldest = oldestUnsettled();
        return oldest == null ? null : oldest.deadline();
    }

    /** Those that should have been acknowledged by now, oldest first. Those in flight stay there, to be settled. */
    List<Outgoing> takeOverdue(long now) {
        List<Outgoing> overdue = new ArrayList<>();
        for (Flight flight : flights) {
            for (Outgoing message : flight.rest()) {
                if (!message.isSettled() && message.deadline() - now <= 0) {
                    overdue.add(message);
                }
            }
        }
        Iterator<Outgoing> waiting = queued.iterator();
        while (waiting.hasNext()) {
            Outgoing message = waiting.next();
            if (message.deadline() - now > 0) {
                break;
            }
            overdue.add(message);
            queuedBytes -= message.weight();
            waiting.remove();
        }
        return overdue;
    }

    private @Nullable Outgoing oldestUnsettled() {
        for (Flight flight : flights) {
            for (Outgoing message : flight.rest()) {
                if (!message.isSettled()) {
                    return message;
                }
            }
        }
        return queued.peek();
    }
}
