package io.minikafka.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers a unary call with what a future brings. */
final class UnaryReply {
    private UnaryReply() {}

    /**
     * Calls the broker and replies once it has answered; at once when it already has. A caller that gives up cancels
     * the future, which ends a wait. To be called before the service's method returns.
     *
     * @param call may throw what is wrong with the request
     */
    static <T, R> void send(
            StreamObserver<R> caller, Supplier<CompletableFuture<T>> call, Function<? super T, R> encoding) {
        ServerCallStreamObserver<R> observer = (ServerCallStreamObserver<R>) caller;
        CompletableFuture<T> answer;
        try {
            answer = call.get();
        } catch (RuntimeException e) {
            observer.onError(GrpcFailures.statusOf(e));
            return;
        }
        observer.setOnCancelHandler(() -> answer.cancel(false));
        answer.whenComplete((value, failure) -> {
            if (observer.isCancelled()) {
                return;
            }
            R reply;
            try {
                if (failure != null) {
                    throw GrpcFailures.statusOf(failure);
                }
                reply = encoding.apply(value);
            } catch (RuntimeException e) {
                observer.onError(GrpcFailures.statusOf(e));
                return;
            }
            observer.onNext(reply);
            observer.onCompleted();
        });
    }
}
