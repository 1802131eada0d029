package io.minikafka.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster again and again whether it is there, so that whoever wants to know need not wait. Tells the log when
 * it goes and when it comes. Safe for use by many threads.
 */
public final class ClusterWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Admin admin;
    private final int timeoutMillis;
    private final ScheduledFuture<?> schedule;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Cluster cluster;
    private volatile String reason = "Kafka has not answered yet";
    private volatile boolean told;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * A cluster that answered.
     *
     * @param nodes how many brokers it has
     */
    public record Cluster(String id, int nodes) {}

    ClusterWatch(Admin admin, KafkaSettings settings, ScheduledExecutorService timer) {
        this.admin = admin;
        this.timeoutMillis = settings.requestTimeoutMillis();
        schedule = timer.scheduleWithFixedDelay(this::ask, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        try {
            DescribeClusterResult result = admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMillis));
            KafkaFutures.of(result.clusterId())
                    .thenCombine(KafkaFutures.of(result.nodes()), (id, nodes) -> new Cluster(id, nodes.size()))
                    .whenComplete((answer, failure) -> {
                        answered(answer, failure);
                        asking.set(false);
                    });
        } catch (RuntimeException e) {
            answered(null, e);
            asking.set(false);
        }
    }

    private void answered(@Nullable Cluster answer, @Nullable Throwable failure) {
        boolean wasThere = cluster != null;
        if (failure != null) {
            reason = KafkaFailures.translate(failure).getMessage();
            cluster = null;
            if (wasThere || !told) {
                told = true;
                log.warn("The Kafka cluster is away: {}", reason);
                listeners.forEach(Runnable::run);
            }
            return;
        }
        cluster = answer;
        if (!wasThere && told) {
            log.info("The Kafka cluster is back");
        }
        told = true;
        if (!wasThere) {
            listeners.forEach(Runnable::run);
        }
    }

    /** Has the listener run whenever the cluster has gone or come; on a thread of Kafka's client, so it must not block. */
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    /** The cluster when it last answered; empty while it does not. */
    public Optional<Cluster> cluster() {
        return Optional.ofNullable(cluster);
    }

    public boolean isAway() {
        return cluster == null;
    }

    /** Why there is no cluster. */
    public String reason() {
        return reason;
    }

    @Override
    public void close() {
        schedule.cancel(false);
    }
}
