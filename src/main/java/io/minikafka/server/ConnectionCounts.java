package io.minikafka.server;

import io.minikafka.grpc.OpenTransports;
import io.minikafka.security.Origin.Door;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/**
 * The open connections of each door, of all clients; HTTP's are those of the port that the API is at, health checks
 * included, and one too few for a moment after a connection came. Cheap to ask. Safe for use by many threads.
 */
final class ConnectionCounts {
    private final OpenTransports grpc;
    private final @Nullable RespDoor redis;
    private final ApplicationContext context;

    /** @param redis null where there is none */
    ConnectionCounts(OpenTransports grpc, @Nullable RespDoor redis, ApplicationContext context) {
        this.grpc = grpc;
        this.redis = redis;
        this.context = context;
    }

    /** 0 for a door that is closed. */
    long open(Door door) {
        return switch (door) {
            case GRPC -> grpc.count();
            case REDIS -> redis == null ? 0 : redis.connections();
            case HTTP -> http();
        };
    }

    private long http() {
        // Tomcat comes into being after all beans, so that it cannot be one of this bean's.
        if (!(context instanceof ServletWebServerApplicationContext web)
                || !(web.getWebServer() instanceof TomcatWebServer server)) {
            return 0;
        }
        long count = 0;
        for (Connector connector : server.getTomcat().getService().findConnectors()) {
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                // The one that is waited for counts, too, as soon as Tomcat waits for it: after it has handed over
                // the one before. And where connections are not limited, it is -1.
                count += Math.max(0, protocol.getConnectionCount() - 1);
            }
        }
        return count;
    }
}
