package io.minikafka.kafka;

import io.minikafka.broker.PartitionChoice;
import io.minikafka.store.TopicName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Messages without a key go to one partition for some milliseconds, then to the next. So what comes fast fills batches,
 * as Kafka's own partitioner has it; but that one stays with a partition until a number of bytes went there, which takes
 * minutes where little is produced, and then one consumer of a group works and the others wait. Safe for use by many
 * threads.
 */
final class BatchedRotation implements PartitionChoice.Rotation {
    private static final long STAY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private final Map<TopicName, Position> positions = new ConcurrentHashMap<>();

    BatchedRotation(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public int next(TopicName topic, int count) {
        Position position = positions.get(topic);
        if (position == null) {
            position = positions.computeIfAbsent(topic, name -> new Position(nanoTime.getAsLong()));
        }
        return Math.floorMod(position.at(nanoTime.getAsLong()), count);
    }

    private static final class Position {
        private int current;
        private long since;

        Position(long now) {
            since = now;
        }

        synchronized int at(long now) {
            if (now - since >= STAY_NANOS) {
                since = now;
                current++;
            }
            return current;
        }
    }
}
