package io.minikafka.server;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/**
 * Keeps what {@code grpc.health.v1.Health} answers, for the server as a whole and for each service, equal to the
 * readiness state, and not serving while the backend is away, as {@code /readyz} says. When a shutdown begins, clients
 * that watch are thus told to go elsewhere while their calls still work; by itself Spring Boot would tell them once the
 * server has stopped.
 */
final class GrpcHealth implements ApplicationListener<AvailabilityChangeEvent<?>> {
    private final HealthStatusManager manager;
    private final List<String> services;
    private boolean ready;
    private boolean away;

    /** Starts as not serving. */
    GrpcHealth(HealthStatusManager manager, List<BindableService> services) {
        this.manager = manager;
        this.services = Stream.concat(
                        Stream.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES),
                        services.stream()
                                .map(service -> service.bindService()
                                        .getServiceDescriptor()
                                        .getName()))
                .toList();
        tell(ServingStatus.NOT_SERVING);
    }

    @Override
    public synchronized void onApplicationEvent(AvailabilityChangeEvent<?> event) {
        if (event.getState() instanceof ReadinessState readiness) {
            ready = readiness == ReadinessState.ACCEPTING_TRAFFIC;
        } else if (event.getState() instanceof BackendState backend) {
            away = backend == BackendState.AWAY;
        } else {
            return;
        }
        tell(isServing() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /** What it answers. */
    synchronized boolean isServing() {
        return ready && !away;
    }

    private void tell(ServingStatus status) {
        services.forEach(service -> manager.setStatus(service, status));
    }
}
