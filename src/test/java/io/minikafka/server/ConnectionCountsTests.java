package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ConnectivityState;
import io.minikafka.resp.RespClient;
import io.minikafka.security.Origin.Door;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConnectionCountsTests {
    private static void becomes(ConnectionCounts counts, Door door, long expected) {
        await().untilAsserted(() -> assertThat(counts.open(door)).isEqualTo(expected));
    }

    @Test
    void eachDoorCountsItsOpenConnections() throws Exception {
        try (RunningServer server = RunningServer.start("--spring.profiles.active=memory")) {
            ConnectionCounts counts = server.context().getBean(ConnectionCounts.class);
            for (Door door : Door.values()) {
                assertThat(counts.open(door)).as(door.text()).isZero();
            }

            try (RespClient one = new RespClient(server.redisPort());
                    RespClient two = new RespClient(server.redisPort())) {
                one.call("PING");
                two.call("PING");
                becomes(counts, Door.REDIS, 2);
            }
            becomes(counts, Door.REDIS, 0);

            server.channel().getState(true);
            await().until(() -> server.channel().getState(false) == ConnectivityState.READY);
            becomes(counts, Door.GRPC, 1);
            server.channel().shutdownNow();
            becomes(counts, Door.GRPC, 0);

            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
                OutputStream out = socket.getOutputStream();
                out.write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                becomes(counts, Door.HTTP, 1);
            }
            becomes(counts, Door.HTTP, 0);
        }
    }

    @Test
    void aDoorThatIsNotThereHasNone() {
        try (RunningServer server =
                RunningServer.start("--spring.profiles.active=memory", "--minikafka.resp.enabled=false")) {
            assertThat(server.context().getBean(ConnectionCounts.class).open(Door.REDIS))
                    .isZero();
        }
    }
}
