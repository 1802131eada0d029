package io.minikafka.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Topics of partitions of messages. Safe for use by many threads. Errors are of the {@link StoreException} family,
 * thrown by the methods that return values and completing the future of {@link #append}. Every method but
 * {@link #close()} fails with {@link StoreClosedException} once the store is closed.
 *
 * <p>What is readable is acknowledged: a message appears to readers when it has its topic's durability, so that nothing
 * anybody read is lost by a failure the durability covers, and no offset is ever given to a second message.
 */
public interface MessageStore extends AutoCloseable {
    /**
     * Creates the topic; durable, in stores that are, when this returns.
     *
     * @throws TopicExistsException when it exists already
     * @throws StorageFailedException when it cannot be; there is no such topic then
     */
    void createTopic(TopicName topic, TopicSettings settings);

    /**
     * Replaces the settings. A shorter retention takes effect at once, for messages stored before, too.
     *
     * @throws UnknownTopicException when there is no such topic
     * @throws InvalidArgumentException when it would have fewer partitions than before
     */
    void updateTopic(TopicName topic, TopicSettings settings);

    /**
     * Deletes the topic and its messages. A topic created later under the same name starts at offset 0.
     *
     * @throws UnknownTopicException when there is no such topic
     */
    void deleteTopic(TopicName topic);

    /** All topics, sorted by name. */
    List<TopicName> topics();

    boolean exists(TopicName topic);

    /** @throws UnknownTopicException when there is no such topic */
    TopicSettings settings(TopicName topic);

    /** @throws UnknownTopicException when there is no such topic */
    TopicDescription describe(TopicName topic);

    /**
     * Appends the messages to one partition, in order and with consecutive offsets; all are refused when one is. All
     * get the same timestamp: the clock's, or the partition's last one while the clock is behind it. The future
     * completes when they have the topic's durability, possibly on a thread of the store: never block in a dependent
     * action. A failed future, other than by a refusal, leaves open whether they are stored; the offsets of a failed
     * write are never given to messages that anybody sees.
     *
     * <p>Fails with {@link UnknownTopicException}, {@link UnknownPartitionException}, {@link MessageTooLargeException},
     * {@link InvalidArgumentException} (no messages), {@link DiskFullException} and {@link MemoryFullException} (refused,
     * retry later), {@link StorageFailedException} (when the message says so, the partition takes no more writes until the
     * store is opened again; otherwise, as when no file can be opened, only this one is refused).
     */
    CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages);

    /**
     * Reads messages from an offset on, at most {@code maxMessages} and {@code maxBytes} (counted as stored, with some
     * bytes of framing a message), but at least one when there is one. Reading from the log end offset returns none,
     * from below the log start offset starts there and says how many were skipped.
     *
     * @throws UnknownTopicException when there is no such topic
     * @throws UnknownPartitionException when the topic has no such partition
     * @throws OffsetOutOfRangeException when the offset is negative or above the log end offset
     * @throws DataLossException when what is stored at the offset is damaged; it names the next readable offset
     */
    ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes);

    /**
     * The offset of the first retained message appended at or after the time (milliseconds since the epoch), or the log
     * end offset when there is none.
     */
    long offsetAt(TopicPartition partition, long timestamp);

    /**
     * The first retained message's offset; the log end offset when none is retained. Never decreases while the store is
     * open. (A clock that was set back while it was closed can bring back messages that are still on the disk.)
     */
    long logStartOffset(TopicPartition partition);

    /** The offset that the next readable message gets. Never decreases. */
    long logEndOffset(TopicPartition partition);

    /** The bytes held, on disk or in memory, including what has expired but not left yet. Asks no disk. */
    long sizeInBytes(TopicPartition partition);

    /** Adds a listener for the rest of the store's life. */
    void addListener(StoreListener listener);

    /** Frees what expired messages and those beyond the bound on bytes occupy. One failing topic stops no other. */
    void enforceRetention();

    /** Completes what is under way, makes all of it as durable as the store can and frees everything. Idempotent. */
    @Override
    void close();
}
