package io.minikafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.Durability;
import io.minikafka.store.file.SimulatedFileSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commits and crashes, compared with the list of all commits ever made. */
@Timeout(60)
class OffsetModelTests {
    private static final int STEPS = 1500;

    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsRecoveredIsWhatThePromisesSay(int seed) {
        new Run(seed).go();
    }

    private static final class Run {
        private final int seed;
        private final Random random;
        private final OffsetLogOptions options;
        private OffsetsOnDisk disk;

        /** All commits since the last opening, each with its append's future; before them what was recovered then. */
        private final List<Made> history = new ArrayList<>();

        private Map<String, Long> atOpening = Map.of();

        private record Made(OffsetCommit commit, CompletableFuture<Void> future) {}

        Run(int seed) {
            this.seed = seed;
            random = new Random(seed);
            options = new OffsetLogOptions(
                    random.nextBoolean() ? Durability.OS : Durability.FSYNC,
                    Duration.ofMillis(1 + random.nextInt(20)),
                    100L << random.nextInt(8));
            disk = new OffsetsOnDisk(options);
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                int die = random.nextInt(100);
                if (die < 60) {
                    append();
                } else if (die < 90) {
                    disk.log.flush();
                } else if (die < 97) {
                    disk.log.flush();
                    history.forEach(made -> made.future().join());
                } else {
                    restart(step);
                }
            }
            restart(STEPS);
            disk.close();
        }

        private void append() {
            List<OffsetCommit> commits = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                String group = "group" + random.nextInt(3);
                int partition = random.nextInt(3);
                commits.add(
                        random.nextInt(10) == 0
                                ? OffsetsOnDisk.removal(group, partition)
                                : OffsetsOnDisk.commit(group, partition, random.nextInt(1_000_000)));
            }
            CompletableFuture<Void> future = disk.log.append(commits);
            commits.forEach(commit -> history.add(new Made(commit, future)));
        }

        private void restart(int step) {
            int die = random.nextInt(4);
            // First what is acknowledged, then what is on the disk: the other way round promises too much.
            List<Boolean> acknowledged =
                    history.stream().map(made -> made.future().isDone()).toList();
            boolean kept = true;
            SimulatedFileSystem survivors = switch (die) {
                case 0 -> {
                    disk.log.close();
                    acknowledged = history.stream().map(made -> true).toList();
                    yield random.nextBoolean() ? disk.files : disk.files.afterPowerCut();
                }
                case 1 -> disk.files.afterKill();
                default -> {
                    kept = options.durability() == Durability.FSYNC;
                    yield die == 2 ? disk.files.afterPowerCut() : disk.files.afterPowerCut(random);
                }
            };
            disk.reopenOn(survivors);
            check("seed " + seed + " step " + step + " way " + die, kept ? acknowledged : List.of());
        }

        /** @param kept which commits must not be lost; none when there are fewer than that */
        private void check(String when, List<Boolean> kept) {
            Map<String, Long> recovered = OffsetsOnDisk.flat(disk.log.recovered());
            Map<String, List<Long>> possible = new HashMap<>();
            atOpening.forEach((key, offset) -> possible.put(key, new ArrayList<>(List.of(offset))));
            for (int i = 0; i < history.size(); i++) {
                OffsetCommit commit = history.get(i).commit();
                List<Long> values = possible.computeIfAbsent(
                        OffsetsOnDisk.key(commit), key -> new ArrayList<>(List.of(OffsetCommit.NONE)));
                if (i < kept.size() && kept.get(i)) {
                    values.clear();
                }
                values.add(commit.offset());
            }
            assertThat(possible.keySet()).as(when).containsAll(recovered.keySet());
            possible.forEach((key, values) -> assertThat(values)
                    .as("%s: %s", when, key)
                    .contains(recovered.getOrDefault(key, OffsetCommit.NONE)));
            history.clear();
            atOpening = recovered;
        }
    }
}
