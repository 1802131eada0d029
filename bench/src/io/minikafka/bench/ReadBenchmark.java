package io.minikafka.bench;

import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.infra.Blackhole;

/** Reads what is stored from its start to its end, in batches, again and again; every message is looked at. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class ReadBenchmark {
    private static final long STORED_BYTES = 48L << 20;

    @Param({"raw", "chronicle", "os", "memory"})
    String log;

    @Param({"100", "1024"})
    int size;

    private Path directory;
    private LogUnderTest target;

    /** Messages, where an operation is a batch of whatever length. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Count {
        public long messages;
    }

    @Setup(Level.Trial)
    public void fill() throws IOException {
        directory = ScratchDirectory.create();
        int frame = size + AppendBenchmark.FRAMING_BYTES;
        target = LogUnderTest.open(log, directory, frame);
        List<Message> batch = Collections.nCopies(100, Message.of(Bytes.wrap(new byte[size])));
        for (long stored = 0; stored < STORED_BYTES; stored += 100L * frame) {
            target.append(batch);
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        target.close();
        ScratchDirectory.delete(directory);
    }

    @Benchmark
    public void read(Blackhole hole, Count count) {
        count.messages += target.readSome(hole::consume);
    }
}
