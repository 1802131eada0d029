package io.minikafka.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.minikafka.protocol.MiniKafkaGrpc;
import io.minikafka.protocol.MsgNumber;
import io.minikafka.protocol.Payload;
import io.minikafka.protocol.Topic;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceResponse;
import io.minikafka.v1.ProduceStreamRequest;
import io.minikafka.v1.ProduceStreamResponse;
import io.minikafka.v1.Start;
import io.minikafka.v1.SubscribeRequest;
import io.minikafka.v1.SubscribeResponse;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A load that runs for a while over one connection and counts messages: generated stubs, callbacks on the event loop. */
interface Scenario {
    String TOPIC = "bench";

    /** Runs until {@code stop} is due and returns the messages counted. */
    long run(Target target, int size, Deadline stop) throws Exception;

    /**
     * What the load is driven against.
     *
     * @param channel a connection for this run
     * @param address for a load that connects by itself
     */
    record Target(ManagedChannel channel, String address) {}

    /** When a run ends. */
    record Deadline(long nanos) {
        static Deadline after(long millis) {
            return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        }

        boolean isDue() {
            return System.nanoTime() - nanos >= 0;
        }
    }

    static ByteString value(int size) {
        return ByteString.copyFrom(new byte[size]);
    }

    static List<Message> messages(int size, int count) {
        return Collections.nCopies(
                count, Message.newBuilder().setValue(value(size)).build());
    }

    /** Closed loops of calls: each caller makes its next one when it has the answer. */
    private static <T> long closedLoops(int callers, Deadline stop, Consumer<StreamObserver<T>> call) throws Exception {
        LongAdder answers = new LongAdder();
        CountDownLatch ended = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            call.accept(new StreamObserver<>() {
                @Override
                public void onNext(T answer) {
                    answers.increment();
                }

                @Override
                public void onError(Throwable failure) {
                    failure.printStackTrace();
                    ended.countDown();
                }

                @Override
                public void onCompleted() {
                    if (stop.isDue()) {
                        ended.countDown();
                    } else {
                        call.accept(this);
                    }
                }
            });
        }
        ended.await();
        return answers.sum();
    }

    /** The first protocol's Produce, one message a call. */
    static Scenario compatibleProduce(int callers) {
        return (target, size, stop) -> {
            MiniKafkaGrpc.MiniKafkaStub stub = MiniKafkaGrpc.newStub(target.channel());
            io.minikafka.protocol.ProduceRequest request = io.minikafka.protocol.ProduceRequest.newBuilder()
                    .setTopic(Topic.newBuilder().setTopic(TOPIC))
                    .setPayload(Payload.newBuilder().setPayload(value(size)))
                    .build();
            return Scenario.<MsgNumber>closedLoops(callers, stop, caller -> stub.produce(request, caller));
        };
    }

    /** v1 Produce, one message a call. */
    static Scenario produce(int callers) {
        return (target, size, stop) -> {
            MessageServiceGrpc.MessageServiceStub stub = MessageServiceGrpc.newStub(target.channel());
            ProduceRequest request = ProduceRequest.newBuilder()
                    .setTopic(TOPIC)
                    .addAllMessages(messages(size, 1))
                    .build();
            return Scenario.<ProduceResponse>closedLoops(callers, stop, caller -> stub.produce(request, caller));
        };
    }

    /** Batches as fast as the connection takes them. */
    static Scenario produceStream(int batch) {
        return (target, size, stop) -> {
            ProduceStreamRequest request = ProduceStreamRequest.newBuilder()
                    .setTopic(TOPIC)
                    .addAllMessages(messages(size, batch))
                    .build();
            LongAdder acknowledged = new LongAdder();
            CountDownLatch ended = new CountDownLatch(1);
            MessageServiceGrpc.newStub(target.channel())
                    .produceStream(new ClientResponseObserver<ProduceStreamRequest, ProduceStreamResponse>() {
                        private boolean completed;

                        @Override
                        public void beforeStart(ClientCallStreamObserver<ProduceStreamRequest> requests) {
                            requests.setOnReadyHandler(() -> {
                                while (requests.isReady() && !completed) {
                                    if (stop.isDue()) {
                                        completed = true;
                                        requests.onCompleted();
                                    } else {
                                        requests.onNext(request);
                                    }
                                }
                            });
                        }

                        @Override
                        public void onNext(ProduceStreamResponse response) {
                            acknowledged.add(response.getRuns(0).getCount());
                        }

                        @Override
                        public void onError(Throwable failure) {
                            failure.printStackTrace();
                            ended.countDown();
                        }

                        @Override
                        public void onCompleted() {
                            ended.countDown();
                        }
                    });
            ended.await();
            return acknowledged.sum();
        };
    }

    /** Polls from where the last one ended, from the start again at the end. */
    static Scenario poll() {
        return (target, size, stop) -> {
            MessageServiceGrpc.MessageServiceBlockingStub stub = MessageServiceGrpc.newBlockingStub(target.channel());
            long count = 0;
            long next = 0;
            while (!stop.isDue()) {
                PollResponse response = stub.poll(PollRequest.newBuilder()
                        .setTopic(TOPIC)
                        .setStart(Start.newBuilder().setOffset(next))
                        .build());
                count += response.getMessagesCount();
                next = response.getMessagesCount() == 0 ? 0 : response.getNextOffset();
            }
            return count;
        };
    }

    /** What is pushed from the start on; starts again at the end. */
    static Scenario subscribe() {
        return (target, size, stop) -> {
            MessageServiceGrpc.MessageServiceStub stub = MessageServiceGrpc.newStub(target.channel());
            LongAdder count = new LongAdder();
            while (!stop.isDue()) {
                CountDownLatch ended = new CountDownLatch(1);
                stub.subscribe(
                        SubscribeRequest.newBuilder().setTopic(TOPIC).build(),
                        new ClientResponseObserver<SubscribeRequest, SubscribeResponse>() {
                            private ClientCallStreamObserver<SubscribeRequest> call;

                            @Override
                            public void beforeStart(ClientCallStreamObserver<SubscribeRequest> requests) {
                                call = requests;
                            }

                            @Override
                            public void onNext(SubscribeResponse response) {
                                count.add(response.getMessagesCount());
                                boolean atEnd = response.getLogEndOffset() > 0
                                        && response.getNextOffset() >= response.getLogEndOffset();
                                if (atEnd || stop.isDue()) {
                                    call.cancel("enough", null);
                                }
                            }

                            @Override
                            public void onError(Throwable failure) {
                                ended.countDown();
                            }

                            @Override
                            public void onCompleted() {
                                ended.countDown();
                            }
                        });
                ended.await();
            }
            return count.sum();
        };
    }
}
