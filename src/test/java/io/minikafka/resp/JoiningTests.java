package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a broker is asked for when a connection joins its group. */
class JoiningTests extends HeldFixture {
    @Test
    void whatTheClientSetsReachesTheBroker() {
        assertThat(door.member("g:n")
                        .call(
                                "BLPOP",
                                "topics:a,b:{\"auto.offset.reset\": \"latest\", "
                                        + "\"max.poll.interval.ms\": 600000, \"auto.commit.interval.ms\": 0, "
                                        + "\"session.timeout.ms\": \"9000\", \"client.id\": \"x\"}",
                                "0.001"))
                .isEqualTo(NOTHING);
        assertThat(broker.joined)
                .containsExactly(new MemberSpec(
                        "n",
                        Set.of(TopicName.of("a"), TopicName.of("b")),
                        StartAt.LATEST,
                        Duration.ofMinutes(10),
                        Duration.ZERO,
                        Map.of("session.timeout.ms", "9000")));
    }

    @Test
    void withoutSettingsAcknowledgementsMayBeGathered() {
        assertThat(door.member("g:n").call("BLPOP", "topics:t", "0.001")).isEqualTo(NOTHING);
        assertThat(broker.joined)
                .containsExactly(new MemberSpec(
                        "n",
                        Set.of(TopicName.of("t")),
                        StartAt.EARLIEST,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5),
                        Map.of()));
    }
}
