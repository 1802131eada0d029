package io.minikafka.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.LoggedProblems;
import io.minikafka.security.Origin.Door;
import io.minikafka.security.Refusal.Reason;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RefusalLogTests {
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final RefusalLog log = new RefusalLog(later::add);

    @Test
    void theFirstIsToldAtOnceAndThoseAfterItInSums() {
        try (LoggedProblems logged = new LoggedProblems(RefusalLog.class)) {
            refuse("alice");
            assertThat(logged.messages())
                    .containsExactly("A login was refused: door redis, user alice, from 192.0.2.1: wrong password");
            refuse("(unknown)");
            refuse("bob");
            later.remove().run();
            assertThat(logged.messages())
                    .hasSize(2)
                    .last()
                    .isEqualTo("2 more logins were refused, the last: door redis, user bob, from 192.0.2.1: wrong"
                            + " password");
            later.remove().run();
            assertThat(later).as("nothing is planned where nothing happens").isEmpty();
        }
    }

    private void refuse(String user) {
        log.refused(new Origin(Door.REDIS, "192.0.2.1"), user, new Credentials.Password(user, "secret"), Reason.WRONG);
    }
}
