package io.minikafka.server;

import io.minikafka.http.ServerView;
import io.minikafka.http.ServerView.DiskView;
import io.minikafka.http.ServerView.DoorView;
import io.minikafka.security.Origin.Door;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** What the HTTP API tells of the service. */
final class ServerDescription implements Supplier<ServerView> {
    private static final Logger log = LoggerFactory.getLogger(ServerDescription.class);

    private final ApplicationContext context;
    private final BackendDescription backend;
    private final GrpcDoor grpc;
    private final ObjectProvider<RespDoor> redis;
    private final ConnectionCounts connections;
    private final ObjectProvider<DiskSpace> disk;
    private final Clock clock;
    private final String version;

    ServerDescription(
            ApplicationContext context,
            BackendDescription backend,
            GrpcDoor grpc,
            ObjectProvider<RespDoor> redis,
            ConnectionCounts connections,
            ObjectProvider<DiskSpace> disk,
            Clock clock) {
        this.context = context;
        this.backend = backend;
        this.grpc = grpc;
        this.redis = redis;
        this.connections = connections;
        this.disk = disk;
        this.clock = clock;
        this.version = version(context.getBeanProvider(BuildProperties.class));
    }

    static String version(ObjectProvider<BuildProperties> build) {
        return build.stream()
                .map(BuildProperties::getVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unknown");
    }

    @Override
    public ServerView get() {
        return new ServerView(
                version,
                Instant.ofEpochMilli(context.getStartupDate()),
                clock.instant(),
                profile(context.getEnvironment()),
                backend.durability(),
                backend.text(),
                Runtime.version().toString(),
                doors(),
                disk());
    }

    private static String profile(Environment environment) {
        if (environment.acceptsProfiles(Profiles.of("kafka"))) {
            return "kafka";
        }
        return environment.acceptsProfiles(Profiles.of("memory")) ? "memory" : "file";
    }

    private List<DoorView> doors() {
        List<DoorView> doors = new ArrayList<>();
        doors.add(door(Door.GRPC, grpc.listensOn().toString()));
        RespDoor resp = redis.getIfAvailable();
        if (resp != null) {
            doors.add(door(Door.REDIS, resp.listensOn().toString()));
        }
        Environment environment = context.getEnvironment();
        String http =
                environment.getProperty("server.address", "") + ":" + environment.getProperty("local.server.port");
        doors.add(door(Door.HTTP, ListenAddress.of(http).toString()));
        return doors;
    }

    private DoorView door(Door door, String address) {
        return new DoorView(door.name().toLowerCase(Locale.ROOT), address, connections.open(door));
    }

    /** None where there is none, or while it cannot be asked. */
    private @Nullable DiskView disk() {
        DiskSpace space = disk.getIfAvailable();
        if (space == null) {
            return null;
        }
        try {
            return new DiskView(
                    space.totalBytes(),
                    space.freeBytes(),
                    space.freeSpaceFloor().toBytes());
        } catch (IOException e) {
            log.debug("The disk's space cannot be read", e);
            return null;
        }
    }
}
