package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.DelegatingMember;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.store.Message;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many commands at once: their order, and what the broker is asked together. */
class PipelineTests extends RespFixture {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable CompletableFuture<Void> gate;

    @Override
    void change(TestRespDoor.Settings before) {
        before.limits = new StoreLimits(1_000);
        before.asSeenByTheDoor = Watched::new;
    }

    /** Notes what it is asked, and answers for produced messages once the gate, if there is one, is open. */
    private final class Watched extends DelegatingBroker {
        Watched(Broker delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<ProduceResult> produce(
                TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
            asked.add("produce " + topic + " " + messages.size());
            if (topic.value().equals("defective")) {
                throw new IllegalStateException("A defect");
            }
            if (topic.value().equals("full")) {
                return CompletableFuture.failedFuture(
                        new BrokerException(BrokerException.Code.RESOURCE_EXHAUSTED, "The disk is full"));
            }
            CompletableFuture<ProduceResult> result = super.produce(topic, messages, placement, accepted);
            CompletableFuture<Void> shut = gate;
            return shut == null ? result : result.thenCombine(shut, (produced, open) -> produced);
        }

        @Override
        public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
            return super.joinGroup(group, member, listener).thenApply(WatchedMember::new);
        }
    }

    private final class WatchedMember extends DelegatingMember {
        WatchedMember(GroupMember delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
            asked.add("acknowledge " + acknowledgements.size());
            return super.acknowledge(acknowledgements);
        }
    }

    private static String produce(String target, String value) {
        return RespClient.request("RPUSHX", target, value);
    }

    private static void assertReplies(RespClient client, String... replies) {
        for (String reply : replies) {
            String next = client.reply();
            if (reply.endsWith("…")) {
                assertThat(next).startsWith(reply.substring(0, reply.length() - 1));
            } else {
                assertThat(next).isEqualTo(reply);
            }
        }
    }

    @Test
    void messagesOfOneReadToOneTopicAreOneBatch() {
        RespClient client = door.connect();
        client.send(produce("topics:t", "a").repeat(99) + produce("topics:t:key", "b"));
        for (int i = 0; i < 100; i++) {
            assertReplies(client, ONE);
        }
        assertThat(asked).containsExactly("produce t 100");
        assertThat(client.call("LLEN", "topics:t")).isEqualTo(":100\r\n");
    }

    @Test
    void anotherTopicOrCommandEndsABatch() {
        RespClient client = door.connect();
        client.send(produce("topics:t", "1") + produce("topics:t", "2") + produce("topics:u", "1") + "PING\r\n"
                + produce("topics:u", "2") + "FOO\r\n" + produce("topics:u", "3"));
        assertReplies(client, ONE, ONE, ONE, "+PONG\r\n", ONE, "-ERR unknown command 'FOO'…", ONE);
        assertThat(asked).containsExactly("produce t 2", "produce u 1", "produce u 1", "produce u 1");
    }

    @Test
    void aMessageThatIsRefusedLeavesTheOthersAlone() {
        RespClient client = door.connect();
        client.send(produce("topics:t", "1")
                + produce("topics:t", "x".repeat(1_001))
                + produce("topics:!", "x")
                + produce("nowhere", "x")
                + produce("topics:t", "2"));
        assertReplies(
                client,
                ONE,
                error("PROD The message has 1001 bytes; the limit is 1000"),
                "-PROD The topic name '!' has the character U+0021…",
                "-PROD First argument must be…",
                ONE);
        assertThat(client.call("LLEN", "topics:t")).isEqualTo(":2\r\n");
    }

    @Test
    void everyMessageOfABatchThatFailsIsToldSo() {
        RespClient client = door.connect();
        client.send(produce("topics:full", "1")
                + produce("topics:full", "2")
                + produce("topics:defective", "3")
                + produce("topics:t", "4"));
        assertReplies(
                client,
                error("PROD The disk is full"),
                error("PROD The disk is full"),
                error("PROD internal error; the server's log has the reason"),
                ONE);
        assertThat(client.call("HGETALL", "stats")).contains("producer.delivery.errors\r\n$1\r\n3\r\n");
    }

    @Test
    void repliesKeepTheirOrderWhileTheBrokerTakesItsTime() {
        RespClient client = door.connect();
        assertThat(client.call("RPUSHX", "topics:t", "0")).isEqualTo(ONE);
        CompletableFuture<Void> shut = new CompletableFuture<>();
        gate = shut;
        client.send(produce("topics:t", "1") + "RPUSHX x\r\nPING\r\nECHO a\r\nLLEN topics:t\r\n");
        // Others are served meanwhile.
        RespClient other = door.connect();
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        other.send(produce("topics:t", "2") + produce("topics:u", "1"));
        shut.complete(null);
        assertReplies(client, ONE, "-PROD RPUSHX accepts…", "+PONG\r\n", "$1\r\na\r\n", ":…");
        assertReplies(other, ONE, ONE);
    }

    @Test
    void dumpAnswersWhenEverythingBeforeItIsAnswered() {
        CompletableFuture<Void> shut = new CompletableFuture<>();
        gate = shut;
        RespClient client = door.connect().send(produce("topics:t", "1") + "DUMP 1\r\n");
        door.connect().call("PING");
        shut.complete(null);
        assertReplies(client, ONE, ":0\r\n");
    }

    @Test
    void requestsMayBeCutAnywhere() {
        String bytes = produce("topics:t:k", "value") + "PING\r\n" + RespClient.request("ECHO", "a\r\nb");
        for (int cut = 1; cut < bytes.length(); cut++) {
            RespClient client = door.connect();
            client.send(bytes.substring(0, cut));
            client.send(bytes.substring(cut));
            assertReplies(client, ONE, "+PONG\r\n", "$4\r\na\r\nb\r\n");
            client.close();
        }
    }

    @Test
    void aPipelineOfPopsAndAcknowledgementsAsksTheBrokerOnce() {
        RespClient producer = door.connect();
        for (int i = 0; i < 16; i++) {
            producer.call("RPUSHX", "topics:t", "m" + i);
        }
        RespClient member = door.member("g:n");
        assertThat(member.call("BLPOP", "topics:t", "5")).isEqualTo(message("t", 0, 0, "m0"));
        asked.clear();
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < 15; i++) {
            pipeline.append(RespClient.request("RPUSH", "acks", "t:0:" + i))
                    .append(RespClient.request("BLPOP", "topics:t", "5"));
        }
        member.send(pipeline.toString());
        for (int i = 0; i < 15; i++) {
            assertReplies(member, ONE, message("t", 0, i + 1, "m" + (i + 1)));
        }
        assertThat(asked).containsExactly("acknowledge 15");
    }

    @Test
    void eachAcknowledgementGetsItsOwnReplyWhenOneIsRefused() {
        door.connect().call("RPUSHX", "topics:t", "m");
        RespClient member = door.member("g:n");
        assertThat(member.call("BLPOP", "topics:t", "5")).isEqualTo(message("t", 0, 0, "m"));
        member.send("RPUSH acks t:0:0\r\nRPUSH acks t:7:0\r\nRPUSH acks x\r\nRPUSH acks t:0:0 t:0:0\r\nPING\r\n");
        assertReplies(
                member,
                ONE,
                "-CONS The partition t-7 is not assigned…",
                error("CONS Cannot parse ack: 'x'"),
                ":2\r\n",
                "+PONG\r\n");
    }

    @Test
    void aPopGetsWhatItsOwnPipelineProducedBefore() {
        RespClient member = door.member("g:n");
        member.send(produce("topics:t", "mine") + RespClient.request("BLPOP", "topics:t", "0") + "PING\r\n");
        assertReplies(member, ONE, message("t", 0, 0, "mine"), "+PONG\r\n");
    }

    @Test
    void acknowledgementsGoOutBeforeAPopWaits() {
        RespClient producer = door.connect();
        producer.call("RPUSHX", "topics:t", "m");
        RespClient member = door.member("g:n");
        member.call("BLPOP", "topics:t", "5");
        member.send("RPUSH acks t:0:0\r\nBLPOP topics:t 0\r\n");

        await().until(() -> door.broker.describeGroup(GroupName.of("g")).join().partitions().stream()
                .allMatch(partition -> partition.committed().equals(OptionalLong.of(1))));

        // It still waits: only this ends it.
        assertThat(producer.call("RPUSHX", "topics:t", "later")).isEqualTo(ONE);
        assertReplies(member, ONE, message("t", 0, 1, "later"));
    }
}
