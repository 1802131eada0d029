package io.minikafka.grpc;

import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.store.TopicName;
import io.minikafka.v1.CreateTopicRequest;
import io.minikafka.v1.CreateTopicResponse;
import io.minikafka.v1.DeleteTopicRequest;
import io.minikafka.v1.DeleteTopicResponse;
import io.minikafka.v1.DescribeTopicRequest;
import io.minikafka.v1.DescribeTopicResponse;
import io.minikafka.v1.ListTopicsRequest;
import io.minikafka.v1.ListTopicsResponse;
import io.minikafka.v1.TopicServiceGrpc;
import io.minikafka.v1.UpdateTopicRequest;
import io.minikafka.v1.UpdateTopicResponse;

/** Topics through {@code minikafka.v1}. */
public final class TopicService extends TopicServiceGrpc.TopicServiceImplBase {
    private final Broker broker;

    public TopicService(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void createTopic(CreateTopicRequest request, StreamObserver<CreateTopicResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker)
                        .createTopic(TopicName.of(request.getName()), TopicConversion.toChange(request.getSettings())),
                topic -> CreateTopicResponse.newBuilder()
                        .setTopic(TopicConversion.of(topic))
                        .build());
    }

    @Override
    public void updateTopic(UpdateTopicRequest request, StreamObserver<UpdateTopicResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker)
                        .updateTopic(TopicName.of(request.getName()), TopicConversion.toChange(request.getSettings())),
                topic -> UpdateTopicResponse.newBuilder()
                        .setTopic(TopicConversion.of(topic))
                        .build());
    }

    @Override
    public void deleteTopic(DeleteTopicRequest request, StreamObserver<DeleteTopicResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker).deleteTopic(TopicName.of(request.getName())),
                nothing -> DeleteTopicResponse.getDefaultInstance());
    }

    @Override
    public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker).topics(),
                topics -> ListTopicsResponse.newBuilder()
                        .addAllNames(topics.stream().map(TopicName::value).toList())
                        .build());
    }

    @Override
    public void describeTopic(DescribeTopicRequest request, StreamObserver<DescribeTopicResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker).describeTopic(TopicName.of(request.getName())),
                topic -> DescribeTopicResponse.newBuilder()
                        .setTopic(TopicConversion.of(topic))
                        .build());
    }
}
