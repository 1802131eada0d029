package io.minikafka.client;

import io.minikafka.client.MinikafkaException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements of one membership. A few requests are under way at a time; what comes meanwhile gathers in the
 * next one, where the latest of each partition counts, so that acknowledging each message costs far less than a request
 * for each. Not safe for use by several threads.
 *
 * <p>Futures are completed by the {@link Runnable}s that methods return, for the caller to run without locks.
 */
final class Acknowledgements {
    private static final int MOST_UNDER_WAY = 4;
    /** A tenth of what servers accept; then another request begins to gather. */
    private static final int MOST_PARTITIONS = 1_000;

    private final Queue<Request> underWay = new ArrayDeque<>();
    private final ArrayDeque<Request> gathering = new ArrayDeque<>();

    private record Request(Map<PartitionId, Long> offsets, List<Waiting> waiting) {}

    /** @param refused why the rest of what was to be acknowledged could not be sent; null when nothing was left out */
    private record Waiting(
            Map<PartitionId, Long> offsets, @Nullable MinikafkaException refused, CompletableFuture<Void> future) {}

    CompletableFuture<Void> add(Map<PartitionId, Long> offsets, @Nullable MinikafkaException refused) {
        Waiting waiting = new Waiting(offsets, refused, new CompletableFuture<>());
        Request last = gathering.peekLast();
        if (last == null || last.offsets().size() > MOST_PARTITIONS) {
            last = new Request(new HashMap<>(), new ArrayList<>());
            gathering.add(last);
        }
        for (Map.Entry<PartitionId, Long> each : offsets.entrySet()) {
            last.offsets().merge(each.getKey(), each.getValue(), Math::max);
        }
        last.waiting().add(waiting);
        return waiting.future();
    }

    /** What to send now, if it is time to; the answers will come in the order of the calls. */
    @Nullable
    Map<PartitionId, Long> next() {
        return underWay.size() < MOST_UNDER_WAY ? last() : null;
    }

    /** What to send before the end, however much is under way; null when that was all. */
    @Nullable
    Map<PartitionId, Long> last() {
        Request request = gathering.poll();
        if (request == null) {
            return null;
        }
        underWay.add(request);
        return request.offsets();
    }

    /** The answer to the oldest request is there. */
    Runnable answered(Map<PartitionId, String> refusals) {
        Request request = underWay.poll();
        if (request == null) {
            // More answers than requests: nobody waits for them.
            return () -> {};
        }
        return () -> request.waiting().forEach(waiting -> settle(waiting, refusals));
    }

    private static void settle(Waiting waiting, Map<PartitionId, String> refusals) {
        if (!refusals.isEmpty()) {
            for (PartitionId partition : waiting.offsets().keySet()) {
                String reason = refusals.get(partition);
                if (reason != null) {
                    waiting.future().completeExceptionally(new MinikafkaException(Kind.FAILED_PRECONDITION, reason));
                    return;
                }
            }
        }
        if (waiting.refused() != null) {
            waiting.future().completeExceptionally(waiting.refused());
        } else {
            waiting.future().complete(null);
        }
    }

    /** No answer comes any more. */
    Runnable fail(MinikafkaException cause) {
        List<Request> unanswered = new ArrayList<>(underWay);
        unanswered.addAll(gathering);
        underWay.clear();
        gathering.clear();
        MinikafkaException failure = new MinikafkaException(
                Kind.UNAVAILABLE,
                "The membership ended before the acknowledgement was answered, and the messages may be delivered again: "
                        + cause.getMessage(),
                cause);
        return () -> unanswered.forEach(
                request -> request.waiting().forEach(waiting -> waiting.future().completeExceptionally(failure)));
    }
}
