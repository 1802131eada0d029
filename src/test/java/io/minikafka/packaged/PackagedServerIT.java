package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.minikafka.protocol.MiniKafkaGrpc;
import io.minikafka.protocol.MsgNumber;
import io.minikafka.protocol.Payload;
import io.minikafka.protocol.PollRequest;
import io.minikafka.protocol.PollResponse;
import io.minikafka.protocol.ProduceRequest;
import io.minikafka.protocol.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagedServerIT {
    @TempDir
    private Path root;

    @Test
    void theJarIsTheOnlyOneThatItsGlobMatches() throws Exception {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(PackagedServer.jar().getParent(), "minikafka-*.jar")) {
            assertThat(jars).containsExactly(PackagedServer.jar());
        }
    }

    @Test
    void itStartsAndAnswers() throws Exception {
        try (PackagedServer server = PackagedServer.start(inFiles())) {
            assertThat(produce(server, "hello")).isEqualTo(1);
            assertThat(poll(server)).containsExactly("hello");
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/readyz"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(ready, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void theConsoleIsInTheJarWithItsLibraries() throws Exception {
        try (PackagedServer server = PackagedServer.start(inFiles())) {
            String page = get(server, "/");
            Matcher script =
                    Pattern.compile("src=\"(console/[0-9a-f]{16})/app.js\"").matcher(page);
            assertThat(script.find()).as(page).isTrue();
            String files = "/" + script.group(1);
            assertThat(get(server, files + "/app.js")).contains("import");
            assertThat(get(server, files + "/lit-html/lit-html.js")).contains("export");
            assertThat(get(server, files + "/uplot/dist/uPlot.esm.js")).contains("export");
        }
    }

    private static String get(PackagedServer server, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    @Test
    void whatIsInFilesIsThereAfterARestartAndNumbersGoOn() {
        try (PackagedServer server = PackagedServer.start(inFiles())) {
            produce(server, "one");
        }
        try (PackagedServer server = PackagedServer.start(inFiles())) {
            assertThat(produce(server, "two")).isEqualTo(2);
            assertThat(poll(server)).containsExactly("one", "two");
        }
    }

    @Test
    void anEmptyRootDirectoryInTheEnvironmentMeansMemory() {
        try (PackagedServer server = PackagedServer.start(Map.of("MINIKAFKA_ROOT_DIR", ""))) {
            assertThat(produce(server, "volatile")).isEqualTo(1);
            assertThat(server.output()).singleElement().asString().contains("memory store");
        }
    }

    @Test
    void terminationEndsWithExitCodeZero() {
        try (PackagedServer server = PackagedServer.start(inFiles())) {
            produce(server, "kept");
            server.terminate();
            assertThat(server.exitCode()).isZero();
            assertThat(server.output()).as("the start, and nothing else").hasSize(1);
        }
        try (PackagedServer server = PackagedServer.start(inFiles())) {
            assertThat(poll(server)).containsExactly("kept");
        }
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefusedInOneLine() {
        try (PackagedServer first = PackagedServer.start(inFiles());
                PackagedServer second = PackagedServer.launch(inFiles())) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output())
                    .singleElement()
                    .asString()
                    .contains("minikafka cannot start: The directory " + root + " cannot be used")
                    .contains("another");
            assertThat(produce(first, "undisturbed")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"MINIKAFKA_RETENTIONTIME, 0s", "MINIKAFKA_RETENTIONTIME, 1x", "MINIKAFKA_HOST, 9999"})
    void aWrongValueInTheEnvironmentIsRefusedInOneLine(String variable, String value) {
        try (PackagedServer server =
                PackagedServer.launch(Map.of("MINIKAFKA_ROOT_DIR", root.toString(), variable, value))) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.output())
                    .singleElement()
                    .asString()
                    .contains("minikafka cannot start: ", variable, "'" + value + "'", "accepted is ");
        }
    }

    private Map<String, String> inFiles() {
        return Map.of("MINIKAFKA_ROOT_DIR", root.toString());
    }

    private static int produce(PackagedServer server, String payload) {
        ManagedChannel channel = server.channel();
        try {
            return MiniKafkaGrpc.newBlockingStub(channel)
                    .produce(ProduceRequest.newBuilder()
                            .setTopic(Topic.newBuilder().setTopic("t"))
                            .setPayload(Payload.newBuilder().setPayload(ByteString.copyFromUtf8(payload)))
                            .build())
                    .getMsgNumber();
        } finally {
            channel.shutdownNow();
        }
    }

    private static List<String> poll(PackagedServer server) {
        ManagedChannel channel = server.channel();
        try {
            PollResponse response = MiniKafkaGrpc.newBlockingStub(channel)
                    .poll(PollRequest.newBuilder()
                            .setTopic("t")
                            .setReadFrom(MsgNumber.newBuilder().setMsgNumber(1))
                            .build());
            return response.getPayloadsList().stream()
                    .map(payload -> payload.getPayload().toStringUtf8())
                    .toList();
        } finally {
            channel.shutdownNow();
        }
    }
}
