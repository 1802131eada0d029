package io.minikafka.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers a unary call with what a future brings, or with UNAVAILABLE shortly before the caller's deadline. */
final class UnaryReply {
    private static final String NO_ANSWER = "The backend did not answer before the call's deadline; what was asked for,"
            + " such as storing a message, may or may not be done";

    private UnaryReply() {}

    /**
     * Calls the broker and replies once it has answered; at once when it already has. A caller that gives up cancels
     * the future, which ends a wait, and so does one whose deadline is near: it then hears that the backend did not
     * answer, where gRPC's own DEADLINE_EXCEEDED would leave open whose fault it is. To be called before the service's
     * method returns.
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
        inTime(answer).whenComplete((value, failure) -> {
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

    /** Costs something only where there is something to wait for, and a deadline. */
    private static <T> CompletableFuture<T> inTime(CompletableFuture<T> answer) {
        Deadline deadline = answer.isDone() ? null : Context.current().getDeadline();
        if (deadline == null) {
            return answer;
        }
        Duration wait = LongPoll.untilGivingUp(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
        return answer.copy()
                .orTimeout(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(failure -> {
                    if (!(failure instanceof TimeoutException)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    answer.cancel(false);
                    return CompletableFuture.failedFuture(new BrokerException(Code.UNAVAILABLE, NO_ANSWER));
                });
    }
}
