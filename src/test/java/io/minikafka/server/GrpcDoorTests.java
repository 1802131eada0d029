package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.minikafka.v1.Durability;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.TopicServiceGrpc;
import io.minikafka.v1.TopicSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;

/** What the settings do to the gRPC server and its services. */
class GrpcDoorTests {
    @ParameterizedTest
    @CsvSource({
        "localhost, 127.0.0.1",
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "'', 127.0.0.1",
        "'', ::1",
        "[::1], ::1",
    })
    void itListensWhereHostSays(String host, String reachableAt) throws Exception {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName(reachableAt)))
                .as("this machine has " + reachableAt)
                .isNotNull();
        SpringApplication application = MinikafkaServer.application();
        try (var context = application.run(
                        "--spring.profiles.active=memory",
                        "--minikafka.host=" + host + ":0",
                        "--minikafka.security.allow-anonymous=true",
                        "--minikafka.resp.port=0",
                        "--server.port=0");
                Socket socket = new Socket()) {
            int port = context.getBean(GrpcDoor.class).getPort();
            socket.connect(new InetSocketAddress(reachableAt, port), 10_000);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void reflectionListsTheServices() throws Exception {
        try (RunningServer server = inMemory()) {
            CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
            StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(server.channel())
                    .serverReflectionInfo(new StreamObserver<>() {
                        @Override
                        public void onNext(ServerReflectionResponse response) {
                            answer.complete(response);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            answer.completeExceptionally(failure);
                        }

                        @Override
                        public void onCompleted() {}
                    });
            requests.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("").build());
            assertThat(answer.get(10, TimeUnit.SECONDS)
                            .getListServicesResponse()
                            .getServiceList())
                    .extracting(ServiceResponse::getName)
                    .contains(
                            "protocol.MiniKafka",
                            "minikafka.v1.MessageService",
                            "minikafka.v1.TopicService",
                            "minikafka.v1.ConsumerService",
                            "minikafka.v1.GroupService",
                            "grpc.health.v1.Health");
            requests.onCompleted();
        }
    }

    @Test
    void aTopicThatIsCreatedByProducingGetsTheDefaults() {
        try (RunningServer server = inMemory(
                "--minikafka.topic.partitions=3",
                "--minikafka.topic.retention-bytes=1MB",
                "--minikafka.topic.durability=os",
                "--minikafka.retention-time=2h")) {
            produce(server, 1);
            TopicSettings settings = TopicServiceGrpc.newBlockingStub(server.channel())
                    .describeTopic(io.minikafka.v1.DescribeTopicRequest.newBuilder()
                            .setName("t")
                            .build())
                    .getTopic()
                    .getSettings();
            assertThat(settings.getPartitions()).isEqualTo(3);
            assertThat(settings.getRetentionBytes()).isEqualTo(1 << 20);
            assertThat(settings.getDurability()).isEqualTo(Durability.DURABILITY_OS);
            assertThat(settings.getRetentionAge().getSeconds()).isEqualTo(7200);
        }
    }

    @Test
    void producingCreatesNoTopicWhereThatIsSwitchedOff() {
        try (RunningServer server = inMemory("--minikafka.topic.auto-create=false")) {
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> produce(server, 1))
                    .extracting(e -> e.getStatus().getCode())
                    .isEqualTo(Status.Code.NOT_FOUND);
        }
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedWithBothNumbers() {
        try (RunningServer server = inMemory("--minikafka.max-message-size=1MB")) {
            assertThat(produce(server, 1 << 20)).isZero();
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> produce(server, (1 << 20) + 1))
                    .withMessageContainingAll("INVALID_ARGUMENT", "1048577", "1048576");
        }
    }

    @Test
    void byDefaultAMessageMayHave32MebibytesAndComesBack() {
        try (RunningServer server = inMemory()) {
            assertThat(produce(server, 32 << 20)).isZero();
            PollResponse response = MessageServiceGrpc.newBlockingStub(server.channel())
                    .withMaxInboundMessageSize(64 << 20)
                    .poll(PollRequest.newBuilder().setTopic("t").build());
            assertThat(response.getMessages(0).getValue().size()).isEqualTo(32 << 20);
        }
    }

    @Test
    void oneReplyCarriesNoMoreThanTheReadBounds() {
        try (RunningServer server = inMemory("--minikafka.read.max-messages=2")) {
            for (int i = 0; i < 3; i++) {
                produce(server, 1);
            }
            PollResponse response = MessageServiceGrpc.newBlockingStub(server.channel())
                    .poll(PollRequest.newBuilder()
                            .setTopic("t")
                            .setMaxMessages(100)
                            .build());
            assertThat(response.getMessagesCount()).isEqualTo(2);
        }
    }

    private static RunningServer inMemory(String... args) {
        String[] all = new String[args.length + 1];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--spring.profiles.active=memory";
        return RunningServer.start(all);
    }

    /** Produces one message with a value of so many bytes and returns its offset. */
    private static long produce(RunningServer server, int bytes) {
        return MessageServiceGrpc.newBlockingStub(server.channel())
                .produce(ProduceRequest.newBuilder()
                        .setTopic("t")
                        .addMessages(Message.newBuilder().setValue(ByteString.copyFrom(new byte[bytes])))
                        .build())
                .getRuns(0)
                .getFirstOffset();
    }
}
