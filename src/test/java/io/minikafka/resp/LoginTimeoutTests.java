package io.minikafka.resp;

import static io.minikafka.security.TestAccounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.grpc.TestStore;
import io.minikafka.security.Authenticator;
import io.minikafka.security.TestAccounts;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a connection may be there without saying who it is. */
class LoginTimeoutTests extends RespFixture {
    private static final String TOO_LATE = error("NOAUTH Authentication required within 2000 ms.");
    private static final String NOAUTH = error("NOAUTH Authentication required.");

    private final Queue<Runnable> verifications = new ConcurrentLinkedQueue<>();
    private volatile boolean isHeld;

    private Authenticator authenticator = TestAccounts.of(this::verify, account("alice", "a", "produce", "consume"));

    /** What is stored does not matter here. */
    static Stream<RespBackend> backends() {
        return Stream.of(new StoredBackend(TestStore.MEMORY));
    }

    @Override
    void change(TestRespDoor.Settings before) {
        // Long enough to log in on a machine that does many things at once.
        before.loginTimeout = Duration.ofSeconds(2);
        before.authenticator = authenticator;
    }

    private void verify(Runnable verification) {
        if (isHeld) {
            verifications.add(verification);
        } else {
            verification.run();
        }
    }

    @Test
    void whoNeverLogsInIsToldSoAndClosed() {
        RespClient silent = door.connect();
        assertThat(silent.reply()).isEqualTo(TOO_LATE);
        assertThat(silent.isClosedByServer()).isTrue();
    }

    @Test
    void whatIsTriedInVainGivesNoMoreTime() {
        RespClient busy = door.connect();
        String reply = busy.call("AUTH", "alice", "wrong");
        while (!reply.equals(TOO_LATE)) {
            assertThat(reply)
                    .satisfiesAnyOf(
                            refused -> assertThat(refused).isEqualTo(NOAUTH),
                            refused -> assertThat(refused).startsWith("-WRONGPASS"));
            reply = busy.call("PING");
        }
        assertThat(busy.isClosedByServer()).isTrue();
    }

    @Test
    void aHalfSentRequestIsNoLogin() {
        RespClient slow = door.connect().send("*3\r\n$4\r\nAUTH\r\n$5\r\nali");
        assertThat(slow.reply()).isEqualTo(TOO_LATE);
        assertThat(slow.isClosedByServer()).isTrue();
    }

    @Test
    void whoHasLoggedInMayWaitAsLongAsItLikes() {
        RespClient waiting = door.connect();
        assertThat(waiting.call("AUTH", "alice", "a")).isEqualTo(OK);
        assertThat(waiting.call("CLIENT", "SETNAME", "g:n")).isEqualTo(OK);
        waiting.send("BLPOP topics:t 0\r\n");
        // By the time a stranger who came later is turned away.
        assertThat(door.connect().reply()).isEqualTo(TOO_LATE);
        RespClient producer = door.connect();
        producer.send("AUTH alice a\r\nRPUSHX topics:t m\r\n");
        assertThat(producer.reply()).isEqualTo(OK);
        assertThat(producer.reply()).isEqualTo(ONE);
        assertThat(waiting.reply()).isEqualTo(message("t", 0, 0, "m"));
    }

    @Test
    void whoLogsOutIsAStrangerAgain() {
        RespClient client = door.connect();
        assertThat(client.call("AUTH", "alice", "a")).isEqualTo(OK);
        assertThat(client.call("RESET")).isEqualTo("+RESET\r\n");
        assertThat(client.reply()).isEqualTo(TOO_LATE);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void aLoginThatIsBeingVerifiedWhenTheTimeIsOverStillCounts() {
        isHeld = true;
        RespClient right = door.connect().send("AUTH alice a\r\nPING\r\n");
        RespClient wrong = door.connect().send("AUTH alice b\r\nAUTH alice a\r\nPING\r\n");
        await().until(() -> verifications.size() == 2);
        awaitTheLimitOnEveryLoop();
        isHeld = false;
        verifications.forEach(Runnable::run);
        assertThat(right.reply()).isEqualTo(OK);
        assertThat(right.reply()).isEqualTo("+PONG\r\n");
        assertThat(wrong.reply()).startsWith("-WRONGPASS");
        assertThat(wrong.reply()).isEqualTo(TOO_LATE);
        assertThat(wrong.isClosedByServer()).isTrue();
    }

    /** Until strangers that came later are too late: so many that each event loop has one, and has told all before it. */
    private void awaitTheLimitOnEveryLoop() {
        List<RespClient> strangers =
                Stream.generate(door::connect).limit(RespServer.MOST_THREADS).toList();
        assertThat(strangers)
                .allSatisfy(stranger -> assertThat(stranger.reply()).isEqualTo(TOO_LATE));
    }

    @Test
    void whereNobodyNeedsToLogInNobodyIsClosed() {
        authenticator = Authenticator.NONE;
        restart();
        RespClient waiting = door.connect().send("CLIENT SETNAME g:n\r\nBLPOP topics:t 3\r\n");
        assertThat(waiting.reply()).isEqualTo(OK);
        assertThat(waiting.reply()).isEqualTo(NOTHING);
    }
}
