package io.minikafka.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.Steps;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.v1.ProduceStreamResponse;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream of batches. Each is appended as it arrives, before the earlier ones are acknowledged; acknowledgements go
 * out in the order of the batches. It asks for the next batch only while few enough are under way and the caller takes
 * its acknowledgements, so a stream costs bounded memory and a caller that is too fast is held back by HTTP/2.
 *
 * <p>Batches and the stream's events arrive one after the other; appends complete on any threads. All make
 * {@link Steps} proceed.
 */
final class ProducePipeline implements StreamObserver<ProduceBatch> {
    /** Enough for a group commit of some milliseconds to be full of small batches. */
    private static final int MOST_BATCHES = 1024;

    /** May be passed by one batch, since a batch's size is known only once it is here. */
    private static final long MOST_BYTES = 16 << 20;

    private final Broker broker;
    private final ServerCallStreamObserver<ProduceStreamResponse> caller;
    private final Queue<Batch> underWay = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private final Steps steps = new Steps(this::step);

    /** Whether a batch has been asked for that is not here yet. */
    private volatile boolean awaited;

    private volatile boolean complete;

    // Only touched as batches arrive.
    private @Nullable TopicName topic;

    // Only touched in steps.
    private int batches;
    private boolean ended;

    private ProducePipeline(Broker broker, ServerCallStreamObserver<ProduceStreamResponse> caller) {
        this.broker = broker;
        this.caller = caller;
    }

    /** To be called before the service's method returns. */
    static ProducePipeline open(Broker broker, ServerCallStreamObserver<ProduceStreamResponse> caller) {
        ProducePipeline pipeline = new ProducePipeline(broker, caller);
        caller.disableAutoRequest();
        caller.setOnReadyHandler(pipeline.steps::proceed);
        caller.setOnCancelHandler(pipeline.steps::proceed);
        pipeline.steps.proceed();
        return pipeline;
    }

    @Override
    public void onNext(ProduceBatch request) {
        if (caller.isCancelled()) {
            return;
        }
        Batch batch = append(request);
        bytesUnderWay.addAndGet(batch.bytes());
        underWay.add(batch);
        awaited = false;
        if (!batch.result().isDone()) {
            batch.result().whenComplete((result, failure) -> steps.proceed());
        }
        steps.proceed();
    }

    private Batch append(ProduceBatch request) {
        try {
            CompletableFuture<ProduceResult> result =
                    broker.produce(topic(request.topic()), request.messages(), request.placement());
            return new Batch(
                    result,
                    result.isDone()
                            ? 0
                            : request.messages().stream()
                                    .mapToLong(Message::size)
                                    .sum());
        } catch (RuntimeException e) {
            return new Batch(CompletableFuture.failedFuture(e), 0);
        }
    }

    private TopicName topic(String named) {
        TopicName current = topic;
        if (current == null && named.isEmpty()) {
            throw GrpcFailures.invalidArgument("The first request of the stream names no topic; accepted is a name of"
                    + " 1 to " + TopicName.MAX_LENGTH + " characters");
        }
        if (current == null || !(named.isEmpty() || named.equals(current.value()))) {
            current = TopicName.of(named);
            topic = current;
        }
        return current;
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
            end();
            return false;
        }
        // In this order: what is complete before the look into the queue has all its batches there.
        boolean nothingFollows = complete;
        Batch oldest = underWay.peek();
        if (oldest != null && oldest.result().isDone()) {
            underWay.remove();
            return acknowledge(oldest);
        }
        if (oldest == null && nothingFollows) {
            end();
            caller.onCompleted();
        } else if (!awaited && !nothingFollows && hasRoom() && caller.isReady()) {
            awaited = true;
            batches++;
            caller.request(1);
        }
        return false;
    }

    private boolean hasRoom() {
        return batches < MOST_BATCHES && bytesUnderWay.get() < MOST_BYTES;
    }

    private boolean acknowledge(Batch batch) {
        batches--;
        bytesUnderWay.addAndGet(-batch.bytes());
        try {
            caller.onNext(acknowledgement(batch.result().join()));
            return true;
        } catch (RuntimeException e) {
            end();
            caller.onError(GrpcFailures.statusOf(e));
            return false;
        }
    }

    private static ProduceStreamResponse acknowledgement(ProduceResult result) {
        ProduceStreamResponse.Builder response =
                ProduceStreamResponse.newBuilder().setDurability(MessageConversion.of(result.durability()));
        for (ProduceResult.Run run : result.runs()) {
            response.addRuns(MessageConversion.of(run));
        }
        return response.build();
    }

    private void end() {
        ended = true;
        underWay.clear();
    }

    /** @param bytes 0 when it was done at once */
    private record Batch(CompletableFuture<ProduceResult> result, long bytes) {}
}
