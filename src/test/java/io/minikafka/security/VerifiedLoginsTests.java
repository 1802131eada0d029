package io.minikafka.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VerifiedLoginsTests {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final VerifiedLogins logins = new VerifiedLogins(Duration.ofNanos(10), nanos::get);

    @Test
    void theOldestLeaveWhenThereAreTooMany() {
        for (int i = 0; i <= VerifiedLogins.MOST; i++) {
            logins.add(login(i));
        }
        assertThat(logins.size()).isEqualTo(VerifiedLogins.MOST);
        assertThat(logins.contains(login(0))).isFalse();
        assertThat(logins.contains(login(1))).isTrue();
        assertThat(logins.contains(login(VerifiedLogins.MOST))).isTrue();
    }

    @Test
    void whatHasEndedIsForgottenWhenAnotherOneComes() {
        logins.add(login(1));
        nanos.addAndGet(10);
        assertThat(logins.contains(login(1))).isFalse();
        logins.add(login(2));
        assertThat(logins.size()).isEqualTo(1);
    }

    @Test
    void aKeyedHashDependsOnWhereOneTextEnds() {
        KeyedHash hash = new KeyedHash();
        assertThat(hash.of("ab", "c")).isEqualTo(hash.of("ab", "c")).isNotEqualTo(hash.of("a", "bc"));
        assertThat(new KeyedHash().of("ab", "c")).isNotEqualTo(hash.of("ab", "c"));
    }

    private static ByteBuffer login(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, number);
    }
}
