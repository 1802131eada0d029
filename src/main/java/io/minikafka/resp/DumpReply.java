package io.minikafka.resp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The answer to a {@code DUMP}: comes when all that the connection produced is stored or has failed, and all that it
 * acknowledged is committed, or when the time is up. Lives on the connection's event loop.
 */
final class DumpReply extends PendingReply {
    private static final String NO_ERROR = "";

    private final Deliveries deliveries;
    private final CompletableFuture<String> commitError;
    private final long timeoutMillis;
    private final CompletableFuture<Void> settled;

    /**
     * @param committed completes when what the connection acknowledged is committed
     * @param timeoutMillis 0 or less: does not wait
     */
    DumpReply(RespConnection connection, CompletableFuture<Void> committed, long timeoutMillis) {
        super(connection);
        this.deliveries = connection.deliveries();
        this.commitError =
                committed.handle((done, failure) -> failure == null ? NO_ERROR : RespFailures.CONS.text(failure));
        this.timeoutMillis = timeoutMillis;
        this.settled = CompletableFuture.allOf(deliveries.whenNone(), commitError);
    }

    /** Takes its place among the replies, and is there in time. */
    void begin() {
        if (settled.isDone() || timeoutMillis <= 0) {
            connection().reply(answer());
            return;
        }
        connection().replies().await(this);
        settled.completeOnTimeout(null, timeoutMillis, TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> connection().loop().execute(this::settle));
    }

    private void settle() {
        if (!connection().isClosed()) {
            complete(answer());
        }
    }

    private Reply answer() {
        // In this order: whoever is no longer outstanding has failed before the failures are looked for.
        int outstanding = deliveries.outstanding();
        String failures = deliveries.takeFailures();
        if (failures != null) {
            return out -> out.error(failures);
        }
        String error = commitError.getNow("CONS Not all acknowledgements are committed after " + timeoutMillis + " ms");
        if (!error.isEmpty() && (commitError.isDone() || outstanding == 0 && timeoutMillis > 0)) {
            return out -> out.error(error);
        }
        return out -> out.integer(outstanding);
    }

    @Override
    void abandon() {
        settled.cancel(false);
    }
}
