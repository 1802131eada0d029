package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.ServiceLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that fails ends with exit code 1 and one line that a user can act on. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            minikafka.host             | 9999      | accepted is host:port
            minikafka.retention-time   | 1x        | accepted is a number with a unit
            minikafka.retention-time   | 0s        | accepted is 1ms or longer
            minikafka.topic.partitions | 0         | accepted is a number from 1 to 10000
            minikafka.topic.durability | memory    | accepted is os or fsync
            """)
    void aWrongValueIsNamedWithWhatIsAccepted(String name, String value, String accepted, CapturedOutput output) {
        assertThat(start("--" + name + "=" + value)).isEqualTo(1);
        assertOneLine(output, name + " is '" + value + "'", accepted);
    }

    @Test
    void aTakenGrpcPortIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(start("--minikafka.host=" + address)).isEqualTo(1);
            assertOneLine(output, "minikafka.host is '" + address + "'", "Address already in use");
        }
    }

    @Test
    void aTakenRedisPortIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(start("--minikafka.resp.port=" + taken.getLocalPort())).isEqualTo(1);
            assertOneLine(
                    output,
                    "minikafka.resp.port is '127.0.0.1:" + taken.getLocalPort() + "'",
                    "Address already in use");
        }
    }

    @Test
    void aTakenHttpPortIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(start("--server.port=" + taken.getLocalPort())).isEqualTo(1);
            assertOneLine(output, "Port " + taken.getLocalPort() + " was already in use");
        }
    }

    @Test
    void aRootDirectoryThatCannotBeMadeIsNamed(CapturedOutput output) throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThat(start("--minikafka.root-dir=" + file.resolve("data"))).isEqualTo(1);
        assertOneLine(output, "The directory " + file.resolve("data") + " cannot be used");
    }

    @Test
    void aRootDirectoryThatAnotherServerUsesIsNamed(CapturedOutput output) {
        try (RunningServer ignored = RunningServer.start("--minikafka.root-dir=" + root)) {
            assertThat(start("--minikafka.root-dir=" + root)).isEqualTo(1);
        }
        assertThat(output.toString().lines().filter(line -> line.contains("minikafka cannot start")))
                .singleElement()
                .asString()
                .contains("The directory " + root + " cannot be used");
    }

    /** With free ports and an own directory, unless the argument says otherwise. */
    private int start(String arg) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "--minikafka.host", "127.0.0.1:0",
                "--minikafka.resp.port", "0",
                "--server.port", "0",
                "--minikafka.root-dir", root.toString()));
        int equals = arg.indexOf('=');
        settings.put(arg.substring(0, equals), arg.substring(equals + 1));
        return MinikafkaServer.run(settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    }

    private static void assertOneLine(CapturedOutput output, String... parts) {
        assertThat(ServiceLines.of(output))
                .singleElement()
                .asString()
                .contains("minikafka cannot start: ")
                .contains(parts);
    }
}
