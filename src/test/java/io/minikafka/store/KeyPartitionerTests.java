package io.minikafka.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPartitionerTests {
    private static final int GREATEST_KEY_LENGTH = 64;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_260_301, -7})
    void aKeyGoesToThePartitionKafkaPicks(long seed) {
        Random random = new Random(seed);
        for (int length = 0; length <= GREATEST_KEY_LENGTH; length++) {
            for (int round = 0; round < 50; round++) {
                byte[] key = new byte[length];
                random.nextBytes(key);
                int partitions = 1 + random.nextInt(round < 25 ? 16 : TopicSettings.MAX_PARTITIONS);

                assertThat(KeyPartitioner.partitionFor(Bytes.wrap(key), partitions))
                        .as("seed %d, key of %d bytes, round %d, %d partitions", seed, length, round, partitions)
                        .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20_260_302})
    void theHashIsThatOfKafka(long seed) {
        Random random = new Random(seed);
        for (int length = 0; length <= GREATEST_KEY_LENGTH; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);

            assertThat(KeyPartitioner.murmur2(Bytes.wrap(key)))
                    .as("seed %d, key of %d bytes", seed, length)
                    .isEqualTo(Utils.murmur2(key));
        }
    }

    @Test
    void aSliceOfALargerArrayCountsOnlyItself() {
        byte[] array = "before-the-key-after".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(KeyPartitioner.partitionFor(Bytes.wrap(array, 7, 7), 1000))
                .isEqualTo(KeyPartitioner.partitionFor(Bytes.utf8("the-key"), 1000));
    }
}
