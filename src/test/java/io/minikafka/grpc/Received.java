package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A streaming call as its client sees it: reads only what the test asks for. */
final class Received<Q, R> implements ClientResponseObserver<Q, R> {
    private static final int SECONDS = 30;

    private final BlockingQueue<R> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final int atFirst;
    private ClientCallStreamObserver<Q> call;

    private Received(int atFirst) {
        this.atFirst = atFirst;
    }

    static <Q, R> Received<Q, R> reading() {
        return new Received<>(Integer.MAX_VALUE);
    }

    /** Reads nothing until {@link #request}. */
    static <Q, R> Received<Q, R> stalled() {
        return new Received<>(0);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
        call.disableAutoRequestWithInitial(atFirst);
    }

    void request(int count) {
        call.request(count);
    }

    void send(Q message) {
        call.onNext(message);
    }

    void halfClose() {
        call.onCompleted();
    }

    void cancel() {
        call.cancel("The test cancels", null);
    }

    /** The next response; fails when the call has ended instead. */
    R next() {
        try {
            R response = responses.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(response)
                    .as("a response, while the call has ended with %s", ended.getNow(null))
                    .isNotNull();
            return response;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int waiting() {
        return responses.size();
    }

    /** How the call ended. */
    Status status() {
        return ended.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void onNext(R response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        ended.complete(Status.OK);
    }
}
