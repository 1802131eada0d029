package io.minikafka.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minikafka.protocol.MiniKafkaGrpc;
import io.minikafka.protocol.MsgNumber;
import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumerServiceGrpc;
import io.minikafka.v1.Durability;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceResponse;
import io.minikafka.v1.ProduceStreamRequest;
import io.minikafka.v1.ProduceStreamResponse;
import io.minikafka.v1.StoredMessage;
import io.minikafka.v1.SubscribeRequest;
import io.minikafka.v1.SubscribeResponse;
import java.util.ArrayList;
import java.util.List;

/** Services of the same shape that do nothing: what gRPC itself allows on this machine. */
final class BareServices {
    private BareServices() {}

    /** Answers the first protocol with a constant. */
    static final class Compatibility extends MiniKafkaGrpc.MiniKafkaImplBase {
        private static final MsgNumber ONE =
                MsgNumber.newBuilder().setMsgNumber(1).build();

        @Override
        public void produce(io.minikafka.protocol.ProduceRequest request, StreamObserver<MsgNumber> caller) {
            caller.onNext(ONE);
            caller.onCompleted();
        }
    }

    /** Answers v1 with constants; what it pushes are as many messages as ours pushes in one response. */
    static final class Messages extends MessageServiceGrpc.MessageServiceImplBase {
        private final PollResponse polled;
        private final SubscribeResponse pushed;

        Messages(int size, int pollCount, int pushCount) {
            polled = PollResponse.newBuilder()
                    .addAllMessages(stored(size, pollCount))
                    .setNextOffset(pollCount)
                    .build();
            pushed = SubscribeResponse.newBuilder()
                    .addAllMessages(stored(size, pushCount))
                    .setNextOffset(pushCount)
                    .build();
        }

        private static List<StoredMessage> stored(int size, int count) {
            List<StoredMessage> messages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                messages.add(StoredMessage.newBuilder()
                        .setOffset(1_000_000 + i)
                        .setTimestamp(
                                Timestamp.newBuilder().setSeconds(1_800_000_000).setNanos(123_000_000))
                        .setValue(ByteString.copyFrom(new byte[size]))
                        .build());
            }
            return messages;
        }

        private static AppendedRun run(int count) {
            return AppendedRun.newBuilder()
                    .setFirstOffset(1_000_000)
                    .setCount(count)
                    .build();
        }

        @Override
        public void produce(ProduceRequest request, StreamObserver<ProduceResponse> caller) {
            caller.onNext(ProduceResponse.newBuilder()
                    .addRuns(run(request.getMessagesCount()))
                    .setDurability(Durability.DURABILITY_MEMORY)
                    .build());
            caller.onCompleted();
        }

        @Override
        public StreamObserver<ProduceStreamRequest> produceStream(StreamObserver<ProduceStreamResponse> caller) {
            return new StreamObserver<>() {
                @Override
                public void onNext(ProduceStreamRequest request) {
                    caller.onNext(ProduceStreamResponse.newBuilder()
                            .addRuns(run(request.getMessagesCount()))
                            .setDurability(Durability.DURABILITY_MEMORY)
                            .build());
                }

                @Override
                public void onError(Throwable cancelled) {}

                @Override
                public void onCompleted() {
                    caller.onCompleted();
                }
            };
        }

        @Override
        public void poll(PollRequest request, StreamObserver<PollResponse> caller) {
            caller.onNext(polled);
            caller.onCompleted();
        }

        @Override
        public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> caller) {
            ServerCallStreamObserver<SubscribeResponse> observer = (ServerCallStreamObserver<SubscribeResponse>) caller;
            observer.setOnReadyHandler(() -> {
                while (observer.isReady() && !observer.isCancelled()) {
                    observer.onNext(pushed);
                }
            });
        }
    }

    /** Answers group consumers with constants: while there is credit, as many messages as ours pushes in one response. */
    static final class Consumers extends ConsumerServiceGrpc.ConsumerServiceImplBase {
        private static final ConsumeResponse ASSIGNED = ConsumeResponse.newBuilder()
                .setAssigned(ConsumeResponse.Assigned.getDefaultInstance())
                .build();
        private static final ConsumeResponse ACKNOWLEDGED = ConsumeResponse.newBuilder()
                .setAcknowledged(ConsumeResponse.Acknowledged.getDefaultInstance())
                .build();

        private final int count;
        private final ConsumeResponse pushed;

        Consumers(int size, int count) {
            this.count = count;
            pushed = ConsumeResponse.newBuilder()
                    .setMessages(ConsumeResponse.Messages.newBuilder()
                            .setTopic(Scenario.TOPIC)
                            .addAllMessages(Messages.stored(size, count)))
                    .build();
        }

        @Override
        public StreamObserver<ConsumeRequest> consume(StreamObserver<ConsumeResponse> caller) {
            Member member = new Member((ServerCallStreamObserver<ConsumeResponse>) caller);
            member.caller.setOnReadyHandler(member::push);
            return member;
        }

        private final class Member implements StreamObserver<ConsumeRequest> {
            private final ServerCallStreamObserver<ConsumeResponse> caller;
            private long credit;

            Member(ServerCallStreamObserver<ConsumeResponse> caller) {
                this.caller = caller;
            }

            @Override
            public void onNext(ConsumeRequest request) {
                switch (request.getRequestCase()) {
                    case JOIN -> caller.onNext(ASSIGNED);
                    case ACKNOWLEDGE -> caller.onNext(ACKNOWLEDGED);
                    case CREDIT -> credit += request.getCredit().getMessages();
                    case REQUEST_NOT_SET -> throw new IllegalArgumentException("An empty request");
                }
                push();
            }

            private void push() {
                while (credit >= count && caller.isReady() && !caller.isCancelled()) {
                    credit -= count;
                    caller.onNext(pushed);
                }
            }

            @Override
            public void onError(Throwable cancelled) {}

            @Override
            public void onCompleted() {
                caller.onCompleted();
            }
        }
    }
}
