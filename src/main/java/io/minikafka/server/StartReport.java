package io.minikafka.server;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs, in one line, what a user needs to know about the service that has just started. */
@Component
final class StartReport implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger log = LoggerFactory.getLogger(StartReport.class);

    private final MinikafkaProperties properties;
    private final GrpcDoor grpc;
    private final ObjectProvider<RespDoor> resp;
    private final BackendDescription backend;
    private final Environment environment;

    StartReport(
            MinikafkaProperties properties,
            GrpcDoor grpc,
            ObjectProvider<RespDoor> resp,
            BackendDescription backend,
            Environment environment) {
        this.properties = properties;
        this.grpc = grpc;
        this.resp = resp;
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        log.info(
                "minikafka is ready after {} s: gRPC on {}, Redis on {}, HTTP on {}, {}, retention {}, durability {}",
                secondsSinceProcessStart(),
                grpc.listensOn(),
                redis(),
                http(),
                backend.text(),
                DurationFormat.format(properties.retentionTime()),
                backend.durability());
    }

    private String redis() {
        RespDoor door = resp.getIfAvailable();
        return door == null ? "no port" : door.listensOn().toString();
    }

    private String http() {
        String port = environment.getProperty("local.server.port");
        return port == null
                ? "no port"
                : ListenAddress.of(environment.getProperty("server.address", "") + ":" + port)
                        .toString();
    }

    private static String secondsSinceProcessStart() {
        return String.format(
                Locale.ROOT, "%.1f", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    }
}
