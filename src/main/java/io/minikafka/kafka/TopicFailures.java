package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.StoreFailures;
import io.minikafka.store.TopicExistsException;
import io.minikafka.store.TopicName;
import io.minikafka.store.UnknownTopicException;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.ApiException;

/** Failures that name their topic in the words that every backend uses. */
final class TopicFailures {
    private TopicFailures() {}

    static BrokerException unknown(TopicName topic) {
        return StoreFailures.translate(new UnknownTopicException(topic));
    }

    /** Of those who wait for a topic that goes. */
    static BrokerException deleted(TopicName topic) {
        return new BrokerException(Code.UNKNOWN_TOPIC, "The topic '" + topic + "' has been deleted");
    }

    static BrokerException translate(TopicName topic, Throwable failure) {
        BrokerException reason = KafkaFailures.translate(failure);
        if (!(reason.getCause() instanceof ApiException)) {
            // Said in our words already.
            return reason;
        }
        return switch (reason.code()) {
            case UNKNOWN_TOPIC -> unknown(topic);
            case TOPIC_EXISTS -> StoreFailures.translate(new TopicExistsException(topic));
            default -> reason;
        };
    }

    static <T> CompletableFuture<T> naming(TopicName topic, CompletableFuture<T> future) {
        return KafkaFutures.translated(future, failure -> translate(topic, failure));
    }
}
