package io.minikafka.client.autoconfigure;

import io.minikafka.client.HealthStatus;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.spring.MinikafkaListenerContainer;
import io.minikafka.client.spring.MinikafkaListenerRegistry;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Up when the server says that it serves and no listener needs somebody's help. Waits at most for the client's request
 * timeout.
 */
final class MinikafkaHealthIndicator extends AbstractHealthIndicator {
    private final MessagingClient client;
    private final Transport transport;
    private final @Nullable MinikafkaConnectionDetails connection;
    private final @Nullable MinikafkaListenerRegistry listeners;

    MinikafkaHealthIndicator(
            MessagingClient client,
            Transport transport,
            @Nullable MinikafkaConnectionDetails connection,
            @Nullable MinikafkaListenerRegistry listeners) {
        super("The minikafka server cannot be asked for its health");
        this.client = client;
        this.transport = transport;
        this.connection = connection;
        this.listeners = listeners;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (connection != null) {
            builder.withDetail("transport", transport.toString()).withDetail("target", connection.target(transport));
        }
        Map<String, String> failures = failures();
        if (!failures.isEmpty()) {
            builder.withDetail("listeners", failures);
        }
        HealthStatus status = client.health();
        switch (status) {
            case SERVING -> builder.status(failures.isEmpty() ? Status.UP : Status.DOWN);
            case NOT_SERVING, UNKNOWN -> builder.down().withDetail("server", status);
        }
    }

    /** Kind or type only where the text is the application's own, which may have payloads. */
    private Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        if (listeners != null) {
            for (MinikafkaListenerContainer container : listeners.containers()) {
                container.failure().ifPresent(failure -> failures.put(container.id(), told(failure)));
            }
        }
        return failures;
    }

    private static String told(Throwable failure) {
        return failure instanceof MinikafkaException refusal
                ? refusal.kind() + ": " + refusal.getMessage()
                : failure.getClass().getName();
    }
}
