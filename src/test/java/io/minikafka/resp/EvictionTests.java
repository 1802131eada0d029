package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.SettingsChange;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.store.TopicName;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Members that neither ask for messages nor acknowledge any for longer than {@code max.poll.interval.ms}. */
class EvictionTests extends GroupFixture {
    private static final String SHORT = "topics:t:{\"max.poll.interval.ms\": 500}";

    @Test
    void anotherMemberGetsItsMessagesAndItsAcknowledgementIsRefused() {
        produce(1);
        RespClient slow = door.member("g:slow");
        assertThat(slow.call("BLPOP", SHORT, "5")).isEqualTo(message("t", 0, 0, "m0"));
        RespClient other = door.member("g:other").send("BLPOP topics:t 0\r\n");
        assertThat(other.reply()).isEqualTo(message("t", 0, 0, "m0"));
        awaitShares(1, "other");

        assertThat(slow.call("RPUSH", "acks", "t:0:0"))
                .startsWith("-CONS ")
                .contains("t-0")
                .contains("not assigned");
        assertThat(progress(0).committed()).isEmpty();
        assertThat(other.call("RPUSH", "acks", "t:0:0")).isEqualTo(ONE);
        assertThat(progress(0).committed()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void itIsBackWhenItAsksAgain() {
        produce(2);
        RespClient slow = door.member("g:slow");
        assertThat(slow.call("BLPOP", SHORT, "5")).isEqualTo(message("t", 0, 0, "m0"));
        awaitMembers(0);
        assertThat(slow.call("RPUSH", "acks", "t:0:0")).startsWith("-CONS ");

        // At once, for it may be too slow again.
        slow.send(RespClient.request("BLPOP", "topics:t", "0") + RespClient.request("RPUSH", "acks", "t:0:0"));
        assertThat(slow.reply()).isEqualTo(message("t", 0, 0, "m0"));
        assertThat(slow.reply()).isEqualTo(ONE);
        assertThat(slow.call("BLPOP", "topics:t", "0")).isEqualTo(message("t", 0, 1, "m1"));
    }

    @Test
    void itSharesWithThoseWhoCameInItsAbsence() {
        settings.partitions = 2;
        restart();
        produce(1);
        RespClient slow = door.member("g:slow");
        assertThat(Popped.of(slow.call("BLPOP", SHORT, "5")).value()).isEqualTo("m0");
        awaitMembers(0);
        RespClient other = door.member("g:other").send("BLPOP topics:t 0\r\n");
        Popped again = Popped.of(other.reply());
        assertThat(again.value()).isEqualTo("m0");
        assertThat(other.call("RPUSH", "acks", again.acknowledgement())).isEqualTo(ONE);
        other.send("BLPOP topics:t 0\r\n");
        slow.send("BLPOP topics:t 0\r\n");
        awaitShares(1, "slow", "other");
    }

    @Test
    void whoWaitsForMessagesIsNotTooSlow() {
        createTheTopic();
        RespClient patient = door.member("g:patient")
                .send(RespClient.request("BLPOP", "topics:t:{\"max.poll.interval.ms\": 1}", "0"));
        letTheIntervalPass("patient");
        produce(1);
        assertThat(patient.reply()).isEqualTo(message("t", 0, 0, "m0"));
    }

    @Test
    void whoIsBackAndWaitsIsNotTooSlowEither() {
        createTheTopic();
        RespClient patient = door.member("g:patient");
        assertThat(patient.call("BLPOP", SHORT, "0.001")).isEqualTo(NOTHING);
        awaitMembers(0);
        patient.send("BLPOP topics:t 0\r\n");
        letTheIntervalPass("patient");
        produce(1);
        assertThat(patient.reply()).isEqualTo(message("t", 0, 0, "m0"));
    }

    private void createTheTopic() {
        door.broker.createTopic(TopicName.of("t"), SettingsChange.NONE).join();
    }

    /** Another member comes after this one, and is gone because it does not poll. */
    private void letTheIntervalPass(String name) {
        awaitShares(1, name);
        RespClient slow = door.member("g:slow");
        assertThat(slow.call("BLPOP", SHORT, "0.001")).isEqualTo(NOTHING);
        await().untilAsserted(() ->
                assertThat(members()).extracting(MemberDescription::name).doesNotContain("slow"));
        awaitShares(1, name);
    }

    @Test
    void aConnectionThatWasEvictedKeepsItsName() {
        RespClient slow = door.member("g:slow");
        assertThat(slow.call("BLPOP", SHORT, "0.001")).isEqualTo(NOTHING);
        awaitMembers(0);
        assertThat(door.connect().call("CLIENT", "SETNAME", "g:slow"))
                .isEqualTo(error("CONS id g:slow is already taken"));
        slow.close();
        await().until(() -> door.connect().call("CLIENT", "SETNAME", "g:slow").equals(OK));
    }
}
