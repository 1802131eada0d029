package io.minikafka.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.util.unit.DataSize;

/** Tells how full the disk is. A full one is up as well: it refuses producing, while everything else goes on. */
final class DiskHealth extends AbstractHealthIndicator {
    private final Path rootDir;
    private final DataSize freeSpaceFloor;

    DiskHealth(Path rootDir, DataSize freeSpaceFloor) {
        super("The free space cannot be read");
        this.rootDir = rootDir;
        this.freeSpaceFloor = freeSpaceFloor;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws IOException {
        long free = Files.getFileStore(rootDir).getUsableSpace();
        builder.up()
                .withDetail("freeBytes", free)
                .withDetail("freeSpaceFloorBytes", freeSpaceFloor.toBytes())
                .withDetail("producing", free < freeSpaceFloor.toBytes() ? "refused" : "accepted");
    }
}
