package io.minikafka.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minikafka.store.TopicName;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTests {
    private static final TopicName ORDERS = TopicName.of("orders");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            produce                    | PRODUCE | orders | true
            produce                    | CONSUME | orders | false
            produce:o*                 | PRODUCE | orders | true
            produce:x*                 | PRODUCE | orders | false
            consume:orders,produce:x   | CONSUME | orders | true
            consume:orders,produce:x   | PRODUCE | orders | false
            ADMIN : orders             | PRODUCE | orders | true
            admin:orders               | ADMIN   | other  | false
            admin                      | ADMIN   | other  | true
            consume                    | ADMIN   | orders | false
            monitor                    | PRODUCE | orders | false
            monitor                    | CONSUME | orders | false
            """)
    void itMayDoWhatOneOfItsGrantsSays(String grants, Right right, String topic, boolean expected) {
        assertThat(caller(grants).may(right, TopicName.of(topic))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"admin, true", "admin:**, true", "admin:o*, false", "produce, false"})
    void anAdministratorHasEveryRightToEveryTopic(String grants, boolean expected) {
        assertThat(caller(grants).isAdministrator()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"admin, true", "monitor, true", "admin:o*, false", "consume, false"})
    void whoMonitorsSeesTheWholeServiceOnly(String grants, boolean expected) {
        assertThat(caller(grants).mayMonitor()).isEqualTo(expected);
    }

    @Test
    void aStrangerMayNothingAndAnonymousEverything() {
        for (Right right : Right.values()) {
            assertThat(Caller.STRANGER.may(right, ORDERS)).isFalse();
            assertThat(Caller.ANONYMOUS.may(right, ORDERS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prodce:orders", "admin:", "monitor:orders", "produce:a b", "*"})
    void whatIsNoGrantIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Grant.of(text)).withMessageContaining("accepted is");
    }

    private static Caller caller(String grants) {
        return new Caller(
                "alice", Arrays.stream(grants.split(",")).map(Grant::of).toList());
    }
}
