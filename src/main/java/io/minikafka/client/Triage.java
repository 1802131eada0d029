package io.minikafka.client;

import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Decides what becomes of an outbox's batches when something went wrong: which fail, and with what, and which are sent
 * again. Takes those that fail out of the outbox and leaves failing them to the caller. Not safe for use by several
 * threads.
 */
final class Triage {
    private final Outbox outbox;
    private final ProducerOptions options;
    private final LastFailure lastFailure = new LastFailure();

    Triage(Outbox outbox, ProducerOptions options) {
        this.outbox = outbox;
        this.options = options;
    }

    /** A batch that is to fail. */
    record Failed(Batch batch, MinikafkaException failure) {}

    /**
     * What the end of a stream means.
     *
     * @param failed out of the outbox, oldest first
     * @param refused whether the server has refused a batch, so that the rest may follow at once
     */
    record Verdict(List<Failed> failed, boolean refused) {}

    /** Something was acknowledged: what failed before explains nothing any more. */
    void recovered() {
        lastFailure.clear();
    }

    /** What to append to a message about something that did not happen in time. */
    String lastFailureText() {
        return lastFailure.text();
    }

    /** How long the server asked to wait. */
    Duration retryAfter() {
        return lastFailure.retryAfter();
    }

    /** The producer closes: everything fails. */
    List<Failed> closed() {
        return fail(outbox.removeAll(), batch -> lastFailure.closedBefore(batch.isSent()));
    }

    /** What the delivery timeout has overtaken fails. */
    List<Failed> overdue() {
        return fail(outbox.removeOverdue(), batch -> lastFailure.notInTime(batch.isSent(), options.deliveryTimeout()));
    }

    /** A stream ended and nothing was refused for good. */
    Verdict streamCancelled(MinikafkaException failure) {
        lastFailure.set(failure);
        List<Failed> failed = overdue();
        failed.addAll(unresendable(failure));
        outbox.requeue();
        return new Verdict(failed, false);
    }

    /** A stream broke, or the server ended it since it refuses the oldest batch in flight. */
    Verdict streamEnded(MinikafkaException failure) {
        boolean passes = failure.isRetryable() && options.delivery() == Delivery.AT_LEAST_ONCE;
        if (passes || failure.kind() == Kind.UNAVAILABLE) {
            return streamCancelled(failure);
        }
        lastFailure.set(failure);
        List<Failed> failed = overdue();
        Batch refused = outbox.pollInFlight();
        failed.addAll(unresendable(failure));
        outbox.requeue();
        if (refused != null) {
            failed.addAll(refuse(refused, failure));
        }
        return new Verdict(failed, refused != null);
    }

    private List<Failed> unresendable(MinikafkaException failure) {
        return switch (options.delivery()) {
            case AT_LEAST_ONCE -> List.of();
            case AT_MOST_ONCE -> fail(outbox.removeInFlight(), batch -> outcomeUnknown(failure));
        };
    }

    /**
     * The sends of a batch may be strangers to each other, and one that is refused must not fail the others: so it is
     * sent again in halves, until the server has refused it alone.
     */
    private List<Failed> refuse(Batch refused, MinikafkaException failure) {
        return switch (failure.kind()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> {
                // Nothing that this producer sends can succeed.
                List<Failed> all = fail(List.of(refused), batch -> failure);
                all.addAll(fail(outbox.removeAll(), batch -> failure));
                yield all;
            }
            case INVALID_ARGUMENT, NOT_FOUND, OUT_OF_RANGE, FAILED_PRECONDITION, RESOURCE_EXHAUSTED -> {
                if (!refused.isDivisible()) {
                    yield fail(List.of(refused), batch -> failure);
                }
                if (options.delivery() == Delivery.AT_MOST_ONCE) {
                    // Those of its messages that went to another partition may be stored.
                    yield fail(List.of(refused), batch -> outcomeUnknown(failure));
                }
                outbox.addFirst(refused.halves());
                yield List.of();
            }
            default -> fail(List.of(refused), batch -> failure);
        };
    }

    private static MinikafkaException outcomeUnknown(MinikafkaException cause) {
        return new MinikafkaException(
                Kind.OUTCOME_UNKNOWN,
                "The stream ended before the acknowledgement: " + cause.getMessage(),
                cause,
                null);
    }

    private static List<Failed> fail(List<Batch> batches, Function<Batch, MinikafkaException> failure) {
        List<Failed> failed = new ArrayList<>(batches.size());
        for (Batch batch : batches) {
            failed.add(new Failed(batch, failure.apply(batch)));
        }
        return failed;
    }
}
