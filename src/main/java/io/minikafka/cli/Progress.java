package io.minikafka.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A line on a terminal that shows how far long work has come, and is gone when it is done. */
final class Progress implements AutoCloseable {
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int BAR = 30;
    /** Returns to the start of the line and clears it. */
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final LongSupplier nanoTime;
    private long drawn;
    private boolean shown;

    /** @param nanoTime like {@link System#nanoTime()} */
    Progress(PrintWriter err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
        this.drawn = nanoTime.getAsLong();
    }

    /** Shows it, unless that was done a moment ago. {@code done} of {@code total}, in any unit. */
    void at(long done, long total, String detail) {
        long now = nanoTime.getAsLong();
        if (now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        shown = true;
        double share = total <= 0 ? 0 : Math.min(1, (double) done / total);
        int full = (int) (share * BAR);
        err.print(CLEAR
                + String.format(
                        Locale.ROOT,
                        "[%s%s] %3.0f %%  %s",
                        "#".repeat(full),
                        ".".repeat(BAR - full),
                        share * 100,
                        detail));
        err.flush();
    }

    @Override
    public void close() {
        if (shown) {
            err.print(CLEAR);
            err.flush();
            shown = false;
        }
    }
}
