package io.minikafka.resp;

import static io.minikafka.resp.Popped.acknowledge;
import static io.minikafka.resp.Popped.pop;
import static io.minikafka.resp.Popped.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.minikafka.grpc.TestConsumer;
import io.minikafka.grpc.TestConsumer.Delivered;
import io.minikafka.grpc.TestDoor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One group whose members come through different doors, over one broker. */
class SharedGroupTests extends GroupFixture {
    private static final int MESSAGES = 40;

    private TestDoor grpc;
    private RespClient redisMember;
    private TestConsumer grpcMember;
    private List<String> all;

    /** How many of the messages are in the partitions of the member that came through gRPC. */
    private int ofGrpc;

    @Override
    void change(TestRespDoor.Settings before) {
        before.partitions = 4;
    }

    @BeforeEach
    void joinThroughBothDoors() {
        grpc = TestDoor.over(door.broker);
        redisMember = door.member("g:redis");
        assertThat(redisMember.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        grpcMember =
                TestConsumer.join(grpc.channel, TestConsumer.joining("g", "t").setMember("grpc"));
        all = produce(MESSAGES);
        awaitShares(2, "redis", "grpc");
        grpcMember.awaitAssignment(partitions -> partitions.size() == 2);
        ofGrpc = partitionsOf("grpc").stream()
                .mapToInt(partition -> (int) progress(partition).logEndOffset())
                .sum();
    }

    @AfterEach
    void closeTheOtherDoor() {
        grpc.close();
    }

    private static List<String> texts(List<Delivered> messages) {
        return messages.stream().map(Delivered::text).toList();
    }

    @Test
    void theyShareTheTopic() {
        List<String> seen = new ArrayList<>(values(pop(redisMember, MESSAGES - ofGrpc)));
        seen.addAll(texts(grpcMember.credit(ofGrpc).messages(ofGrpc)));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(redisMember.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
    }

    @Test
    void whenTheStreamLeavesTheConnectionGetsWhatItHasNotAcknowledged() {
        List<Popped> own = pop(redisMember, MESSAGES - ofGrpc);
        acknowledge(redisMember, own);
        List<Delivered> others = grpcMember.credit(ofGrpc).messages(ofGrpc);
        Delivered acknowledged = others.get(0);
        assertThat(grpcMember.acknowledge(TestConsumer.upTo(acknowledged))).isEmpty();

        assertThat(grpcMember.leave().getCode()).isEqualTo(Status.Code.OK);

        Set<String> rest = new HashSet<>(texts(others));
        rest.remove(acknowledged.text());
        assertThat(values(pop(redisMember, ofGrpc - 1))).containsExactlyInAnyOrderElementsOf(rest);
        awaitShares(4, "redis");
    }

    @Test
    void whenTheConnectionBreaksInTheMiddleOfAPopTheStreamGetsTheRest() {
        int ofRedis = MESSAGES - ofGrpc;
        List<Delivered> own = grpcMember.credit(ofGrpc).messages(ofGrpc);
        own.forEach(message ->
                assertThat(grpcMember.acknowledge(TestConsumer.upTo(message))).isEmpty());
        List<Popped> others = pop(redisMember, ofRedis);
        Popped acknowledged = others.get(0);
        acknowledge(redisMember, List.of(acknowledged));
        redisMember.send("BLPOP topics:t 0\r\n");

        redisMember.close();

        Set<String> rest = new HashSet<>(values(others));
        rest.remove(acknowledged.value());
        assertThat(texts(grpcMember.credit(ofRedis - 1).messages(ofRedis - 1)))
                .containsExactlyInAnyOrderElementsOf(rest);
        awaitShares(4, "grpc");
    }

    @Test
    void whatMovedToTheStreamCannotBeAcknowledgedByTheConnection() {
        Popped own = pop(redisMember, 1).get(0);
        int foreign = partitionsOf("grpc").iterator().next();
        assertThat(redisMember.call("RPUSH", "acks", "t:" + foreign + ":0"))
                .startsWith("-CONS ")
                .contains("t-" + foreign);
        acknowledge(redisMember, List.of(own));
    }
}
