package io.minikafka.store.memory;

import io.minikafka.store.Message;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.UnknownTopicException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of one partition, in chunks of equal length, so that an offset is found by arithmetic and neither growing
 * nor freeing moves what is stored. Safe for use by many threads.
 *
 * <pre>
 *   heldFrom ≤ logStart ≤ logEnd
 *   |expired, |retained,          |
 *   |not freed|what readers see   |
 * </pre>
 */
final class MemoryPartition {
    static final int MESSAGE_OVERHEAD_BYTES = 64;

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_LENGTH = 1 << CHUNK_BITS;

    private final TopicPartition id;
    private final Clock clock;
    private final MemoryBudget budget;
    private final Map<Long, StoredMessage[]> chunks = new HashMap<>();
    private StoredMessage[] tail = {};
    private long heldFrom;
    private long logStart;
    private long logEnd;
    private long heldBytes;
    private long lastTimestamp = Long.MIN_VALUE;
    private boolean deleted;

    MemoryPartition(TopicPartition id, Clock clock, MemoryBudget budget) {
        this.id = id;
        this.clock = clock;
        this.budget = budget;
    }

    /**
     * Returns the first one's offset.
     *
     * @throws MemoryFullException when the budget has not as much left
     * @throws UnknownTopicException when the topic has been deleted
     */
    synchronized long append(List<Message> messages, TopicSettings settings) {
        if (deleted) {
            throw new UnknownTopicException(id.topic());
        }
        admit(cost(messages), settings);
        long first = logEnd;
        lastTimestamp = Math.max(lastTimestamp, clock.millis());
        for (Message message : messages) {
            add(new StoredMessage(logEnd, lastTimestamp, message.key(), message.value(), message.headers()));
        }
        expire(settings);
        dropBeyondBound(settings);
        // Twice as fast as messages come, so that the backlog shrinks, yet never all of a large one at once.
        free(Math.min(logStart, heldFrom + 2L * messages.size()));
        return first;
    }

    private void admit(long bytes, TopicSettings settings) {
        if (!budget.tryTake(bytes)) {
            // What has expired may still be there.
            expire(settings);
            free(logStart);
            makeRoom(bytes, settings);
        }
        heldBytes += bytes;
    }

    /** What the topic's own bound takes as soon as these bytes are there leaves before them. */
    private void makeRoom(long bytes, TopicSettings settings) {
        long leaving = 0;
        long upTo = heldFrom;
        if (settings.retentionBytes() != TopicSettings.UNBOUNDED) {
            while (upTo < logEnd && heldBytes - leaving + bytes > settings.retentionBytes()) {
                leaving += cost(at(upTo));
                upTo++;
            }
        }
        if (!budget.tryExchange(leaving, bytes)) {
            throw budget.refusal(bytes);
        }
        drop(upTo);
        logStart = Math.max(logStart, heldFrom);
    }

    /** Takes no more messages, and what it holds counts no more. Who reads it still can. */
    synchronized void delete() {
        deleted = true;
        budget.giveBack(heldBytes);
    }

    private void add(StoredMessage message) {
        int slot = slot(logEnd);
        if (slot == 0) {
            tail = new StoredMessage[CHUNK_LENGTH];
            chunks.put(logEnd >>> CHUNK_BITS, tail);
        }
        tail[slot] = message;
        logEnd++;
    }

    synchronized ReadResult read(long offset, int maxMessages, int maxBytes, TopicSettings settings) {
        expire(settings);
        if (offset < 0 || offset > logEnd) {
            throw new OffsetOutOfRangeException(id, offset, logStart, logEnd);
        }
        long from = Math.max(offset, logStart);
        long to = endOfRead(from, Math.min(logEnd, from + Math.max(1, maxMessages)), maxBytes);
        return new ReadResult(copy(from, to), to, logStart, logEnd, from - offset);
    }

    private long endOfRead(long from, long most, int maxBytes) {
        long to = from;
        long bytes = 0;
        StoredMessage[] chunk = {};
        while (to < most) {
            int slot = slot(to);
            if (to == from || slot == 0) {
                chunk = chunk(to);
            }
            bytes += cost(chunk[slot]);
            if (bytes > maxBytes && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private List<StoredMessage> copy(long from, long to) {
        StoredMessage[] messages = new StoredMessage[(int) (to - from)];
        int copied = 0;
        while (copied < messages.length) {
            long offset = from + copied;
            int length = Math.min(CHUNK_LENGTH - slot(offset), messages.length - copied);
            System.arraycopy(chunk(offset), slot(offset), messages, copied, length);
            copied += length;
        }
        return Arrays.asList(messages);
    }

    synchronized long offsetAt(long timestamp, TopicSettings settings) {
        expire(settings);
        return firstAtOrAfter(timestamp);
    }

    synchronized long logStartOffset(TopicSettings settings) {
        expire(settings);
        return logStart;
    }

    synchronized long logEndOffset() {
        return logEnd;
    }

    synchronized long sizeInBytes() {
        return heldBytes;
    }

    synchronized PartitionDescription describe(TopicSettings settings) {
        expire(settings);
        Instant oldest =
                logStart == logEnd ? null : Instant.ofEpochMilli(at(logStart).timestamp());
        return new PartitionDescription(id.partition(), logStart, logEnd, heldBytes, oldest);
    }

    /** Frees what is not retained; in small steps, so that appends and reads get their turns in between. */
    void enforceRetention(TopicSettings settings) {
        synchronized (this) {
            expire(settings);
            dropBeyondBound(settings);
        }
        boolean more;
        do {
            more = freeSome();
        } while (more);
    }

    private synchronized boolean freeSome() {
        free(Math.min(logStart, heldFrom + CHUNK_LENGTH));
        return heldFrom < logStart;
    }

    /** Moves the log start past what is too old by now. It never moves back, even when the clock does. */
    private void expire(TopicSettings settings) {
        long oldestServed = settings.oldestServed(clock.millis());
        if (logStart < logEnd && at(logStart).timestamp() < oldestServed) {
            logStart = firstAtOrAfter(oldestServed);
        }
    }

    private void dropBeyondBound(TopicSettings settings) {
        if (settings.retentionBytes() == TopicSettings.UNBOUNDED) {
            return;
        }
        while (heldBytes > settings.retentionBytes() && heldFrom < logEnd - 1) {
            free(heldFrom + 1);
        }
        logStart = Math.max(logStart, heldFrom);
    }

    private long firstAtOrAfter(long timestamp) {
        long low = logStart;
        long high = logEnd;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).timestamp() < timestamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void free(long upTo) {
        long before = heldBytes;
        drop(upTo);
        if (!deleted && heldBytes < before) {
            budget.giveBack(before - heldBytes);
        }
    }

    private void drop(long upTo) {
        while (heldFrom < upTo) {
            StoredMessage[] chunk = chunk(heldFrom);
            int slot = slot(heldFrom);
            heldBytes -= cost(chunk[slot]);
            chunk[slot] = null;
            if (slot == CHUNK_LENGTH - 1) {
                chunks.remove(heldFrom >>> CHUNK_BITS);
            }
            heldFrom++;
        }
    }

    private StoredMessage at(long offset) {
        return chunk(offset)[slot(offset)];
    }

    private StoredMessage[] chunk(long offset) {
        StoredMessage[] chunk = chunks.get(offset >>> CHUNK_BITS);
        if (chunk == null) {
            throw new IllegalStateException(
                    "No message " + offset + " in " + id + ", which holds from " + heldFrom + " up to " + logEnd);
        }
        return chunk;
    }

    private static int slot(long offset) {
        return (int) offset & (CHUNK_LENGTH - 1);
    }

    private static long cost(List<Message> messages) {
        long bytes = 0;
        for (Message message : messages) {
            bytes += message.size() + MESSAGE_OVERHEAD_BYTES;
        }
        return bytes;
    }

    private static long cost(StoredMessage message) {
        return message.size() + MESSAGE_OVERHEAD_BYTES;
    }
}
