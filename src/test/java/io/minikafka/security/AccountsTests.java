package io.minikafka.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.security.Origin.Door;
import io.minikafka.security.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccountsTests {
    private static final Origin ORIGIN = new Origin(Door.GRPC, "192.0.2.1");

    private final AtomicInteger verified = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Runnable> verifications = new ArrayDeque<>();
    private final List<String> refusals = new ArrayList<>();
    private final TokenTable tokens = new TokenTable();
    private int mostWaiting = 100;

    private final Accounts accounts = new Accounts(
            List.of(
                    new Account("alice", counted("alice's"), List.of(Grant.of("produce:orders"))),
                    new Account("device", null, List.of(Grant.of("produce")))),
            tokens,
            this::execute,
            (origin, user, credentials, reason) ->
                    refusals.add(origin.peer() + " " + user + " " + credentials + " " + reason),
            nanos::get);

    private PasswordCheck counted(String password) {
        return PasswordCheck.slow(given -> {
            verified.incrementAndGet();
            return given.equals(password);
        });
    }

    private void execute(Runnable verification) {
        if (verifications.size() >= mostWaiting) {
            throw new RejectedExecutionException();
        }
        verifications.add(verification);
    }

    private void runAll() {
        while (!verifications.isEmpty()) {
            verifications.remove().run();
        }
    }

    private CompletableFuture<Caller> login(String user, String password) {
        return accounts.authenticate(new Credentials.Password(user, password), ORIGIN);
    }

    @Test
    void theRightPasswordIsTheUsers() {
        CompletableFuture<Caller> login = login("alice", "alice's");
        assertThat(login).isNotDone();
        runAll();
        assertThat(login.join().name()).isEqualTo("alice");
        assertThat(login.join().grants()).containsExactly(Grant.of("produce:orders"));
        assertThat(refusals).isEmpty();
    }

    @Test
    void anUnknownUserAndAWrongPasswordCostAndSayTheSame() {
        CompletableFuture<Caller> wrong = login("alice", "guess");
        CompletableFuture<Caller> unknown = login("bob", "alice's");
        CompletableFuture<Caller> withoutPassword = login("device", "alice's");
        assertThat(List.of(wrong, unknown, withoutPassword)).noneMatch(CompletableFuture::isDone);
        runAll();
        assertThat(verified).hasValue(3);
        assertThat(refused(unknown).getMessage()).isEqualTo(refused(wrong).getMessage());
        assertThat(refused(withoutPassword).getMessage())
                .isEqualTo(refused(wrong).getMessage());
    }

    @Test
    void aRefusalIsToldWithoutWhatWasGiven() {
        login("alice", "gue55");
        login("my-pa55word-in-the-wrong-place", "x");
        accounts.authenticate(new Credentials.Token("t0ken-that-nobody-has"), ORIGIN);
        accounts.authenticate(AuthorizationHeader.read("Basic !!!"), ORIGIN);
        runAll();
        assertThat(refusals)
                .containsExactly(
                        "192.0.2.1 (unknown) token WRONG",
                        "192.0.2.1 (unknown) credentials that cannot be read WRONG",
                        "192.0.2.1 alice password WRONG",
                        "192.0.2.1 (unknown) password WRONG");
    }

    @Test
    void whatWasRightIsNotVerifiedAgainForFiveMinutes() {
        login("alice", "alice's");
        runAll();
        nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
        assertThat(login("alice", "alice's")).isCompleted();
        nanos.addAndGet(1);
        assertThat(login("alice", "alice's")).isNotDone();
    }

    @Test
    void whatWasWrongIsVerifiedEachTime() {
        login("alice", "guess");
        runAll();
        assertThat(login("alice", "guess")).isNotDone();
        runAll();
        assertThat(verified).hasValue(2);
    }

    @Test
    void thoseWhoComeTogetherAreVerifiedOnce() {
        List<CompletableFuture<Caller>> logins =
                List.of(login("alice", "alice's"), login("alice", "alice's"), login("alice", "alice's"));
        runAll();
        assertThat(logins).allMatch(login -> login.join().name().equals("alice"));
        assertThat(verified).hasValue(1);
    }

    @Test
    void whenTooManyWaitTheNextIsToldToTryAgain() {
        mostWaiting = 1;
        CompletableFuture<Caller> first = login("alice", "alice's");
        assertThat(refused(login("alice", "guess")).reason()).isEqualTo(Reason.BUSY);
        runAll();
        assertThat(first).isCompleted();
        CompletableFuture<Caller> again = login("alice", "guess");
        runAll();
        assertThat(refused(again).reason()).isEqualTo(Reason.WRONG);
    }

    @Test
    void aCheckThatFailsLetsNobodyIn() {
        Accounts broken = new Accounts(
                List.of(new Account(
                        "alice",
                        PasswordCheck.slow(given -> {
                            throw new IllegalStateException("broken");
                        }),
                        List.of())),
                tokens,
                Runnable::run,
                RefusalListener.NONE);
        assertThat(refused(broken.authenticate(new Credentials.Password("alice", "x"), ORIGIN))
                        .reason())
                .isEqualTo(Reason.WRONG);
    }

    @Test
    void aTokenIsItsBearers() {
        tokens.add(TokenTable.sha256("a-long-and-random-token"), new Caller("robot", List.of(Grant.of("consume"))));
        assertThat(accounts.authenticate(AuthorizationHeader.read("Bearer a-long-and-random-token"), ORIGIN)
                        .join()
                        .name())
                .isEqualTo("robot");
        assertThat(refused(accounts.authenticate(AuthorizationHeader.read("bearer a-long-and-random-tokeN"), ORIGIN))
                        .reason())
                .isEqualTo(Reason.WRONG);
    }

    @Test
    void aCertificatesNameIsAUsers() {
        assertThat(accounts.authenticate(new Credentials.Certificate("device"), ORIGIN)
                        .join()
                        .name())
                .isEqualTo("device");
        assertThat(accounts.authenticate(new Credentials.Certificate("stranger"), ORIGIN))
                .isCompletedExceptionally();
    }

    @Test
    void whatIsTooLongIsNotLookedAt() {
        assertThat(login("alice", "x".repeat(5_000))).isCompletedExceptionally();
        assertThat(verifications).isEmpty();
    }

    @Test
    void aPasswordMayHaveColons() {
        String header = "basic " + Base64.getEncoder().encodeToString("alice:a:b".getBytes(StandardCharsets.UTF_8));
        assertThat(AuthorizationHeader.read(header)).isEqualTo(new Credentials.Password("alice", "a:b"));
    }

    @Test
    void whereNobodyNeedLogInOnlyTheDefaultUserDoes() {
        assertThat(Authenticator.NONE.isRequired()).isFalse();
        assertThat(Authenticator.NONE.authenticate(new Credentials.Password("default", "x"), ORIGIN))
                .isCompletedWithValue(Caller.ANONYMOUS);
        assertThat(Authenticator.NONE.authenticate(new Credentials.Password("alice", "x"), ORIGIN))
                .isCompletedExceptionally();
    }

    private static Refusal refused(CompletableFuture<Caller> login) {
        Refusal refusal = Refusal.in(login.handle((caller, failure) -> failure).join());
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
