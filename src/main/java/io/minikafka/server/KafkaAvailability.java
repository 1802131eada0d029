package io.minikafka.server;

import io.minikafka.kafka.ClusterWatch;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.context.ApplicationEventPublisher;

/** Tells the application, before it is ready and then at every change, whether the cluster answers. */
final class KafkaAvailability implements SmartInitializingSingleton, DisposableBean {
    private final ClusterWatch cluster;
    private final ApplicationEventPublisher publisher;
    private boolean destroyed;

    KafkaAvailability(ClusterWatch cluster, ApplicationEventPublisher publisher) {
        this.cluster = cluster;
        this.publisher = publisher;
    }

    @Override
    public void afterSingletonsInstantiated() {
        cluster.whenChanged(this::tell);
        tell();
    }

    /** One at a time, so that the last told is the last seen. */
    private synchronized void tell() {
        if (!destroyed) {
            AvailabilityChangeEvent.publish(publisher, this, cluster.isAway() ? BackendState.AWAY : BackendState.THERE);
        }
    }

    @Override
    public synchronized void destroy() {
        destroyed = true;
    }
}
