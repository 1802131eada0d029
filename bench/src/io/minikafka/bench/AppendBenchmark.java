package io.minikafka.bench;

import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Appends by one caller that waits for each acknowledgement; a batch an operation. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {
    /** Framing of a message without key and headers. */
    static final int FRAMING_BYTES = 25;

    @Param({"raw", "chronicle", "os", "memory", "raw+force", "fsync"})
    String log;

    @Param({"100", "1024"})
    int size;

    @Param({"1", "100"})
    int batch;

    private Path directory;
    private LogUnderTest target;
    private List<Message> messages;

    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = ScratchDirectory.create();
        target = LogUnderTest.open(log, directory, size + FRAMING_BYTES);
        messages = Collections.nCopies(batch, Message.of(Bytes.wrap(new byte[size])));
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        target.close();
        ScratchDirectory.delete(directory);
    }

    @Benchmark
    public void append() {
        target.append(messages);
    }
}
