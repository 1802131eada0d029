package io.minikafka.packaged;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceResponse;
import io.minikafka.v1.ProduceStreamRequest;
import io.minikafka.v1.ProduceStreamResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Producers that go on until the server is gone. */
final class Load {
    private static final int BATCH = 20;
    private static final int BATCHES_UNDER_WAY = 8;

    private final String topic;
    private final Channel channel;
    private final AcknowledgedMessages acknowledged;

    Load(String topic, Channel channel, AcknowledgedMessages acknowledged) {
        this.topic = topic;
        this.channel = channel;
        this.acknowledged = acknowledged;
    }

    /** One message a call; the future completes with the status that ended it. */
    CompletableFuture<Status.Code> unary(String producer) {
        return Background.run(() -> {
            MessageServiceGrpc.MessageServiceBlockingStub stub = MessageServiceGrpc.newBlockingStub(channel);
            Source source = new Source(producer);
            try {
                while (true) {
                    List<Message> batch = source.next(1);
                    ProduceResponse response = stub.produce(ProduceRequest.newBuilder()
                            .setTopic(topic)
                            .addAllMessages(batch)
                            .build());
                    acknowledged.acknowledged(batch, response.getRunsList());
                }
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode();
            }
        });
    }

    /** Batches, several under way; each acknowledgement sends the next. */
    CompletableFuture<Status.Code> stream(String producer) {
        PipelinedProducer pipeline = new PipelinedProducer(producer);
        pipeline.requests = MessageServiceGrpc.newStub(channel).produceStream(pipeline);
        for (int i = 0; i < BATCHES_UNDER_WAY; i++) {
            pipeline.send();
        }
        return pipeline.ended;
    }

    private final class PipelinedProducer implements StreamObserver<ProduceStreamResponse> {
        private final Source source;
        private final Queue<List<Message>> underWay = new ArrayDeque<>();
        private final CompletableFuture<Status.Code> ended = new CompletableFuture<>();
        private StreamObserver<ProduceStreamRequest> requests;

        PipelinedProducer(String producer) {
            source = new Source(producer);
        }

        synchronized void send() {
            List<Message> batch = source.next(BATCH);
            underWay.add(batch);
            requests.onNext(ProduceStreamRequest.newBuilder()
                    .setTopic(topic)
                    .addAllMessages(batch)
                    .build());
        }

        @Override
        public synchronized void onNext(ProduceStreamResponse response) {
            acknowledged.acknowledged(underWay.remove(), response.getRunsList());
            send();
        }

        @Override
        public void onError(Throwable failure) {
            ended.complete(Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.Code.OK);
        }
    }

    private static final class Source {
        private final String producer;
        private long sequence;

        Source(String producer) {
            this.producer = producer;
        }

        List<Message> next(int count) {
            List<Message> batch = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                batch.add(Message.newBuilder()
                        .setValue(ByteString.copyFromUtf8(producer + ":" + sequence++))
                        .build());
            }
            return batch;
        }
    }
}
