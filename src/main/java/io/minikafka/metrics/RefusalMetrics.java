package io.minikafka.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.minikafka.security.Credentials;
import io.minikafka.security.Origin;
import io.minikafka.security.Origin.Door;
import io.minikafka.security.Refusal.Reason;
import io.minikafka.security.RefusalListener;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts those who were not let in: {@code minikafka.authentication.failures}, by door and reason, from 0 on. */
public final class RefusalMetrics implements RefusalListener {
    private final Map<Door, Map<Reason, Counter>> counters = new EnumMap<>(Door.class);

    public RefusalMetrics(MeterRegistry registry) {
        for (Door door : Door.values()) {
            Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);
            for (Reason reason : Reason.values()) {
                byReason.put(
                        reason,
                        Counter.builder("minikafka.authentication.failures")
                                .description("Logins that were refused")
                                .tag("door", door.text())
                                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            counters.put(door, byReason);
        }
    }

    @Override
    public void refused(Origin origin, String user, Credentials credentials, Reason reason) {
        Objects.requireNonNull(
                        Objects.requireNonNull(counters.get(origin.door())).get(reason))
                .increment();
    }
}
