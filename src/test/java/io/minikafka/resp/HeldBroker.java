package io.minikafka.resp;

import io.minikafka.broker.Broker;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.DelegatingMember;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Holds what is produced until a test says what becomes of it; everything else is the delegate's. */
final class HeldBroker extends DelegatingBroker {
    /** What members are asked to acknowledge. */
    final List<Acknowledgement> acknowledged = new CopyOnWriteArrayList<>();

    final List<MemberSpec> joined = new CopyOnWriteArrayList<>();

    /** What flushes of members wait for. */
    volatile CompletableFuture<Void> flushed = CompletableFuture.completedFuture(null);

    /** Whether it accepts before {@code produce} returns, as Kafka's producer does while all is well. */
    volatile boolean acceptsAtOnce;

    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();

    HeldBroker(Broker delegate) {
        super(delegate);
    }

    /** Messages that were produced together. */
    record Held(TopicName topic, List<Message> messages, Runnable accepted, CompletableFuture<ProduceResult> result) {
        Held accept() {
            accepted.run();
            return this;
        }

        void store() {
            result.complete(new ProduceResult(List.of(), Durability.CLUSTER));
        }

        void fail(RuntimeException failure) {
            result.completeExceptionally(failure);
        }

        String text() {
            return messages.get(0).value().toUtf8();
        }
    }

    /** What was produced next; waits for it. */
    Held next() {
        try {
            Held next = held.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing is produced");
            }
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether all that was produced has been taken. */
    boolean isEmpty() {
        return held.isEmpty();
    }

    @Override
    public CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        Held next = new Held(topic, List.copyOf(messages), accepted, new CompletableFuture<>());
        if (acceptsAtOnce) {
            next.accept();
        }
        held.add(next);
        return next.result();
    }

    @Override
    public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
        joined.add(member);
        return super.joinGroup(group, member, listener).thenApply(Member::new);
    }

    private final class Member extends DelegatingMember {
        Member(GroupMember delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
            acknowledged.addAll(acknowledgements);
            return super.acknowledge(acknowledgements);
        }

        @Override
        public CompletableFuture<Void> flush() {
            return flushed;
        }
    }
}
