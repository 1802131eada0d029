package io.minikafka.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service itself.
 *
 * @param backend null for who does not administer the service, like doors and disk
 */
@Schema(
        name = "Server",
        description =
                "The service itself. What concerns others' connections and the machine is left out for those who do"
                        + " not administer all topics.")
public record ServerView(
        @Schema(description = "Its version.", example = "0.1.0", requiredMode = Schema.RequiredMode.REQUIRED)
        String version,

        @Schema(
                description = "When it started.",
                example = "2026-01-31T08:00:00.123Z",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Instant startTime,

        @Schema(
                description = "What time its clock has.",
                example = "2026-01-31T09:00:00.123Z",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Instant time,

        @Schema(
                description = "Where topics are.",
                allowableValues = {"file", "memory", "kafka"},
                example = "file",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String profile,

        @Schema(
                description = "What an answer to a producer stands for, unless a topic sets another.",
                example = "fsync",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String durability,

        @Schema(description = "Where topics are, in words.", example = "files in /var/lib/minikafka") @Nullable
        String backend,

        @Schema(description = "The version of the Java it runs on.", example = "25.0.1") @Nullable
        String java,

        @Schema(description = "Where clients come in.") @Nullable
        List<DoorView> doors,

        @Schema(description = "The disk of the file store; left out where there is none.") @Nullable
        DiskView disk) {

    /** A door. */
    @Schema(name = "Door", description = "A door: a protocol, and where it is spoken.")
    public record DoorView(
            @Schema(
                    description = "The protocol.",
                    allowableValues = {"grpc", "redis", "http"},
                    example = "grpc",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(
                    description = "Where it listens.",
                    example = "127.0.0.1:9999",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String address,

            @Schema(
                    description = "Connections that are open.",
                    example = "3",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long connections) {}

    /** A disk. */
    @Schema(name = "Disk", description = "The disk of the file store.")
    public record DiskView(
            @Schema(
                    description = "How large it is, in bytes.",
                    example = "107374182400",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long totalBytes,

            @Schema(
                    description = "What of it is free for the service, in bytes.",
                    example = "53687091200",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long freeBytes,

            @Schema(
                    description = "With less than that free, producing is refused; 0 is never.",
                    example = "268435456",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long freeSpaceFloorBytes) {}

    /** What everybody may know. */
    ServerView forEverybody() {
        return new ServerView(version, startTime, time, profile, durability, null, null, null, null);
    }
}
