package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.ServiceLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Without users: everything is open, on loopback; elsewhere only where that is said. Wrong settings end the start. */
@ExtendWith(OutputCaptureExtension.class)
class AnonymousAccessTests {
    private static final String HASH = "{bcrypt}$2a$04$" + "a".repeat(53);

    private static int start(String... settings) {
        Stream<String> defaults = Stream.of(
                        "--spring.profiles.active=memory",
                        "--minikafka.resp.port=0",
                        "--server.port=0",
                        "--minikafka.host=127.0.0.1:0")
                .filter(setting ->
                        Arrays.stream(settings).noneMatch(given -> name(given).equals(name(setting))));
        return MinikafkaServer.run(
                Stream.concat(defaults, Arrays.stream(settings)).toArray(String[]::new));
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--minikafka.host=:0",
                "--minikafka.host=0.0.0.0:0",
                "--minikafka.resp.address=0.0.0.0",
                "--server.address=0.0.0.0",
                "--management.server.port=0",
            })
    void aDoorThatIsOpenToOthersEndsTheStart(String setting, CapturedOutput output) {
        assertThat(start(setting)).isEqualTo(1);
        assertThat(ServiceLines.of(output))
                .singleElement()
                .asString()
                .contains(
                        "minikafka cannot start: ",
                        "minikafka.security.users.<name>.password",
                        "minikafka.security.allow-anonymous=true");
    }

    @Test
    void itIsLeftOpenWhereThatIsSaid() {
        try (RunningServer server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--minikafka.resp.address=0.0.0.0",
                "--minikafka.security.allow-anonymous=true")) {
            assertThat(server.context().isRunning()).isTrue();
        }
    }

    @Test
    void withUsersItMayBeOpenToOthers() {
        try (RunningServer server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--minikafka.resp.address=0.0.0.0",
                "--management.server.port=0",
                "--minikafka.resp.password=secret")) {
            assertThat(server.context().isRunning()).isTrue();
        }
    }

    @Test
    void managementOnAPortOfItsOwnIsGuardedLikewise() throws IOException {
        try (RunningServer server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--minikafka.resp.password=secret")) {
            int port = Integer.parseInt(server.context().getEnvironment().getProperty("local.management.port"));
            assertThat(status(port, "GET /actuator/health HTTP/1.1\r\nHost: localhost\r\n"))
                    .isEqualTo(200);
            assertThat(status(port, "GET /actuator/metrics HTTP/1.1\r\nHost: localhost\r\n"))
                    .isEqualTo(401);
            String authorization =
                    Base64.getEncoder().encodeToString("default:secret".getBytes(StandardCharsets.UTF_8));
            assertThat(status(
                            port,
                            "GET /actuator/metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + authorization
                                    + "\r\n"))
                    .isEqualTo(200);
        }
    }

    @Test
    void aNameThatPointsToLoopbackIsNoWayIn() throws IOException {
        try (RunningServer server = RunningServer.start("--spring.profiles.active=memory")) {
            int port = Integer.parseInt(server.context().getEnvironment().getProperty("local.server.port"));
            for (String host : new String[] {"localhost", "127.0.0.1:" + port, "[::1]:" + port, "app.localhost"}) {
                assertThat(status(port, "GET /actuator/metrics HTTP/1.1\r\nHost: " + host + "\r\n"))
                        .as(host)
                        .isEqualTo(200);
            }
            for (String host : new String[] {"evil.example", "192.0.2.1", "127.0.0.1.evil.example"}) {
                assertThat(status(port, "GET /actuator/metrics HTTP/1.1\r\nHost: " + host + "\r\n"))
                        .as(host)
                        .isEqualTo(403);
            }
        }
    }

    /** Java's own client would not send these names. */
    private static int status(int port, String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return Integer.parseInt(line.split(" ")[1]);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            users.a.password={noop}hunter2 --minikafka.security.users.a.rights=admin | users.a.password is no hash of a known kind
            users.a.password=hunter2 --minikafka.security.users.a.rights=admin       | users.a.password is no hash of a known kind
            users.a.password=HASH                                                    | users.a.rights is empty
            users.a.password=HASH --minikafka.security.users.a.rights=prodce:orders  | 'prodce:orders' is no right; accepted is admin, produce or consume
            users.a.password=HASH --minikafka.security.users.a.rights=produce:a!b    | is no pattern of topics; accepted is
            users.a.passwort=hunter2 --minikafka.security.users.a.rights=admin       | minikafka.security.users.a.passwort
            tokens.t.value=hunter2 --minikafka.security.tokens.t.rights=admin        | tokens.t.value has 7 characters; accepted are 20 or more
            tokens.t.rights=admin                                                    | tokens.t needs either a value or a sha256
            tokens.t.sha256=hunter2 --minikafka.security.tokens.t.rights=admin       | tokens.t.sha256 is none; accepted are 64 hexadecimal digits
            allow-anonymous=true --minikafka.resp.password=hunter2                   | leave out one or the other
            allow-anonymous=yess                                                     | accepted is true or false
            """)
    void aWrongSettingIsNamedWithoutItsSecret(String settings, String expected, CapturedOutput output) {
        String[] arguments = ("--minikafka.security." + settings.replace("HASH", HASH)).split(" ");
        assertThat(start(arguments)).isEqualTo(1);
        assertThat(ServiceLines.of(output))
                .singleElement()
                .asString()
                .contains("minikafka cannot start: ", expected)
                .doesNotContain("hunter2", HASH);
    }

    @Test
    void passwordsMayComeFromFiles(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("minikafka.security.users.a.password"), HASH + "\n");
        Files.writeString(directory.resolve("minikafka.security.users.a.rights"), "admin\n");
        try (RunningServer server = RunningServer.start(
                "--spring.profiles.active=memory", "--spring.config.import=configtree:" + directory + "/")) {
            assertThat(server.get("/actuator/metrics").statusCode()).isEqualTo(401);
        }
    }
}
