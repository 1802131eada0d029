package io.minikafka.http;

import io.minikafka.server.RunningServer;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The whole service over each backend, one after the other. Names are each test's own, since a cluster is shared. */
@ParameterizedClass(name = "{0}")
@EnumSource(ServiceBackend.class)
abstract class HttpContract {
    static final String TOPICS = "/api/v1/topics";
    static final String GROUPS = "/api/v1/groups";

    static RunningServer server;
    static Api api;

    @Parameter
    ServiceBackend backend;

    final String topic = "t" + UUID.randomUUID();
    final String path = TOPICS + "/" + topic;
    final String p0 = path + "/partitions/0/messages";

    @BeforeParameterizedClassInvocation(injectArguments = true)
    static void start(ServiceBackend backend, @TempDir Path root) {
        server = backend.start(
                root.resolve("data"),
                "--minikafka.history.interval=50ms",
                "--minikafka.metrics.group-lag-interval=50ms");
        api = new Api(server);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    void createTopic(int partitions) {
        api.post(TOPICS, "{\"name\":\"" + topic + "\",\"partitions\":" + partitions + "}")
                .expect(201);
    }

    /** Each as a text. */
    void produceTo(int partition, String... values) {
        StringBuilder messages = new StringBuilder();
        for (String value : values) {
            messages.append(messages.isEmpty() ? "" : ",")
                    .append("{\"partition\":" + partition + ",\"value\":\"" + value + "\"}");
        }
        api.post(path + "/messages", "{\"messages\":[" + messages + "]}").expect(200);
    }

    JsonNode read(String query) {
        return api.get(p0 + query).expect(200).json();
    }
}
