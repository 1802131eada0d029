package io.minikafka.bench;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.DelegatingMember;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.metrics.BoundedTags;
import io.minikafka.metrics.BrokerTraffic;
import io.minikafka.security.Origin.Door;
import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What counting adds to a call, beside a broker that does nothing and answers at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CountingBenchmark {
    private static final TopicName TOPIC = TopicName.of("orders");
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final FetchLimits ONE = new FetchLimits(1, 1 << 20);
    private static final CompletableFuture<ProduceResult> PRODUCED =
            CompletableFuture.completedFuture(new ProduceResult(List.of(), Durability.MEMORY));
    private static final CompletableFuture<Delivery> DELIVERED = CompletableFuture.completedFuture(
            new Delivery(PARTITION, List.of(new StoredMessage(7, 0, null, Bytes.utf8("m"), List.of())), 0));
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    @Param({"bare", "counted"})
    String broker;

    private Broker subject;
    private GroupMember member;
    private List<Message> messages;
    private List<Acknowledgement> acknowledgements;

    @Setup
    public void open() {
        messages = List.of(Message.utf8("m"));
        acknowledgements = List.of(new Acknowledgement(PARTITION, 7));
        Broker idle = new Idle();
        subject = broker.equals("bare")
                ? idle
                : BrokerTraffic.ofStore(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), new BoundedTags<>(100))
                        .counting(Door.REDIS, idle);
        member = subject.joinGroup(
                        GroupName.of("billing"),
                        new MemberSpec("one", Set.of(TOPIC), StartAt.EARLIEST, Duration.ofMinutes(5)),
                        GroupListener.NONE)
                .join();
    }

    /** A batch, however large. */
    @Benchmark
    public CompletableFuture<ProduceResult> produce() {
        return subject.produce(TOPIC, messages, Placement.BY_KEY);
    }

    /** One message, as the Redis door asks for it. */
    @Benchmark
    public CompletableFuture<Delivery> poll() {
        return member.poll(ONE, Duration.ZERO);
    }

    /** One message, acknowledged again and again. */
    @Benchmark
    public CompletableFuture<Void> acknowledge() {
        return member.acknowledge(acknowledgements);
    }

    private static final class Idle extends DelegatingBroker {
        @SuppressWarnings("NullAway")
        Idle() {
            super(null);
        }

        @Override
        public CompletableFuture<ProduceResult> produce(
                TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
            return PRODUCED;
        }

        @Override
        public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec spec, GroupListener listener) {
            return CompletableFuture.completedFuture(new DelegatingMember(null) {
                @Override
                public CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait) {
                    return DELIVERED;
                }

                @Override
                public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledged) {
                    return DONE;
                }
            });
        }
    }
}
