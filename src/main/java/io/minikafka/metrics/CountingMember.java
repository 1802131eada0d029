package io.minikafka.metrics;

import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupMember;
import io.minikafka.group.Acknowledgement;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A membership, which counts what is delivered and acknowledged. */
final class CountingMember implements GroupMember {
    private final GroupMember member;
    private final DoorTraffic traffic;
    private final AckProgress progress = new AckProgress();
    // Kept, since the Redis door polls for each message.
    private final Consumer<Delivery> delivered = this::delivered;
    private final Consumer<Throwable> failed;

    CountingMember(GroupMember member, DoorTraffic traffic) {
        this.member = member;
        this.traffic = traffic;
        this.failed = traffic::failed;
    }

    @Override
    public CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait) {
        return Outcomes.watch(member.poll(limits, maxWait), delivered, failed);
    }

    private void delivered(Delivery delivery) {
        TopicPartition partition = delivery.partition();
        if (partition != null && !delivery.isEmpty()) {
            progress.delivered(partition, delivery.messages());
            traffic.delivered(partition.topic(), delivery.messages().size());
        }
    }

    @Override
    public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
        long[] counts = progress.acknowledge(acknowledgements);
        return Outcomes.watch(
                member.acknowledge(acknowledgements), done -> acknowledged(acknowledgements, counts), failure -> {
                    progress.takeBack(acknowledgements, counts);
                    traffic.failed(failure);
                });
    }

    private void acknowledged(List<Acknowledgement> acknowledgements, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                traffic.acked(acknowledgements.get(i).partition().topic(), counts[i]);
            }
        }
    }

    @Override
    public CompletableFuture<Void> flush() {
        return Outcomes.watch(member.flush(), done -> {}, failed);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return member.assignment();
    }

    @Override
    public CompletableFuture<Void> leave() {
        return member.leave();
    }
}
