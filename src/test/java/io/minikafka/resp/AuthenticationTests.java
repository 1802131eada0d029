package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.security.Authenticator;
import org.junit.jupiter.api.Test;

class AuthenticationTests extends RespFixture {
    private static final String NOAUTH = error("NOAUTH Authentication required.");
    private static final String WRONGPASS = error("WRONGPASS invalid username-password pair or user is disabled.");

    @Override
    void change(TestRespDoor.Settings before) {
        before.authenticator = Authenticator.ofPassword("secret");
    }

    @Test
    void nothingIsAllowedBefore() {
        RespClient client = door.connect();
        assertThat(client.call("PING")).isEqualTo(NOAUTH);
        assertThat(client.call("RPUSHX", "topics:t", "m")).isEqualTo(NOAUTH);
        assertThat(client.call("CLIENT", "SETNAME", "g:n")).isEqualTo(NOAUTH);
        assertThat(client.call("HELLO", "3")).startsWith("-NOAUTH HELLO must be called with the client already");
        assertThat(client.call("QUIT")).isEqualTo(OK);
    }

    @Test
    void thePasswordOpensTheDoor() {
        RespClient client = door.connect();
        assertThat(client.call("AUTH", "wrong")).isEqualTo(WRONGPASS);
        assertThat(client.call("AUTH", "somebody", "secret")).isEqualTo(WRONGPASS);
        assertThat(client.call("AUTH", "a", "b", "c")).isEqualTo(error("ERR syntax error"));
        assertThat(client.call("PING")).isEqualTo(NOAUTH);
        assertThat(client.call("AUTH", "secret")).isEqualTo(OK);
        assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(client.call("RESET")).isEqualTo("+RESET\r\n");
        assertThat(client.call("PING")).isEqualTo(NOAUTH);
        assertThat(client.call("AUTH", "default", "secret")).isEqualTo(OK);
        assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void helloAuthenticatesAndNamesInOneStep() {
        RespClient client = door.connect();
        assertThat(client.call("HELLO", "3", "AUTH", "default", "wrong", "SETNAME", "g:n"))
                .isEqualTo(WRONGPASS);
        assertThat(client.call("HELLO", "3", "AUTH", "default", "secret", "SETNAME", "g:n"))
                .startsWith("%7\r\n");
        assertThat(client.call("CLIENT", "GETNAME")).isEqualTo(bulk("g:n"));
    }

    @Test
    void aStrangerMaySendTenArgumentsOfSixteenKibibytes() {
        assertThat(door.connect().call(arguments(10))).isEqualTo(NOAUTH);
        assertThat(door.connect().call("PING", "x".repeat(16 << 10))).isEqualTo(NOAUTH);
        RespClient many = door.connect().send(RespClient.request(arguments(11)));
        assertThat(many.reply()).isEqualTo(error("ERR Protocol error: unauthenticated multibulk length"));
        assertThat(many.isClosedByServer()).isTrue();
        RespClient large = door.connect().send("*2\r\n$4\r\nPING\r\n$16385\r\n");
        assertThat(large.reply()).isEqualTo(error("ERR Protocol error: unauthenticated bulk length"));
        assertThat(large.isClosedByServer()).isTrue();
    }

    @Test
    void whoHasAuthenticatedMaySendMore() {
        RespClient client = door.connect();
        // In one piece: the wider limits hold from the very next request on.
        client.send(RespClient.request("AUTH", "secret") + RespClient.request("PING", "x".repeat(1 << 20)));
        assertThat(client.reply()).isEqualTo(OK);
        assertThat(client.reply()).isEqualTo(bulk("x".repeat(1 << 20)));
    }

    private static String[] arguments(int count) {
        String[] arguments = new String[count];
        java.util.Arrays.fill(arguments, "PING");
        return arguments;
    }
}
