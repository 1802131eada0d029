package io.minikafka.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;

/** Publishes how full the disk is, and below how much free space producing is refused. */
final class DiskMetrics implements MeterBinder {
    private final DiskSpace disk;

    DiskMetrics(DiskSpace disk) {
        this.disk = disk;
    }

    private interface Question {
        long ask(DiskSpace disk) throws IOException;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "free", "Space that may still be written", DiskSpace::freeBytes);
        gauge(registry, "total", "Size of the disk that the root directory is on", DiskSpace::totalBytes);
        gauge(
                registry,
                "floor",
                "Free space below which producing is refused",
                asked -> asked.freeSpaceFloor().toBytes());
    }

    private void gauge(MeterRegistry registry, String name, String description, Question question) {
        Gauge.builder("minikafka.disk." + name, disk, asked -> {
                    try {
                        return question.ask(asked);
                    } catch (IOException e) {
                        return Double.NaN;
                    }
                })
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }
}
