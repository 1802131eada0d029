package io.minikafka.kafka.export;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/** Kafka's failures in one line. */
final class KafkaErrors {
    private KafkaErrors() {}

    /** Waits for the result. */
    static <T> T get(String doing, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportException("The export was interrupted", e);
        } catch (ExecutionException e) {
            throw failure(doing, e);
        }
    }

    /** @param doing what could not be done, as it follows "to" */
    static ExportException failure(String doing, Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException || hidesSettings(cause))
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ExportException known) {
            return known;
        }
        return new ExportException(kind(cause) + ", asked to " + doing + ": " + text(cause), cause);
    }

    /** A client that cannot be made says so, and only its cause says why. */
    private static boolean hidesSettings(Throwable failure) {
        return failure.getClass() == KafkaException.class && failure.getCause() instanceof KafkaException;
    }

    private static String kind(Throwable failure) {
        if (failure instanceof ConfigException) {
            return "The settings for Kafka are wrong";
        }
        if (failure instanceof AuthenticationException) {
            return "Kafka refuses the credentials";
        }
        if (failure instanceof AuthorizationException) {
            return "Kafka does not permit it";
        }
        if (failure instanceof TimeoutException || failure instanceof RetriableException) {
            return "Kafka does not answer";
        }
        return "Kafka refuses";
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.replaceAll("\\s*\\R\\s*", " ");
    }
}
