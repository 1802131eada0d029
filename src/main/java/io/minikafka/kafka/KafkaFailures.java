package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.StoreFailures;
import io.minikafka.group.GroupHasMembersException;
import io.minikafka.group.NotOwnerException;
import io.minikafka.store.StoreException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Kafka's failures mean to a broker's callers. Logs those that somebody must look at. */
final class KafkaFailures {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);

    private KafkaFailures() {}

    static BrokerException translate(Throwable failure) {
        if (failure instanceof BrokerException e) {
            return e;
        }
        boolean wraps = failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure.getClass() == KafkaException.class;
        if (wraps && failure.getCause() != null) {
            return translate(failure.getCause());
        }
        if (failure instanceof StoreException
                || failure instanceof NotOwnerException
                || failure instanceof GroupHasMembersException
                || failure instanceof RejectedExecutionException) {
            return StoreFailures.translate(failure);
        }
        if (failure instanceof WakeupException || failure instanceof InterruptException) {
            return StoreFailures.shuttingDown();
        }
        Code code = code(failure);
        if (code == Code.INTERNAL) {
            log.error("Kafka or its client failed in a way that nobody foresaw", failure);
            return new BrokerException(code, "Kafka failed; the server's log has the reason", failure);
        }
        if (failure instanceof AuthenticationException) {
            return new BrokerException(code, "Kafka does not let this service in: " + text(failure), failure);
        }
        if (code == Code.UNAVAILABLE) {
            return new BrokerException(code, "Kafka does not answer: " + text(failure), failure);
        }
        return new BrokerException(code, "Kafka refuses: " + text(failure), failure);
    }

    private static Code code(Throwable failure) {
        if (failure instanceof UnknownTopicOrPartitionException || failure instanceof UnknownTopicIdException) {
            return Code.UNKNOWN_TOPIC;
        }
        if (failure instanceof TopicExistsException) {
            return Code.TOPIC_EXISTS;
        }
        if (failure instanceof GroupIdNotFoundException) {
            return Code.UNKNOWN_GROUP;
        }
        if (failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException) {
            return Code.MESSAGE_TOO_LARGE;
        }
        if (failure instanceof OffsetOutOfRangeException
                || failure instanceof org.apache.kafka.clients.consumer.OffsetOutOfRangeException) {
            return Code.OFFSET_OUT_OF_RANGE;
        }
        if (failure instanceof AuthorizationException) {
            return Code.PERMISSION_DENIED;
        }
        if (failure instanceof GroupNotEmptyException
                || failure instanceof UnknownMemberIdException
                || failure instanceof TopicDeletionDisabledException) {
            return Code.FAILED_PRECONDITION;
        }
        if (failure instanceof InvalidTopicException
                || failure instanceof InvalidGroupIdException
                || failure instanceof InvalidPartitionsException
                || failure instanceof InvalidReplicationFactorException
                || failure instanceof InvalidConfigurationException
                || failure instanceof InvalidRequestException
                || failure instanceof PolicyViolationException) {
            return Code.INVALID_ARGUMENT;
        }
        if (failure instanceof BufferExhaustedException || failure instanceof ThrottlingQuotaExceededException) {
            return Code.RESOURCE_EXHAUSTED;
        }
        if (failure instanceof CorruptRecordException) {
            return Code.DATA_LOSS;
        }
        if (failure instanceof TimeoutException
                || failure instanceof RetriableException
                || failure instanceof RebalanceInProgressException
                || failure instanceof AuthenticationException) {
            return Code.UNAVAILABLE;
        }
        return Code.INTERNAL;
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        if (message != null) {
            return message;
        }
        return failure instanceof ApiException || failure instanceof KafkaException
                ? failure.getClass().getSimpleName()
                : "no reason given";
    }
}
