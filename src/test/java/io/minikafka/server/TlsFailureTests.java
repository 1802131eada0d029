package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.ServiceLines;
import io.minikafka.client.PemFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What cannot be encrypted as it is set does not start. */
@ExtendWith(OutputCaptureExtension.class)
class TlsFailureTests {
    @TempDir
    Path directory;

    private static void assertRefused(CapturedOutput output, String expected, String... settings) {
        String[] all = Stream.concat(
                        Stream.of(
                                "--spring.profiles.active=memory",
                                "--minikafka.host=127.0.0.1:0",
                                "--minikafka.resp.port=0",
                                "--server.port=0"),
                        Arrays.stream(settings))
                .toArray(String[]::new);
        assertThat(MinikafkaServer.run(all)).isEqualTo(1);
        assertThat(ServiceLines.of(output)).singleElement().asString().contains("minikafka cannot start: ", expected);
    }

    @Test
    void aBundleThatIsNotThereIsNamed(CapturedOutput output) {
        assertRefused(output, "minikafka.ssl.bundle is 'doors', which there is not", "--minikafka.ssl.bundle=doors");
    }

    @Test
    void aCertificateThatCannotBeReadIsNamed(CapturedOutput output) throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.crt"), "no certificate");
        assertRefused(
                output,
                "minikafka.ssl.bundle is 'doors', which cannot be loaded: ",
                "--spring.ssl.bundle.pem.doors.keystore.certificate=file:" + broken,
                "--minikafka.ssl.bundle=doors");
    }

    @Test
    void clientsCertificatesNeedAnAuthorityOfOurOwn(CapturedOutput output) throws Exception {
        PemFiles files = PemFiles.generate(directory, "server");
        assertRefused(
                output,
                "truststore",
                "--spring.ssl.bundle.pem.doors.keystore.certificate=file:" + files.certificate(),
                "--spring.ssl.bundle.pem.doors.keystore.private-key=file:" + files.privateKey(),
                "--minikafka.ssl.bundle=doors",
                "--minikafka.ssl.client-auth=need");
    }
}
