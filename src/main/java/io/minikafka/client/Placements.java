package io.minikafka.client;

import io.minikafka.v1.AppendedRun;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Where the messages of a list went: runs of consecutive offsets, shown as one entry a message that is made when asked
 * for. Immutable.
 */
final class Placements extends AbstractList<RecordMetadata> implements RandomAccess {
    private final String topic;
    private final List<AppendedRun> runs;
    private final int size;

    Placements(String topic, List<AppendedRun> runs) {
        this.topic = topic;
        this.runs = runs;
        this.size = runs.stream().mapToInt(AppendedRun::getCount).sum();
    }

    static Placements concat(List<Placements> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<AppendedRun> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(part.runs));
        return new Placements(parts.get(0).topic, all);
    }

    @Override
    public RecordMetadata get(int index) {
        int rest = Objects.checkIndex(index, size);
        int run = 0;
        while (rest >= runs.get(run).getCount()) {
            rest -= runs.get(run).getCount();
            run++;
        }
        return at(runs.get(run), rest);
    }

    @Override
    public int size() {
        return size;
    }

    private RecordMetadata at(AppendedRun run, int index) {
        return new RecordMetadata(topic, run.getPartition(), run.getFirstOffset() + index);
    }

    /** Hands out the places in order. Not safe for use by several threads. */
    final class Cursor {
        private int run;
        private int taken;

        RecordMetadata next() {
            while (taken == runs.get(run).getCount()) {
                run++;
                taken = 0;
            }
            return at(runs.get(run), taken++);
        }

        Placements next(int count) {
            List<AppendedRun> part = new ArrayList<>(1);
            int missing = count;
            while (missing > 0) {
                AppendedRun from = runs.get(run);
                int step = Math.min(missing, from.getCount() - taken);
                if (step > 0) {
                    part.add(from.toBuilder()
                            .setFirstOffset(from.getFirstOffset() + taken)
                            .setCount(step)
                            .build());
                }
                missing -= step;
                taken += step;
                if (taken == from.getCount() && missing > 0) {
                    run++;
                    taken = 0;
                }
            }
            return new Placements(topic, part);
        }
    }
}
