package io.minikafka.group;

import static io.minikafka.group.OffsetsOnDisk.commit;
import static io.minikafka.group.OffsetsOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every offset log does, whatever it keeps. */
@Timeout(60)
abstract class OffsetLogContractTests {
    OffsetLog log;

    abstract OffsetLog open();

    @BeforeEach
    void openLog() {
        log = open();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void aNewLogHasRecoveredNothing() {
        assertThat(log.recovered()).isEmpty();
    }

    @Test
    void whatIsAppendedCompletesOnceFlushed() throws Exception {
        CompletableFuture<Void> first = log.append(List.of(commit("g", 0, 1), removal("g", 1)));
        CompletableFuture<Void> second = log.append(List.of(commit("g", 0, 2)));
        log.flush();

        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void nothingAppendedIsCompleteAtOnce() {
        assertThat(log.append(List.of())).isCompleted();
        log.flush();
    }

    @Test
    void recoveredIsWhatWasThereAtTheOpeningWhateverIsCommittedLater() throws Exception {
        CompletableFuture<Void> commit = log.append(List.of(commit("g", 0, 1)));
        log.flush();
        commit.get(10, TimeUnit.SECONDS);

        assertThat(log.recovered()).isEmpty();
    }

    @Test
    void everyAppendOfManyThreadsCompletes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<CompletableFuture<Void>>>> runs = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String group = "g" + thread;
                runs.add(threads.submit(() -> {
                    List<CompletableFuture<Void>> futures = new ArrayList<>();
                    for (int i = 0; i < 500; i++) {
                        futures.add(log.append(List.of(commit(group, i % 3, i))));
                        log.flush();
                    }
                    return futures;
                }));
            }
            for (Future<List<CompletableFuture<Void>>> run : runs) {
                for (CompletableFuture<Void> future : run.get()) {
                    future.get(10, TimeUnit.SECONDS);
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        log.append(List.of(commit("g", 0, 1)));
        log.close();
        log.close();
    }
}
