package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.SettingsChange;
import io.minikafka.kafka.TopicCache.KnownTopic;
import io.minikafka.kafka.TopicDescriber.Metadata;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;

/**
 * The cluster's topics, and what is known of them without asking. Nothing blocks; failures are a broker's. Safe for use
 * by many threads.
 *
 * <p>What is known may be some seconds old: a topic that somebody else deleted is noticed so much later. A topic that is
 * not known is always asked for.
 */
final class KafkaTopics {
    private static final String KAFKAS_OWN_PREFIX = "__";

    private final Admin admin;
    private final BrokerOptions options;
    private final short replicationFactor;
    private final Duration patience;
    private final LogOffsets offsets;
    private final TopicDescriber describer;
    private final TopicCache cache = new TopicCache(System::nanoTime);
    private final SharedRequests<TopicName, KnownTopic> lookups = new SharedRequests<>();
    private final SharedRequests<TopicName, Integer> creations = new SharedRequests<>();

    KafkaTopics(Admin admin, KafkaSettings settings, BrokerOptions options) {
        this.admin = admin;
        this.options = options;
        replicationFactor = settings.replicationFactor();
        patience = settings.requestTimeout();
        offsets = new LogOffsets(admin, settings);
        describer = new TopicDescriber(admin, offsets);
    }

    LogOffsets offsets() {
        return offsets;
    }

    // What is there

    /** The number of partitions, which may be known for some seconds already. */
    CompletableFuture<Integer> partitions(TopicName topic) {
        return KafkaFutures.guarded(() -> find(topic).thenApply(KnownTopic::partitions));
    }

    /**
     * The number of partitions as far as it is known without asking; 0 when it is not. Who calls this often enough never
     * sees a known topic become unknown while it is there: it is asked for again in time.
     */
    int knownPartitions(TopicName topic) {
        KnownTopic fresh = cache.fresh(topic);
        if (fresh != null) {
            return fresh.partitions();
        }
        KnownTopic usable = cache.usable(topic);
        if (usable == null) {
            return 0;
        }
        var renewed = refresh(topic);
        return usable.partitions();
    }

    /** The topic, which may be known for some seconds already. */
    CompletableFuture<KnownTopic> find(TopicName topic) {
        KnownTopic known = cache.fresh(topic);
        return known == null ? refresh(topic) : CompletableFuture.completedFuture(known);
    }

    /** The topic as the cluster has it now. */
    CompletableFuture<KnownTopic> refresh(TopicName topic) {
        return lookups.ask(
                topic,
                () -> describer.topic(topic).handle((found, failure) -> {
                    if (failure == null) {
                        KnownTopic known = new KnownTopic(
                                found.topicId(), found.partitions().size());
                        cache.put(topic, known);
                        return known;
                    }
                    BrokerException reason = KafkaFailures.translate(failure);
                    if (reason.code() == Code.UNKNOWN_TOPIC) {
                        cache.remove(topic);
                    }
                    throw reason;
                }));
    }

    /** Drops what is known of the topic: somebody found it to be otherwise. */
    void forget(TopicName topic) {
        cache.remove(topic);
    }

    /** Sorted; without those that are Kafka's own, or named as if they were. */
    CompletableFuture<List<TopicName>> names() {
        return KafkaFutures.guarded(() -> KafkaFutures.of(admin.listTopics(new ListTopicsOptions().listInternal(false))
                        .names())
                .thenApply(names -> names.stream()
                        .filter(name -> !name.startsWith(KAFKAS_OWN_PREFIX))
                        .map(TopicName::of)
                        .sorted()
                        .toList()));
    }

    CompletableFuture<TopicDescription> describe(TopicName topic) {
        return KafkaFutures.guarded(
                () -> describer.metadata(topic).thenCompose(metadata -> describer.describe(topic, metadata)));
    }

    // Creating

    /** Creates the topic with the defaults unless it exists; the number of partitions it has then. */
    CompletableFuture<Integer> createUnlessExists(TopicName topic, SettingsChange settings) {
        return creations.ask(
                topic,
                () -> request(topic, settings)
                        .exceptionally(failure -> {
                            if (KafkaFailures.translate(failure).code() != Code.TOPIC_EXISTS) {
                                throw KafkaFailures.translate(failure);
                            }
                            // Somebody else was faster, which serves as well.
                            return Uuid.ZERO_UUID;
                        })
                        .thenCompose(id -> Propagation.await(() -> refresh(topic), known -> true, patience))
                        .thenApply(KnownTopic::partitions));
    }

    /**
     * Completes, normally in any case, once the leader of each partition serves it. A broker is told later than clients
     * that it leads a new partition, and refuses it until then; and when it refuses the first messages of an idempotent
     * producer and takes the next, those first ones are out of order for ever: the broker cannot tell that they are missing
     * in a partition it knows nothing of.
     */
    CompletableFuture<Void> awaitLeaders(TopicName topic, int count) {
        List<TopicPartition> partitions = IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        return KafkaFutures.guarded(() -> offsets.ranges(partitions)).handle((ranges, failure) -> null);
    }

    CompletableFuture<TopicDescription> create(TopicName topic, SettingsChange settings) {
        return KafkaFutures.guarded(() -> request(topic, settings)
                .thenCompose(id -> Propagation.await(
                        () -> refresh(topic), known -> known.id().equals(id), patience))
                .thenCompose(known -> awaitLeaders(topic, known.partitions()))
                .thenCompose(nothing -> Propagation.await(() -> describe(topic), description -> true, patience)));
    }

    private CompletableFuture<Uuid> request(TopicName topic, SettingsChange change) {
        TopicSettings settings = change.applyTo(options.defaults());
        NewTopic request = new NewTopic(
                        topic.value(),
                        Optional.of(settings.partitions()),
                        replicationFactor == KafkaSettings.CLUSTER_DEFAULT
                                ? Optional.empty()
                                : Optional.of(replicationFactor))
                .configs(TopicConfigs.of(settings));
        var result = admin.createTopics(List.of(request)).topicId(topic.value());
        return TopicFailures.naming(topic, KafkaFutures.of(result).exceptionally(failure -> {
            throw translate(topic, failure);
        }));
    }

    /** How many replicas there are to be is no argument of the caller's, but between this service and its cluster. */
    private static BrokerException translate(TopicName topic, Throwable failure) {
        BrokerException reason = KafkaFailures.translate(failure);
        return reason.getCause() instanceof InvalidReplicationFactorException e
                ? new BrokerException(
                        Code.UNAVAILABLE, "Kafka cannot create the topic '" + topic + "' now: " + e.getMessage(), e)
                : reason;
    }

    // Changing

    CompletableFuture<TopicDescription> update(TopicName topic, SettingsChange change) {
        return KafkaFutures.guarded(() -> describer.metadata(topic).thenCompose(metadata -> {
            refuseKafkasOwn(metadata.topic());
            TopicSettings before =
                    TopicConfigs.settings(metadata.topic().partitions().size(), metadata.config());
            TopicSettings after = withoutDurability(change).applyTo(before);
            before.checkChange(topic, after);
            List<AlterConfigOp> changes = TopicConfigs.changes(before, after, metadata.config());
            return grow(topic, before, after)
                    .thenCompose(nothing -> configure(topic, changes))
                    .thenCompose(nothing -> Propagation.await(
                            () -> describer.metadata(topic), now -> shows(now, after, changes), patience))
                    .thenCompose(now -> {
                        forget(topic);
                        return describer.describe(topic, now);
                    });
        }));
    }

    private static boolean shows(Metadata now, TopicSettings after, List<AlterConfigOp> changes) {
        return now.topic().partitions().size() >= after.partitions() && TopicConfigs.shows(now.config(), changes);
    }

    /** How durable a topic is, is the cluster's to say. */
    private static SettingsChange withoutDurability(SettingsChange change) {
        return new SettingsChange(change.partitions(), change.retentionAge(), change.retentionBytes(), null);
    }

    private CompletableFuture<Void> grow(TopicName topic, TopicSettings before, TopicSettings after) {
        if (after.partitions() == before.partitions()) {
            return CompletableFuture.completedFuture(null);
        }
        return TopicFailures.naming(
                topic,
                KafkaFutures.of(
                        admin.createPartitions(Map.of(topic.value(), NewPartitions.increaseTo(after.partitions())))
                                .all()));
    }

    private CompletableFuture<Void> configure(TopicName topic, List<AlterConfigOp> changes) {
        if (changes.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.value());
        return TopicFailures.naming(
                topic,
                KafkaFutures.of(
                        admin.incrementalAlterConfigs(Map.of(resource, changes)).all()));
    }

    // Deleting

    /** Done when the topic does not show any more; never touches Kafka's own. */
    CompletableFuture<Void> delete(TopicName topic) {
        return KafkaFutures.guarded(() -> describer.topic(topic).thenCompose(found -> {
            refuseKafkasOwn(found);
            Uuid id = found.topicId();
            // By its id: one that is created under its name meanwhile is another.
            return TopicFailures.naming(
                            topic,
                            KafkaFutures.of(admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id)))
                                    .all()))
                    .thenCompose(nothing -> Propagation.await(() -> idOf(topic), now -> !now.equals(id), patience))
                    .thenAccept(nothing -> forget(topic));
        }));
    }

    private CompletableFuture<Uuid> idOf(TopicName topic) {
        return describer.topic(topic).handle((found, failure) -> {
            if (failure == null) {
                return found.topicId();
            }
            BrokerException reason = KafkaFailures.translate(failure);
            if (reason.code() == Code.UNKNOWN_TOPIC) {
                return Uuid.ZERO_UUID;
            }
            throw reason;
        });
    }

    private static void refuseKafkasOwn(org.apache.kafka.clients.admin.TopicDescription topic) {
        if (topic.isInternal()) {
            throw new BrokerException(
                    Code.INVALID_ARGUMENT,
                    "The topic '" + topic.name() + "' is Kafka's own; it can be neither changed nor deleted");
        }
    }
}
