package io.minikafka.resp;

import static io.minikafka.security.TestAccounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.security.Authenticator;
import io.minikafka.security.TestAccounts;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Logging in where passwords take their time, and what each user may then do. */
class LoginTests extends RespFixture {
    private static final String WRONGPASS = error("WRONGPASS invalid username-password pair or user is disabled.");
    private static final String PONG = "+PONG\r\n";

    private final Queue<Runnable> verifications = new ConcurrentLinkedQueue<>();
    private volatile boolean isHeld;
    private volatile boolean isFull;

    @Override
    void change(TestRespDoor.Settings before) {
        before.authenticator = authenticator();
    }

    private Authenticator authenticator() {
        return TestAccounts.of(
                this::verify,
                account("root", "r", "admin"),
                account("alice", "a", "produce:orders", "consume:orders"),
                account("carol", "c", "consume"));
    }

    private void verify(Runnable verification) {
        if (isFull) {
            throw new RejectedExecutionException();
        }
        if (isHeld) {
            verifications.add(verification);
        } else {
            verification.run();
        }
    }

    private RespClient as(String user, String password) {
        RespClient client = door.connect();
        assertThat(client.call("AUTH", user, password)).isEqualTo(OK);
        return client;
    }

    @Test
    void whatFollowsALoginWaitsForItAndIsAnsweredInOrder() {
        isHeld = true;
        RespClient client = door.connect();
        client.send(RespClient.request("PING")
                + RespClient.request("AUTH", "alice", "a")
                + RespClient.request("PING")
                + RespClient.request("RPUSHX", "topics:orders", "x".repeat(100_000)));
        assertThat(client.reply()).isEqualTo(error("NOAUTH Authentication required."));
        await().until(() -> !verifications.isEmpty());
        // The event loops serve others meanwhile: more connections than there are loops.
        for (int i = 0; i < 20; i++) {
            assertThat(door.connect().call("PING")).startsWith("-NOAUTH");
        }
        verifications.remove().run();
        assertThat(client.reply()).isEqualTo(OK);
        assertThat(client.reply()).isEqualTo(PONG);
        assertThat(client.reply()).isEqualTo(ONE);
    }

    @Test
    void whatFollowsARefusedLoginIsRefused() {
        isHeld = true;
        RespClient client = door.connect();
        client.send(RespClient.request("AUTH", "alice", "guess") + RespClient.request("PING"));
        await().until(() -> !verifications.isEmpty());
        verifications.remove().run();
        assertThat(client.reply()).isEqualTo(WRONGPASS);
        assertThat(client.reply()).isEqualTo(error("NOAUTH Authentication required."));
    }

    @Test
    void helloLogsInAndNamesOnceThePasswordIsVerified() {
        isHeld = true;
        RespClient client = door.connect();
        client.send(RespClient.request("HELLO", "3", "AUTH", "alice", "a", "SETNAME", "g:n")
                + RespClient.request("CLIENT", "GETNAME"));
        await().until(() -> !verifications.isEmpty());
        verifications.remove().run();
        assertThat(client.reply()).startsWith("%7\r\n");
        assertThat(client.reply()).isEqualTo(bulk("g:n"));
    }

    @Test
    void aNameThatIsIllegalIsToldAfterTheLogin() {
        isHeld = true;
        RespClient client = door.connect();
        client.send(
                RespClient.request("HELLO", "3", "AUTH", "alice", "a", "SETNAME", "a b") + RespClient.request("PING"));
        await().until(() -> !verifications.isEmpty());
        verifications.remove().run();
        assertThat(client.reply()).startsWith("-ERR Client names cannot contain");
        assertThat(client.reply()).isEqualTo(PONG);
    }

    @Test
    void whoLeavesBeforeItIsVerifiedIsNoTrouble() {
        isHeld = true;
        RespClient client = door.connect();
        client.send(RespClient.request("AUTH", "alice", "a"));
        await().until(() -> !verifications.isEmpty());
        client.close();
        verifications.remove().run();
        isHeld = false;
        assertThat(as("alice", "a").call("PING")).isEqualTo(PONG);
    }

    @Test
    void whenTooManyLogInTheNextIsToldToTryAgain() {
        isFull = true;
        RespClient client = door.connect();
        assertThat(client.call("AUTH", "alice", "a"))
                .isEqualTo(error("ERR Too many logins at the same time; try again"));
        isFull = false;
        assertThat(client.call("AUTH", "alice", "a")).isEqualTo(OK);
    }

    @Test
    void producingNeedsTheRightToTheTopic() {
        RespClient client = as("alice", "a");
        client.send(RespClient.request("RPUSHX", "topics:orders", "m")
                + RespClient.request("RPUSHX", "topics:payments", "m")
                + RespClient.request("RPUSHX", "topics:orders", "m"));
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(client.reply())
                .isEqualTo(error("NOPERM User 'alice' has no right to produce to the topic 'payments'"));
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(as("carol", "c").call("RPUSHX", "topics:orders", "m")).startsWith("-NOPERM ");
    }

    @Test
    void consumingNeedsTheRightToTheTopic() {
        as("root", "r").call("RPUSHX", "topics:payments", "secret");
        RespClient client = as("alice", "a");
        client.call("CLIENT", "SETNAME", "g:n");
        assertThat(client.call("BLPOP", "topics:payments", "0"))
                .isEqualTo(error("NOPERM User 'alice' has no right to consume from the topic 'payments'"));
        assertThat(client.call("LLEN", "topics:payments")).startsWith("-NOPERM ");
        assertThat(client.call("KEYS", "topics:")).isEqualTo("*0\r\n");
        RespClient permitted = as("carol", "c");
        permitted.call("CLIENT", "SETNAME", "g:m");
        assertThat(permitted.call("BLPOP", "topics:payments", "0")).isEqualTo(message("payments", 0, 0, "secret"));
    }

    @Test
    void whatConcernsOthersIsForAdministrators() {
        RespClient client = as("alice", "a");
        assertThat(client.call("MONITOR"))
                .isEqualTo(error("NOPERM User alice has no permissions to run the 'monitor' command"));
        assertThat(client.call("CONFIG", "RESETSTAT"))
                .isEqualTo(error("NOPERM User alice has no permissions to run the 'config|resetstat' command"));
        assertThat(client.call("DEL", "stats"))
                .isEqualTo(error("NOPERM User alice has no permissions to run the 'del' command"));
        RespClient root = as("root", "r");
        assertThat(root.call("DEL", "stats")).isEqualTo(ONE);
        assertThat(root.call("CONFIG", "RESETSTAT")).isEqualTo(OK);
        assertThat(root.call("MONITOR")).isEqualTo(OK);
    }

    @Test
    void aUserSeesAndClosesItsOwnConnectionsOnly() {
        RespClient alice = as("alice", "a");
        RespClient carol = as("carol", "c");
        RespClient root = as("root", "r");
        String id = carol.call("CLIENT", "ID").substring(1).trim();
        assertThat(alice.call("CLIENT", "LIST")).contains("user=alice").doesNotContain("user=carol");
        assertThat(alice.call("CLIENT", "KILL", "ID", id)).isEqualTo(":0\r\n");
        assertThat(root.call("CLIENT", "LIST")).contains("user=alice").contains("user=carol");
        assertThat(root.call("CLIENT", "KILL", "USER", "carol")).isEqualTo(ONE);
        assertThat(carol.isClosedByServer()).isTrue();
        assertThat(alice.call("PING")).isEqualTo(PONG);
    }

    @Test
    void whoBecomesSomebodyElseLeavesItsGroupAndWatchesNobody() {
        RespClient client = as("carol", "c");
        client.call("CLIENT", "SETNAME", "g:n");
        client.call("BLPOP", "topics:payments", "0.01");
        assertThat(client.call("AUTH", "alice", "a")).isEqualTo(OK);
        assertThat(client.call("RPUSH", "acks", "payments:0:0")).startsWith("-CONS No consumer registered");
        RespClient watcher = as("root", "r");
        assertThat(watcher.call("MONITOR")).isEqualTo(OK);
        assertThat(watcher.reply()).endsWith("\"MONITOR\"\r\n");
        assertThat(watcher.call("AUTH", "alice", "a")).isEqualTo(OK);
        as("carol", "c").call("PING");
        assertThat(watcher.call("ECHO", "next")).isEqualTo(bulk("next"));
    }
}
