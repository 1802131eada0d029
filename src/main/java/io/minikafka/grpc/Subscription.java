package io.minikafka.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.broker.Steps;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: fetches, pushes, and fetches again once the connection has taken what was pushed. So a caller that
 * does not read costs one response, a fast one cannot keep its event loop from the others, and the fetches of one that
 * lags are large.
 *
 * <p>Driven by three events, on any threads: the connection can take more, a fetch is complete, the call is cancelled.
 * Each makes {@link Steps} proceed.
 */
final class Subscription {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    /** Not ready again before all of the last response is handed to the operating system. */
    private static final int READY_BELOW_BYTES = 1;

    private final Broker broker;
    private final TopicPartition partition;
    private final FetchLimits limits;
    private final ServerCallStreamObserver<EncodedMessages> caller;
    private final Function<ReadResult, EncodedMessages> encoding;
    private final Steps steps = new Steps(this::step);

    // Only touched in steps, which do not overlap.
    private Start start;
    private @Nullable CompletableFuture<ReadResult> fetch;
    private boolean ended;

    Subscription(
            Broker broker,
            TopicPartition partition,
            Start start,
            FetchLimits limits,
            ServerCallStreamObserver<EncodedMessages> caller,
            Function<ReadResult, EncodedMessages> encoding) {
        this.broker = broker;
        this.partition = partition;
        this.start = start;
        this.limits = limits;
        this.caller = caller;
        this.encoding = encoding;
    }

    /** To be called before the service's method returns. */
    void start() {
        caller.setOnReadyThreshold(READY_BELOW_BYTES);
        caller.setOnReadyHandler(steps::proceed);
        caller.setOnCancelHandler(steps::proceed);
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
        if (fetch != null) {
            return fetch.isDone() && push(fetch);
        }
        if (!caller.isReady()) {
            return false;
        }
        fetch = broker.fetch(partition, start, limits, FOREVER);
        if (!fetch.isDone()) {
            fetch.whenComplete((result, failure) -> steps.proceed());
        }
        return true;
    }

    private boolean push(CompletableFuture<ReadResult> done) {
        try {
            EncodedMessages response = encoding.apply(done.join());
            start = new Start.AtOffset(response.nextOffset());
            fetch = null;
            caller.onNext(response);
            return true;
        } catch (RuntimeException e) {
            end();
            caller.onError(GrpcFailures.statusOf(e));
            return false;
        }
    }

    private void end() {
        ended = true;
        if (fetch != null) {
            fetch.cancel(false);
        }
    }
}
