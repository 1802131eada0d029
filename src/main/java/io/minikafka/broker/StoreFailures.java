package io.minikafka.broker;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.GroupHasMembersException;
import io.minikafka.group.NotOwnerException;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.InvalidTopicNameException;
import io.minikafka.store.MemoryFullException;
import io.minikafka.store.MessageTooLargeException;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreClosedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.TooManyPartitionsException;
import io.minikafka.store.TopicExistsException;
import io.minikafka.store.UnknownPartitionException;
import io.minikafka.store.UnknownTopicException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a store's and a group's failures mean to a broker's callers. Logs those that somebody must look at. */
public final class StoreFailures {
    private static final Logger log = LoggerFactory.getLogger(LocalBroker.class);

    private static final String SHUTTING_DOWN = "The server is shutting down";

    private StoreFailures() {}

    public static BrokerException shuttingDown() {
        return new BrokerException(Code.UNAVAILABLE, SHUTTING_DOWN);
    }

    /** The failure, or its cause, as a door may show it. */
    public static BrokerException translate(Throwable failure) {
        if (failure instanceof BrokerException e) {
            return e;
        }
        if (failure instanceof CompletionException e && e.getCause() != null) {
            return translate(e.getCause());
        }
        if (failure instanceof DataLossException e) {
            return new DamagedMessagesException(e);
        }
        if (failure instanceof StoreException e) {
            Code code = code(e);
            if (code == Code.INTERNAL) {
                log.error("The store failed", e);
            }
            return new BrokerException(code, e.getMessage(), e);
        }
        if (failure instanceof NotOwnerException || failure instanceof GroupHasMembersException) {
            return new BrokerException(Code.FAILED_PRECONDITION, String.valueOf(failure.getMessage()), failure);
        }
        if (failure instanceof RejectedExecutionException e) {
            return new BrokerException(Code.UNAVAILABLE, SHUTTING_DOWN, e);
        }
        log.error("A request failed in a way that nobody foresaw", failure);
        return new BrokerException(
                Code.INTERNAL, "The request failed inside the server; its log has the reason", failure);
    }

    private static Code code(StoreException failure) {
        if (failure instanceof InvalidTopicNameException || failure instanceof InvalidArgumentException) {
            return Code.INVALID_ARGUMENT;
        }
        if (failure instanceof MessageTooLargeException) {
            return Code.MESSAGE_TOO_LARGE;
        }
        // To a caller, a partition that is not there is like a topic that is not there: it may come.
        if (failure instanceof UnknownTopicException || failure instanceof UnknownPartitionException) {
            return Code.UNKNOWN_TOPIC;
        }
        if (failure instanceof TopicExistsException) {
            return Code.TOPIC_EXISTS;
        }
        if (failure instanceof OffsetOutOfRangeException) {
            return Code.OFFSET_OUT_OF_RANGE;
        }
        if (failure instanceof DiskFullException || failure instanceof MemoryFullException) {
            return Code.RESOURCE_EXHAUSTED;
        }
        // Unlike want of space it passes by nobody's waiting.
        if (failure instanceof TooManyPartitionsException) {
            return Code.FAILED_PRECONDITION;
        }
        if (failure instanceof StoreClosedException) {
            return Code.UNAVAILABLE;
        }
        if (failure instanceof StorageFailedException) {
            return Code.INTERNAL;
        }
        throw new AssertionError("No code for " + failure.getClass());
    }
}
