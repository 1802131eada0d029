package io.minikafka.bench;

import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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

/** Whether an append costs more when much is stored or there are many topics. Single 100-byte messages, durability os. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx12g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlatnessBenchmark {
    @Param({"os", "memory"})
    String log;

    @Param({"1:0", "1:1000000", "1:10000000", "10:0", "100:0", "1000:0"})
    String topicsAndStored;

    private Path directory;
    private MessageStore store;
    private TopicPartition[] partitions;
    private final List<Message> message = List.of(Message.of(Bytes.wrap(new byte[100])));
    private int turn;

    @Setup(Level.Trial)
    public void fill() throws IOException {
        String[] numbers = topicsAndStored.split(":");
        directory = ScratchDirectory.create();
        store = log.equals("memory")
                ? new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC())
                : SegmentedMessageStore.open(directory, SegmentOptions.DEFAULT, Clock.systemUTC());
        partitions = new TopicPartition[Integer.parseInt(numbers[0])];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new TopicPartition(TopicName.of("bench-" + i), 0);
            store.createTopic(partitions[i].topic(), TopicSettings.DEFAULT.withDurability(Durability.OS));
        }
        List<Message> batch = Collections.nCopies(1000, message.get(0));
        for (long stored = 0; stored < Long.parseLong(numbers[1]); stored += batch.size()) {
            store.append(partitions[0], batch).join();
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        store.close();
        ScratchDirectory.delete(directory);
    }

    @Benchmark
    public long append() {
        turn = turn + 1 == partitions.length ? 0 : turn + 1;
        return store.append(partitions[turn], message).join().firstOffset();
    }
}
