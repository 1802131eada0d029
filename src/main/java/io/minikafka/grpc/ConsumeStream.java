package io.minikafka.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.Steps;
import io.minikafka.group.Acknowledgement;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeRequest.Join;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumeResponse.Assigned;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One membership in a group, for as long as its call lasts: joins, sends messages while there is credit and the
 * connection takes them, commits what is acknowledged, and leaves.
 *
 * <p>A client that does not read costs one response with messages and one delivery, and a bounded number of answers to
 * its acknowledgements: the next request is asked for when the last one is dealt with and few enough are unanswered.
 *
 * <p>Driven by events on any threads: a request, the connection can take more, something that was waited for is
 * complete, the assignment changes, the client or the server is to end. Each leaves what it brings and makes
 * {@link Steps} proceed; everything else happens in steps.
 */
final class ConsumeStream implements StreamObserver<ConsumeRequest> {
    private static final int MOST_UNANSWERED = 1024;
    private static final int MOST_PARTITIONS_UNANSWERED = 10_000;

    private final Broker broker;
    private final ReplyLimits limits;
    private final ServerCallStreamObserver<byte[]> caller;
    private final Consumer<ConsumeStream> atEnd;
    private final Steps steps = new Steps(this::step);

    /** At most one is asked for at a time. */
    private final AtomicReference<@Nullable ConsumeRequest> arrived = new AtomicReference<>();

    /** Whether the assignment may have changed since the client was told. */
    private volatile boolean reassigned;

    private volatile boolean complete;
    private volatile boolean draining;

    // Only touched in steps.
    private boolean awaited;
    private @Nullable CompletableFuture<Membership> joining;
    private @Nullable Membership membership;
    private Set<TopicPartition> told = Set.of();
    private final Queue<Unanswered> unanswered = new ArrayDeque<>();
    private int partitionsUnanswered;
    private @Nullable RuntimeException failure;
    private @Nullable CompletableFuture<Void> leaving;
    private boolean ended;

    /** @param atEnd is told when the call has ended */
    ConsumeStream(
            Broker broker, ReplyLimits limits, ServerCallStreamObserver<byte[]> caller, Consumer<ConsumeStream> atEnd) {
        this.broker = broker;
        this.limits = limits;
        this.caller = caller;
        this.atEnd = atEnd;
    }

    /** To be called before the service's method returns. */
    void start() {
        caller.disableAutoRequest();
        caller.setOnReadyHandler(steps::proceed);
        caller.setOnCancelHandler(steps::proceed);
        steps.proceed();
    }

    /** Ends the call with UNAVAILABLE once what it has taken is answered. */
    void drain() {
        draining = true;
        steps.proceed();
    }

    @Override
    public void onNext(ConsumeRequest request) {
        arrived.set(request);
        steps.proceed();
    }

    @Override
    public void onCompleted() {
        complete = true;
        steps.proceed();
    }

    @Override
    public void onError(Throwable cancelled) {
        steps.proceed();
    }

    /** Whether another step can follow at once. */
    private boolean step() {
        if (ended) {
            return false;
        }
        if (caller.isCancelled()) {
            breakOff();
            return false;
        }
        try {
            if (leaving != null) {
                return hasLeft(leaving);
            }
            return joining == null ? goOn() : hasJoined(joining);
        } catch (RuntimeException e) {
            breakOff();
            caller.onError(GrpcFailures.statusOf(e));
            return false;
        }
    }

    private boolean goOn() {
        // In this order: what is complete before the look for a request has its last one there.
        boolean nothingFollows = complete || draining || failure != null;
        ConsumeRequest request = arrived.getAndSet(null);
        if (request != null) {
            awaited = false;
            take(request);
            return true;
        }
        Unanswered oldest = unanswered.peek();
        if (oldest != null && oldest.answer().isDone() && (nothingFollows || caller.isReady())) {
            unanswered.remove();
            partitionsUnanswered -= oldest.partitions();
            caller.onNext(oldest.answer().join());
            return true;
        }
        if (nothingFollows) {
            return oldest == null && leave();
        }
        if (!awaited && unanswered.size() < MOST_UNANSWERED && partitionsUnanswered < MOST_PARTITIONS_UNANSWERED) {
            awaited = true;
            caller.request(1);
        }
        return membership != null && caller.isReady() && push(membership);
    }

    private void take(ConsumeRequest request) {
        try {
            switch (request.getRequestCase()) {
                case JOIN -> join(request.getJoin());
                case CREDIT -> joined().deliveries().grant(request.getCredit().getMessages());
                case ACKNOWLEDGE -> acknowledge(CommitAnswer.read(request.getAcknowledge()));
                case REQUEST_NOT_SET ->
                    throw GrpcFailures.invalidArgument("The request is empty; accepted is join, credit or acknowledge");
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void join(Join request) {
        if (membership != null) {
            throw GrpcFailures.invalidArgument(
                    "The stream has joined already; accepted is 1 join, in its first request");
        }
        JoinRequest join = JoinRequest.of(request, limits);
        joining = broker.joinGroup(join.group(), join.member(), this::assigned)
                .thenApply(member -> new Membership(
                        member, new CreditedDeliveries(member, join.maxMessages(), join.maxBytes(), steps::proceed)));
        joining.whenComplete((joined, failed) -> steps.proceed());
    }

    private void assigned(Set<TopicPartition> partitions) {
        reassigned = true;
        steps.proceed();
    }

    private boolean hasJoined(CompletableFuture<Membership> join) {
        if (!join.isDone()) {
            return false;
        }
        membership = join.join();
        joining = null;
        tell(membership.member().assignment());
        return true;
    }

    private Membership joined() {
        if (membership == null) {
            throw GrpcFailures.invalidArgument("The stream has not joined a group; its first request must be join");
        }
        return membership;
    }

    private void acknowledge(List<Acknowledgement> acknowledgements) {
        CompletableFuture<byte[]> answer = CommitAnswer.of(joined().member(), acknowledgements);
        unanswered.add(new Unanswered(answer, acknowledgements.size()));
        partitionsUnanswered += acknowledgements.size();
        if (!answer.isDone()) {
            answer.whenComplete((response, failed) -> steps.proceed());
        }
    }

    /** Whether there was something to push. */
    private boolean push(Membership current) {
        if (reassigned) {
            reassigned = false;
            tellNews(current.member());
            return true;
        }
        try {
            byte[] response = current.deliveries().next();
            if (response == null) {
                return false;
            }
            TopicPartition partition = current.deliveries().partition();
            if (partition != null && !told.contains(partition)) {
                // Overtaken by its messages.
                tellNews(current.member());
            }
            caller.onNext(response);
        } catch (RuntimeException e) {
            failure = e;
        }
        return true;
    }

    private void tellNews(GroupMember member) {
        Set<TopicPartition> now = member.assignment();
        if (!now.equals(told)) {
            tell(now);
        }
    }

    private void tell(Set<TopicPartition> partitions) {
        told = partitions;
        caller.onNext(ConsumeResponse.newBuilder()
                .setAssigned(Assigned.newBuilder().addAllPartitions(GroupConversion.of(partitions)))
                .build()
                .toByteArray());
    }

    private boolean leave() {
        if (membership == null) {
            leaving = CompletableFuture.completedFuture(null);
        } else {
            membership.deliveries().stop();
            leaving = membership.member().leave();
            leaving.whenComplete((nothing, failed) -> steps.proceed());
        }
        return true;
    }

    private boolean hasLeft(CompletableFuture<Void> leave) {
        if (!leave.isDone()) {
            return false;
        }
        if (failure != null) {
            throw failure;
        }
        leave.join();
        if (!complete) {
            throw new BrokerException(Code.UNAVAILABLE, "The server is shutting down");
        }
        end();
        caller.onCompleted();
        return false;
    }

    private void breakOff() {
        end();
        unanswered.clear();
        if (joining != null) {
            joining.thenAccept(Membership::end);
        } else if (membership != null) {
            membership.end();
        }
    }

    private void end() {
        ended = true;
        atEnd.accept(this);
    }

    private record Membership(GroupMember member, CreditedDeliveries deliveries) {
        void end() {
            deliveries.stop();
            member.leave();
        }
    }

    /** @param partitions how many were acknowledged */
    private record Unanswered(CompletableFuture<byte[]> answer, int partitions) {}
}
