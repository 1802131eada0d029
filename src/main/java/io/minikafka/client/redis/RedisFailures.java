package io.minikafka.client.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Lettuce's exceptions, and the service's error replies, mean. The service's texts are kept. */
final class RedisFailures {
    /** Begins the answer to a command that was not executed, since it was needed to tell of the loss of earlier messages. */
    static final String LOST = "PROD Accepted, but not stored";

    /** Ends the answer to a {@code CLIENT SETNAME} with a name that another connection has. */
    static final String TAKEN = "is already taken";

    /**
     * By the beginnings of the texts, the first that fits. The first words are the protocol's, and so are some texts; the
     * rest is this service's own, and for errors that it does not know, {@code PROD}, {@code CONS} and {@code ERR} mean
     * that the command is wrong.
     */
    private static final Map<String, Kind> KINDS = kinds();

    private RedisFailures() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("NOAUTH", Kind.UNAUTHENTICATED);
        kinds.put("WRONGPASS", Kind.UNAUTHENTICATED);
        kinds.put("NOPERM", Kind.PERMISSION_DENIED);
        kinds.put("CONS Server shutdown", Kind.UNAVAILABLE);
        kinds.put(LOST, Kind.UNAVAILABLE);
        kinds.put("ERR max number of clients reached", Kind.UNAVAILABLE);
        kinds.put("ERR unknown command", Kind.UNIMPLEMENTED);
        for (String word : new String[] {"PROD", "CONS", "ERR"}) {
            kinds.put(word + " internal error", Kind.INTERNAL);
            kinds.put(word + " The request failed inside the server", Kind.INTERNAL);
            kinds.put(word + " Kafka failed", Kind.INTERNAL);
        }
        kinds.put("PROD The server is shutting down", Kind.UNAVAILABLE);
        kinds.put("PROD Kafka does not answer", Kind.UNAVAILABLE);
        kinds.put("PROD The disk has", Kind.RESOURCE_EXHAUSTED);
        kinds.put("PROD The memory store holds", Kind.RESOURCE_EXHAUSTED);
        kinds.put("PROD The topics have", Kind.FAILED_PRECONDITION);
        kinds.put("PROD There is no topic", Kind.NOT_FOUND);
        kinds.put("PROD", Kind.INVALID_ARGUMENT);
        kinds.put("CONS The partition", Kind.FAILED_PRECONDITION);
        kinds.put("CONS No consumer registered", Kind.FAILED_PRECONDITION);
        kinds.put("CONS The messages of", Kind.DATA_LOSS);
        kinds.put("CONS", Kind.INVALID_ARGUMENT);
        kinds.put("ERR", Kind.INVALID_ARGUMENT);
        return kinds;
    }

    /** What an error reply means. */
    static MinikafkaException ofReply(String text) {
        return new MinikafkaException(kindOf(text), text);
    }

    private static Kind kindOf(String text) {
        if (text.startsWith("CONS") && text.endsWith(TAKEN)) {
            return Kind.ALREADY_EXISTS;
        }
        for (Map.Entry<String, Kind> each : KINDS.entrySet()) {
            if (text.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        // Words of Redis's for states that pass: LOADING, BUSY, MASTERDOWN.
        return Kind.UNAVAILABLE;
    }

    /** What the failure of a command means. */
    static MinikafkaException of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof MinikafkaException own) {
                return own;
            }
            if (each instanceof RedisCommandExecutionException reply && reply.getMessage() != null) {
                return new MinikafkaException(kindOf(reply.getMessage()), reply.getMessage(), failure);
            }
        }
        // What is no reply is trouble with the connection.
        return new MinikafkaException(Kind.UNAVAILABLE, "The connection broke: " + rootMessage(failure), failure);
    }

    /** Why a connection could not be made. */
    static MinikafkaException ofConnecting(Target target, Throwable failure) {
        String beginning = "Cannot connect to " + target + ": ";
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof RedisCommandExecutionException reply && reply.getMessage() != null) {
                return new MinikafkaException(kindOf(reply.getMessage()), beginning + reply.getMessage(), failure);
            }
        }
        return new MinikafkaException(Kind.UNAVAILABLE, beginning + rootMessage(failure), failure);
    }

    private static @Nullable String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
