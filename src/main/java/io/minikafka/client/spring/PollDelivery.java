package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.util.List;

/**
 * Delivers what polls return to the listener, one message or one batch at a time, and follows what is decided about
 * failures. Acknowledges nothing beyond what is not dealt with. For one thread.
 */
final class PollDelivery {
    private final ListenerRuntime runtime;
    private final Acknowledging acknowledging;
    private final Stopping stopping;

    private List<ConsumedMessage> messages = List.of();
    private int next;
    private int attempt;

    PollDelivery(ListenerRuntime runtime, Acknowledging acknowledging, Stopping stopping) {
        this.runtime = runtime;
        this.acknowledging = acknowledging;
        this.stopping = stopping;
    }

    /** Ends early, between two calls of the listener, when the container is to stop. */
    Outcome deliver(List<ConsumedMessage> polled) {
        messages = polled;
        next = 0;
        attempt = 0;
        acknowledging.polled(polled);
        boolean batch = runtime.settings().batch();
        Outcome outcome = Outcome.GO_ON;
        while (outcome == Outcome.GO_ON && next < polled.size() && !stopping.begun()) {
            int end = batch ? polled.size() : next + 1;
            try {
                runtime.call(polled, next, end, acknowledging);
                acknowledging.processed(next, end);
                advance(end);
            } catch (Throwable failure) {
                outcome = failed(failure, end);
            }
        }
        acknowledging.flush();
        runtime.meters().dealtWith(next);
        return outcome;
    }

    private void advance(int to) {
        next = to;
        attempt = 0;
    }

    private Outcome failed(Throwable cause, int callEnd) {
        int end = callEnd;
        if (runtime.settings().batch()
                && cause instanceof BatchListenerFailedException known
                && known.index() >= 0
                && known.index() < callEnd - next) {
            int failedAt = next + known.index();
            passOver(failedAt, known);
            end = failedAt + 1;
        }
        attempt++;
        runtime.meters().failed();
        ListenerFailure failure = new ListenerFailure(
                runtime.settings().id(),
                runtime.settings().group(),
                List.copyOf(messages.subList(next, end)),
                cause,
                attempt);
        return follow(decide(failure), failure, end);
    }

    /** What comes before the message that failed. */
    private void passOver(int failedAt, BatchListenerFailedException failure) {
        if (failedAt == next) {
            return;
        }
        if (failure instanceof ConvertingCalls.InconvertibleException) {
            acknowledging.processed(next, failedAt);
        } else {
            acknowledging.settled(next, failedAt);
        }
        advance(failedAt);
    }

    private FailureDecision decide(ListenerFailure failure) {
        try {
            return runtime.errorHandler().handle(failure);
        } catch (RuntimeException broken) {
            runtime.report().unexpected("the error handler failed at " + failure.where(), broken);
            return new FailureDecision.Redeliver();
        }
    }

    private Outcome follow(FailureDecision decision, ListenerFailure failure, int end) {
        if (decision instanceof FailureDecision.Retry retry) {
            runtime.meters().retried();
            // Also a sign of life: the pause may be long.
            acknowledging.flush();
            stopping.pause(retry.pause());
            return Outcome.GO_ON;
        }
        if (decision instanceof FailureDecision.Skip) {
            runtime.meters().skipped(end - next);
            acknowledging.settled(next, end);
            advance(end);
            return Outcome.GO_ON;
        }
        if (decision instanceof FailureDecision.DeadLetter letter) {
            acknowledging.flush();
            if (!runtime.storeDeadLetters(letter.topic(), failure, stopping)) {
                return Outcome.REJOIN;
            }
            runtime.meters().deadLettered(end - next);
            acknowledging.settled(next, end);
            advance(end);
            return Outcome.GO_ON;
        }
        if (decision instanceof FailureDecision.Stop) {
            runtime.report().stoppedBy(failure.cause());
            return Outcome.STOP;
        }
        runtime.report().redelivery(failure.where() + " is to be delivered again");
        return Outcome.REJOIN;
    }
}
