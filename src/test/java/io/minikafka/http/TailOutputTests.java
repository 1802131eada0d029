package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;

/** What a container is told and when, however its threads and ours meet. */
class TailOutputTests {
    private static final byte[] BYTES = new byte[10];

    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private final Stream stream = new Stream();
    private final AsyncContext context = new MockAsyncContext(new MockHttpServletRequest(), null) {
        @Override
        public void complete() {
            completed.incrementAndGet();
            super.complete();
        }
    };
    private final TailOutput output = new TailOutput(context, stream, changes::incrementAndGet);

    /** A container's stream: what was called, and a write that takes as long as a test wants, or fails. */
    private static final class Stream extends ServletOutputStream {
        private final List<String> calls = new ArrayList<>();
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private boolean slow;
        private boolean broken;

        @Override
        public boolean isReady() {
            calls.add("isReady");
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            calls.add("setWriteListener");
        }

        @Override
        public void write(int b) {
            throw new AssertionError();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.countDown();
            if (slow) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            calls.add("write");
            if (broken) {
                throw new IOException("Broken pipe");
            }
        }

        @Override
        public void flush() {
            calls.add("flush");
        }
    }

    private void begin() {
        output.start();
        output.onWritePossible();
        stream.calls.clear();
        changes.set(0);
    }

    private AsyncEvent event() {
        return new AsyncEvent(context, new IOException("Broken pipe"));
    }

    @Test
    void nothingIsReadyBeforeTheContainerSaysSo() {
        output.start();
        assertThat(output.isReady()).isFalse();
        assertThat(output.hasBegun()).isFalse();
        assertThat(stream.calls).containsExactly("setWriteListener");

        output.onWritePossible();

        assertThat(changes).hasValue(1);
        assertThat(output.isReady()).isTrue();
        assertThat(output.hasBegun()).isTrue();
    }

    @Test
    void theContainerGetsItsAnswerBackOnlyWhenTheWriteThatFailedIsOver() throws Exception {
        begin();
        stream.slow = true;
        stream.broken = true;
        CompletableFuture<Void> write = CompletableFuture.runAsync(() -> assertThatIOException()
                .isThrownBy(() -> output.write(BYTES, 0, 10))
                .withMessage("Broken pipe"));
        stream.writing.await();

        AtomicReference<List<String>> before = new AtomicReference<>();
        Thread container = new Thread(() -> {
            output.onError(event());
            before.set(List.copyOf(stream.calls));
        });
        container.start();
        await().until(() -> container.getState() == Thread.State.BLOCKED);
        stream.goOn.countDown();
        write.get();
        container.join();

        assertThat(before.get()).containsExactly("write");
        assertThat(output.isGone()).isTrue();
        assertThat(completed).hasValue(1);
        assertThat(changes).hasPositiveValue();
    }

    @Test
    void nothingIsDoneWithAnAnswerThatWasTakenBack() {
        begin();

        output.onError(event());

        assertThat(output.isReady()).isFalse();
        assertThatIOException().isThrownBy(() -> output.write(BYTES, 0, 10));
        assertThatIOException().isThrownBy(output::flush);
        output.complete();
        assertThat(stream.calls).isEmpty();
        assertThat(completed).hasValue(1);
    }

    @Test
    void aFailedWriteIsLeftToTheContainerToEnd() {
        begin();
        stream.broken = true;
        assertThatIOException().isThrownBy(() -> output.write(BYTES, 0, 10));
        output.complete();
        assertThat(completed).hasValue(0);

        output.onError(event());

        assertThat(completed).hasValue(1);
    }

    @Test
    void anEndIsToldOnceWhoeverBringsIt() {
        begin();
        output.complete();
        output.complete();
        output.onError(event());
        output.onTimeout(event());
        assertThat(completed).hasValue(1);
    }

    @Test
    void aContainerThatStopsTakesTheAnswerBack() {
        begin();
        output.onTimeout(event());
        assertThat(output.isGone()).isTrue();
        assertThat(completed).hasValue(1);
        assertThat(changes).hasPositiveValue();
    }

    @Test
    void whatEndsWithoutUsIsGone() {
        begin();
        output.onComplete(event());
        assertThat(output.isGone()).isTrue();
        output.complete();
        assertThat(completed).hasValue(0);
    }
}
