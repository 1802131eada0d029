package io.minikafka.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a tail writes to: an answer that is the tail's only until the container takes it back. Tomcat gives it to
 * another request as soon as its listeners have heard of a failure or of the end, even while a thread of ours is still
 * in the very write that failed; what that thread did then would go into somebody else's answer. So the container's
 * word waits until such a call is over, and none is made after it. (Out of reach: a write that fails in the moment in
 * which a thread of the container comes back from {@link #onWritePossible}.)
 *
 * <p>Safe for use by many threads; of two that write, the caller sees to the order. Nothing here blocks on the client.
 */
final class TailOutput implements WriteListener, AsyncListener {
    private static final Logger log = LoggerFactory.getLogger(TailOutput.class);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable changed;

    private boolean begun;
    private boolean gone;
    private boolean failed;

    /** @param changed told on a thread of the container that it can take something, or takes no more */
    TailOutput(AsyncContext context, ServletOutputStream out, Runnable changed) {
        this.context = context;
        this.out = out;
        this.changed = changed;
    }

    /** Nothing is ready before the container says so, on a thread of its own. */
    void start() {
        context.addListener(this);
        out.setWriteListener(this);
    }

    /** Whether the container can take something; {@link #changed} is told when it can again. */
    synchronized boolean isReady() {
        return begun && !gone && out.isReady();
    }

    /** Whether the container has once been ready, as it soon is. */
    synchronized boolean hasBegun() {
        return begun;
    }

    /** Whether there is no use in writing any more: the client has gone, or the answer has ended. */
    synchronized boolean isGone() {
        return gone;
    }

    /**
     * Only when it {@link #isReady}.
     *
     * @throws IOException when the client has gone
     */
    synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        use(() -> out.write(bytes, offset, length));
    }

    /**
     * Only when it {@link #isReady}.
     *
     * @throws IOException when the client has gone
     */
    synchronized void flush() throws IOException {
        use(out::flush);
    }

    private void use(Call call) throws IOException {
        if (gone) {
            throw new IOException("The answer has ended");
        }
        try {
            call.make();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    private interface Call {
        void make() throws IOException;
    }

    /** Ends the answer. After a failed write the container does that, once it has told of it. Idempotent. */
    synchronized void complete() {
        if (!failed) {
            end();
        }
    }

    private void end() {
        if (gone) {
            return;
        }
        gone = true;
        try {
            context.complete();
        } catch (IllegalStateException e) {
            log.debug("The container has ended the answer", e);
        }
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            begun = true;
        }
        changed.run();
    }

    /** {@link #onError(AsyncEvent)} follows. */
    @Override
    public void onError(Throwable failure) {
        log.debug("The client of a tail has gone", failure);
    }

    @Override
    public void onError(AsyncEvent event) {
        log.debug("An answer is taken back", event.getThrowable());
        takenBack();
    }

    /** The container stops; no tail has a time limit. */
    @Override
    public void onTimeout(AsyncEvent event) {
        takenBack();
    }

    private void takenBack() {
        synchronized (this) {
            end();
        }
        changed.run();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        synchronized (this) {
            gone = true;
        }
        changed.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody starts again what is started here.
    }
}
