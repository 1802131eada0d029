package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.GroupOptions;
import io.minikafka.broker.StoreFailures;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members of consumer groups that this server has, each with a consumer and a thread. Safe for use by many threads. */
final class KafkaMembers {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);
    private static final int FETCH_BYTES = 4 << 20;
    private static final int POLL_RECORDS = 1_000;
    private static final int SESSION_MILLIS = 10_000;
    private static final long HEARTBEAT_MILLIS = 1_000;

    private final KafkaClients clients;
    private final ClusterWatch cluster;
    private final SkippedMessages skipped;
    private final GroupOptions options;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Set<KafkaGroupMember> members = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    KafkaMembers(
            KafkaClients clients,
            ClusterWatch cluster,
            SkippedMessages skipped,
            GroupOptions options,
            Executor threads,
            ScheduledExecutorService timer) {
        this.clients = clients;
        this.cluster = cluster;
        this.skipped = skipped;
        this.options = options;
        this.threads = threads;
        this.timer = timer;
    }

    CompletableFuture<GroupMember> join(GroupName group, MemberSpec spec, GroupListener listener) {
        if (draining) {
            return CompletableFuture.failedFuture(StoreFailures.shuttingDown());
        }
        CompletableFuture<GroupMember> joining = new CompletableFuture<>();
        try {
            threads.execute(() -> run(group, spec, listener, joining));
        } catch (RejectedExecutionException e) {
            joining.completeExceptionally(StoreFailures.translate(e));
        }
        return joining;
    }

    private void run(GroupName group, MemberSpec spec, GroupListener listener, CompletableFuture<GroupMember> joining) {
        Consumer<byte[], byte[]> consumer;
        try {
            consumer = clients.consumer(settings(group, spec));
        } catch (RuntimeException e) {
            joining.completeExceptionally(refusal(e));
            return;
        }
        Positions positions =
                new Positions(consumer, spec.startAt(), clients.settings().requestTimeout());
        positions.note(spec.topics());
        MemberState state = new MemberState();
        ConsumerLoop loop = new ConsumerLoop(
                group, spec, state, listener, skipped, options.rebalanceTimeout(), clients, consumer, positions);
        KafkaGroupMember member = new KafkaGroupMember(spec, state, loop, cluster, timer);
        members.add(member);
        if (draining) {
            member.drain();
        }
        joining.complete(member);
        try {
            loop.run();
        } finally {
            members.remove(member);
        }
    }

    private Map<String, Object> settings(GroupName group, MemberSpec spec) {
        Map<String, Object> settings = new HashMap<>();
        Map<String, Object> users = clients.settings().consumer();
        boolean newProtocol =
                "consumer".equalsIgnoreCase(String.valueOf(users.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
        byDefault(settings, users, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        byDefault(settings, users, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        if (!newProtocol) {
            byDefault(
                    settings,
                    users,
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName());
        }
        settings.putAll(LibrdkafkaConfig.consumerSettings(spec.tuning()));
        if (newProtocol) {
            // There the cluster decides.
            settings.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
            settings.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
            settings.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
        } else {
            timeouts(settings, users);
        }
        // How long the client may show nothing is ours to watch; the loop itself always polls.
        settings.remove(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group.value());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, spec.name());
        return settings;
    }

    /** Members hear of a change in their group with a heartbeat, so these decide how fast partitions change hands. */
    private static void timeouts(Map<String, Object> settings, Map<String, Object> users) {
        String session = ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;
        String heartbeat = ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
        if (!settings.containsKey(session)) {
            byDefault(settings, users, session, SESSION_MILLIS);
        }
        if (!settings.containsKey(heartbeat)) {
            Object chosen = settings.getOrDefault(session, users.get(session));
            long third = Long.parseLong(String.valueOf(chosen).trim()) / 3;
            byDefault(settings, users, heartbeat, (int) Math.max(1, Math.min(HEARTBEAT_MILLIS, third)));
        }
    }

    private static void byDefault(Map<String, Object> settings, Map<String, Object> users, String name, Object value) {
        if (!users.containsKey(name)) {
            settings.put(name, value);
        }
    }

    private static BrokerException refusal(RuntimeException failure) {
        Throwable cause =
                failure instanceof KafkaException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ConfigException
                ? new BrokerException(Code.INVALID_ARGUMENT, "Kafka's client refuses: " + cause.getMessage(), failure)
                : KafkaFailures.translate(failure);
    }

    /** Ends all waits; who joins later is refused. */
    void drain() {
        draining = true;
        members.forEach(KafkaGroupMember::drain);
    }

    /** Has all leave, and waits for that as long as a request may take. */
    void close() {
        drain();
        CompletableFuture<?>[] leaving =
                members.stream().map(KafkaGroupMember::leave).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(leaving)
                    .orTimeout(clients.settings().requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (RuntimeException e) {
            log.warn("Not all members of consumer groups could leave in order: {}", e.toString());
        }
    }
}
