package io.minikafka.server;

import java.io.IOException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Tells how full the disk is. A full one is up as well: it refuses producing, while everything else goes on. */
final class DiskHealth extends AbstractHealthIndicator {
    private final DiskSpace disk;

    DiskHealth(DiskSpace disk) {
        super("The free space cannot be read");
        this.disk = disk;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws IOException {
        long free = disk.freeBytes();
        long floor = disk.freeSpaceFloor().toBytes();
        builder.up()
                .withDetail("freeBytes", free)
                .withDetail("freeSpaceFloorBytes", floor)
                .withDetail("producing", free < floor ? "refused" : "accepted");
    }
}
