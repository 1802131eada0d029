package io.minikafka.client;

import io.minikafka.v1.CreateTopicRequest;
import io.minikafka.v1.DeleteTopicRequest;
import io.minikafka.v1.DescribeTopicRequest;
import io.minikafka.v1.ListTopicsRequest;
import io.minikafka.v1.TopicServiceGrpc;
import io.minikafka.v1.UpdateTopicRequest;
import java.util.List;

/**
 * Creates, changes, deletes and describes topics. Every method waits for the server's answer, at most the client's
 * request timeout, and throws {@link MinikafkaException}. Safe for use by many threads.
 */
public final class Topics {
    private final Connection connection;

    Topics(Connection connection) {
        this.connection = connection;
    }

    /** Creates a topic; fails with {@link MinikafkaException.Kind#ALREADY_EXISTS} when it exists. */
    public TopicInfo create(String name, TopicConfig config) {
        CreateTopicRequest request = CreateTopicRequest.newBuilder()
                .setName(name)
                .setSettings(TopicCodec.encode(config))
                .build();
        return TopicCodec.decode(connection
                .call(TopicServiceGrpc.getCreateTopicMethod(), request)
                .getTopic());
    }

    /** Changes what the config names and nothing else. */
    public TopicInfo update(String name, TopicConfig config) {
        UpdateTopicRequest request = UpdateTopicRequest.newBuilder()
                .setName(name)
                .setSettings(TopicCodec.encode(config))
                .build();
        return TopicCodec.decode(connection
                .call(TopicServiceGrpc.getUpdateTopicMethod(), request)
                .getTopic());
    }

    /** Deletes a topic and its messages. */
    public void delete(String name) {
        DeleteTopicRequest request =
                DeleteTopicRequest.newBuilder().setName(name).build();
        connection.call(TopicServiceGrpc.getDeleteTopicMethod(), request);
    }

    /** The names of all topics, sorted. */
    public List<String> list() {
        return List.copyOf(connection
                .call(TopicServiceGrpc.getListTopicsMethod(), ListTopicsRequest.getDefaultInstance())
                .getNamesList());
    }

    /** Fails with {@link MinikafkaException.Kind#NOT_FOUND} when there is no such topic. */
    public TopicInfo describe(String name) {
        DescribeTopicRequest request =
                DescribeTopicRequest.newBuilder().setName(name).build();
        return TopicCodec.decode(connection
                .call(TopicServiceGrpc.getDescribeTopicMethod(), request)
                .getTopic());
    }
}
