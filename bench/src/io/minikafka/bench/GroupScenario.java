package io.minikafka.bench;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.minikafka.v1.Acknowledgement;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeRequest.Acknowledge;
import io.minikafka.v1.ConsumeRequest.Credit;
import io.minikafka.v1.ConsumeRequest.Join;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumerServiceGrpc;
import io.minikafka.v1.DescribeTopicRequest;
import io.minikafka.v1.TopicServiceGrpc;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The only member of a group, from the start of the topic to the end it had, over and over in new groups. Every response
 * is acknowledged, and its messages' credit granted again.
 */
final class GroupScenario implements Scenario {
    /** More than is under way at any time. */
    private static final int CREDIT = 100_000;

    private static final AtomicLong GROUPS = new AtomicLong();

    @Override
    public long run(Target target, int size, Deadline stop) throws Exception {
        long last = logEnd(target) - 1;
        LongAdder count = new LongAdder();
        while (!stop.isDue()) {
            Member member = new Member(count, last, stop);
            ConsumerServiceGrpc.newStub(target.channel()).consume(member);
            member.start();
            member.ended.await();
        }
        return count.sum();
    }

    /** The bare service knows no topics, and its log has no end. */
    private static long logEnd(Target target) {
        try {
            return TopicServiceGrpc.newBlockingStub(target.channel())
                    .describeTopic(
                            DescribeTopicRequest.newBuilder().setName(TOPIC).build())
                    .getTopic()
                    .getPartitions(0)
                    .getLogEndOffset();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
                throw e;
            }
            return Long.MAX_VALUE;
        }
    }

    private static final class Member implements ClientResponseObserver<ConsumeRequest, ConsumeResponse> {
        private final LongAdder count;
        private final long last;
        private final Deadline stop;
        private final CountDownLatch ended = new CountDownLatch(1);
        private ClientCallStreamObserver<ConsumeRequest> call;

        Member(LongAdder count, long last, Deadline stop) {
            this.count = count;
            this.last = last;
            this.stop = stop;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ConsumeRequest> requests) {
            call = requests;
        }

        void start() {
            call.onNext(ConsumeRequest.newBuilder()
                    .setJoin(Join.newBuilder()
                            .setGroup("bench-" + GROUPS.incrementAndGet())
                            .addTopics(TOPIC))
                    .build());
            grant(CREDIT);
        }

        private void grant(int messages) {
            call.onNext(ConsumeRequest.newBuilder()
                    .setCredit(Credit.newBuilder().setMessages(messages))
                    .build());
        }

        @Override
        public void onNext(ConsumeResponse response) {
            if (!response.hasMessages()) {
                return;
            }
            int messages = response.getMessages().getMessagesCount();
            long offset = response.getMessages().getMessages(messages - 1).getOffset();
            count.add(messages);
            if (offset >= last || stop.isDue()) {
                call.cancel("enough", null);
                return;
            }
            call.onNext(ConsumeRequest.newBuilder()
                    .setAcknowledge(Acknowledge.newBuilder()
                            .addAcknowledgements(
                                    Acknowledgement.newBuilder().setTopic(TOPIC).setOffset(offset)))
                    .build());
            grant(messages);
        }

        @Override
        public void onError(Throwable failure) {
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }
    }
}
