package io.minikafka.group;

import static io.minikafka.group.OffsetsOnDisk.commit;
import static io.minikafka.group.OffsetsOnDisk.removal;
import static io.minikafka.group.OffsetsOnDisk.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.store.Durability;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.StoreClosedException;
import io.minikafka.store.TopicPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On the real file system. */
class FileOffsetLogTests extends OffsetLogContractTests {
    @TempDir
    private Path root;

    @Override
    OffsetLog open() {
        return open(Durability.OS);
    }

    private FileOffsetLog open(Durability durability) {
        return FileOffsetLog.open(
                root.resolve("groups"), new OffsetLogOptions(durability, Duration.ofMillis(1), 20_000));
    }

    private Map<GroupName, Map<TopicPartition, Long>> reopened() {
        log.close();
        log = open();
        return log.recovered();
    }

    @Test
    void theLastCommitForAGroupAndPartitionHolds() {
        log.append(List.of(commit("a", 0, 5), commit("b", 0, 7), commit("a", 1, 9)));
        log.append(List.of(commit("a", 0, 6)));
        log.flush();
        log.append(List.of(commit("a", 0, 3)));
        log.flush();

        assertThat(reopened()).isEqualTo(state(commit("a", 0, 3), commit("b", 0, 7), commit("a", 1, 9)));
    }

    @Test
    void aRemovalTakesBackWhatWasCommittedAndNothingElse() {
        log.append(List.of(commit("a", 0, 5), commit("a", 1, 6), commit("b", 0, 7)));
        log.flush();
        log.append(List.of(removal("a", 0), removal("b", 0), removal("never", 0)));
        log.flush();

        assertThat(reopened()).isEqualTo(state(commit("a", 1, 6)));
        log.append(List.of(commit("a", 0, 1), removal("a", 0), removal("a", 1), commit("a", 1, 8)));
        assertThat(reopened()).isEqualTo(state(commit("a", 1, 8)));
    }

    @Test
    void namesOfAnyLengthAndLanguageAreKept() {
        OffsetCommit longest = new OffsetCommit(
                GroupName.of("é".repeat(127)), TopicPartition.of("t".repeat(249), Integer.MAX_VALUE), Long.MAX_VALUE);
        OffsetCommit shortest = new OffsetCommit(GroupName.of("群"), TopicPartition.of("t", 0), 0);
        log.append(List.of(longest, shortest));
        log.flush();

        assertThat(reopened()).isEqualTo(state(longest, shortest));
    }

    @Test
    void closingWritesWhatNobodyFlushed() {
        CompletableFuture<Void> commit = log.append(List.of(commit("a", 0, 5)));
        log.close();

        assertThat(commit).isCompleted();
        assertThat(reopened()).isEqualTo(state(commit("a", 0, 5)));
    }

    @Test
    void aClosedLogSaysSo() {
        log.close();

        assertThatThrownBy(() -> log.append(List.of(commit("a", 0, 5))).join())
                .hasCauseInstanceOf(StoreClosedException.class);
        log.flush();
    }

    @Test
    void anOffsetThatIsNoneIsRefusedAndTheLogGoesOn() {
        assertThatThrownBy(() -> log.append(List.of(commit("a", 0, -2))).join())
                .hasCauseInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("-2");
        log.append(List.of(commit("a", 0, 2)));

        assertThat(reopened()).isEqualTo(state(commit("a", 0, 2)));
    }

    @Test
    void otherFilesInTheDirectoryAreLeftAlone() throws Exception {
        Path note = root.resolve("groups").resolve("note.log");
        java.nio.file.Files.writeString(note, "mine");

        assertThat(reopened()).isEmpty();
        assertThat(note).hasContent("mine");
    }

    /** Each thread sees its appends in the order of an offset that is taken together with the place in the log. */
    @ParameterizedTest
    @EnumSource(names = {"OS", "FSYNC"})
    void theOrderAcrossThreadsIsThatOfTheCalls(Durability durability) throws Exception {
        log.close();
        log = open(durability);
        AtomicLong next = new AtomicLong();
        Object turn = new Object();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                runs.add(threads.submit(() -> {
                    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
                    for (int i = 0; i < 2000; i++) {
                        synchronized (turn) {
                            last = log.append(List.of(commit("shared", 0, next.incrementAndGet())));
                        }
                        log.flush();
                    }
                    return last.get(30, TimeUnit.SECONDS);
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(reopened()).isEqualTo(state(commit("shared", 0, 8000)));
    }
}
