package io.minikafka.server;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/** Logs, in one line, what a user needs to know about the service that has just started. */
@Component
final class StartReport implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger log = LoggerFactory.getLogger(StartReport.class);

    private final MinikafkaProperties properties;
    private final GrpcDoor grpc;
    private final StoreDescription store;

    StartReport(MinikafkaProperties properties, GrpcDoor grpc, StoreDescription store) {
        this.properties = properties;
        this.grpc = grpc;
        this.store = store;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        log.info(
                "minikafka is ready: gRPC on {}, HTTP on {}, {}, retention {}, durability {}, started in {} s",
                grpc.listensOn(),
                http(event),
                store.text(),
                DurationFormat.format(properties.retentionTime()),
                store.durability(),
                String.format(Locale.ROOT, "%.1f", event.getTimeTaken().toMillis() / 1000.0));
    }

    private static String http(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext web)) {
            return "no port";
        }
        var environment = event.getApplicationContext().getEnvironment();
        String address = environment.getProperty("server.address", "");
        return ListenAddress.of(address + ":" + web.getWebServer().getPort()).toString();
    }
}
