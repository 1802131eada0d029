package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.DelegatingMember;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.store.Message;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker that fails, in every way and at every command: the client is told, and its connection lives on. */
class FailingBrokerTests extends RespFixture {
    private enum Way {
        THROWN,
        /** Of a future that has failed when the door gets it. */
        AT_ONCE,
        /** Of a future that fails later, on another thread. */
        LATER
    }

    private volatile @Nullable RuntimeException failure;
    private volatile Way way = Way.THROWN;
    private volatile boolean joiningWorks;

    @Override
    void change(TestRespDoor.Settings before) {
        before.asSeenByTheDoor = Failing::new;
    }

    private <T> CompletableFuture<T> unlessItFails(Supplier<CompletableFuture<T>> otherwise) {
        RuntimeException thrown = failure;
        if (thrown == null) {
            return otherwise.get();
        }
        return switch (way) {
            case THROWN -> throw thrown;
            case AT_ONCE -> CompletableFuture.failedFuture(thrown);
            case LATER -> {
                CompletableFuture<T> late = new CompletableFuture<>();
                new Thread(() -> late.completeExceptionally(thrown)).start();
                yield late;
            }
        };
    }

    private final class Failing extends DelegatingBroker {
        Failing(Broker delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<ProduceResult> produce(
                TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
            return unlessItFails(() -> super.produce(topic, messages, placement, accepted));
        }

        @Override
        public CompletableFuture<List<TopicName>> topics() {
            return unlessItFails(super::topics);
        }

        @Override
        public CompletableFuture<TopicDescription> describeTopic(TopicName topic) {
            return unlessItFails(() -> super.describeTopic(topic));
        }

        @Override
        public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
            Supplier<CompletableFuture<GroupMember>> join =
                    () -> super.joinGroup(group, member, listener).thenApply(FailingMember::new);
            return joiningWorks ? join.get() : unlessItFails(join);
        }
    }

    private final class FailingMember extends DelegatingMember {
        FailingMember(GroupMember delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait) {
            return unlessItFails(() -> super.poll(limits, maxWait));
        }

        @Override
        public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
            return unlessItFails(() -> super.acknowledge(acknowledgements));
        }
    }

    /** The text for a failure that says "The text". */
    private static String expected(String kind, Code code) {
        return error(
                switch (code) {
                    case UNAUTHENTICATED -> "NOAUTH Authentication required.";
                    case PERMISSION_DENIED -> "NOPERM The text";
                    case UNAVAILABLE -> kind.equals("CONS") ? "CONS Server shutdown" : kind + " The text";
                    default -> kind + " The text";
                });
    }

    private void failWith(@Nullable RuntimeException next) {
        failure = next;
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeReachesWhoProduces(Way how) {
        way = how;
        RespClient client = door.connect();
        for (Code code : Code.values()) {
            failWith(new BrokerException(code, "The text"));
            assertThat(client.call("RPUSHX", "topics:t", "m")).as("%s", code).isEqualTo(expected("PROD", code));
            failWith(null);
            assertThat(client.call("RPUSHX", "topics:t", "m")).as("%s", code).isEqualTo(ONE);
        }
        assertThat(counter("producer.delivery.errors")).isEqualTo(Code.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeReachesWhoConsumes(Way how) {
        way = how;
        door.connect().call("RPUSHX", "topics:t", "m");
        RespClient member = door.member("g:n");
        assertThat(member.call("BLPOP", "topics:t", "5")).isEqualTo(message("t", 0, 0, "m"));
        for (Code code : Code.values()) {
            failWith(new BrokerException(code, "The text"));
            assertThat(member.call("BLPOP", "topics:t", "0"))
                    .as("pop: %s", code)
                    .isEqualTo(expected("CONS", code));
            assertThat(member.call("RPUSH", "acks", "t:0:0"))
                    .as("acknowledge: %s", code)
                    .isEqualTo(expected("CONS", code));
            failWith(null);
            assertThat(member.call("BLPOP", "topics:t", "0.001"))
                    .as("pop after %s", code)
                    .isEqualTo(NOTHING);
        }
        assertThat(member.call("RPUSH", "acks", "t:0:0")).isEqualTo(ONE);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeReachesWhoJoins(Way how) {
        way = how;
        for (Code code : Code.values()) {
            for (boolean works : List.of(false, true)) {
                joiningWorks = works;
                RespClient member = door.member(code + ":" + works);
                failWith(new BrokerException(code, "The text"));
                assertThat(member.call("BLPOP", "topics:t", "0"))
                        .as("%s, joining works: %s", code, works)
                        .isEqualTo(expected("CONS", code));
                failWith(null);
                assertThat(member.call("BLPOP", "topics:t", "0.001"))
                        .as("after %s, joining works: %s", code, works)
                        .isEqualTo(NOTHING);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeReachesWhoAsksForTopics(Way how) {
        way = how;
        RespClient client = door.connect();
        assertThat(client.call("RPUSHX", "topics:t", "m")).isEqualTo(ONE);
        for (Code code : Code.values()) {
            failWith(new BrokerException(code, "The text"));
            for (String command : List.of("KEYS topics:", "SCAN 0", "EXISTS topics:t")) {
                assertThat(client.call(command.split(" ")))
                        .as("%s: %s", command, code)
                        .isEqualTo(expected("ERR", code));
            }
            if (code != Code.UNKNOWN_TOPIC) {
                assertThat(client.call("TYPE", "topics:t")).as("%s", code).isEqualTo(expected("ERR", code));
                assertThat(client.call("LLEN", "topics:t")).as("%s", code).isEqualTo(expected("ERR", code));
            }
            failWith(null);
            assertThat(client.call("LLEN", "topics:t")).isEqualTo(ONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDefectIsToldWithoutItsText(Way how) {
        way = how;
        door.connect().call("RPUSHX", "topics:t", "m");
        RespClient member = door.member("g:n");
        failWith(new IllegalStateException("secret of the inside"));
        String hidden = " internal error; the server's log has the reason";
        assertThat(member.call("BLPOP", "topics:t", "0")).isEqualTo(error("CONS" + hidden));
        joiningWorks = true;
        assertThat(member.call("BLPOP", "topics:t", "0")).isEqualTo(error("CONS" + hidden));
        assertThat(member.call("BLPOP", "topics:t", "0")).isEqualTo(error("CONS" + hidden));
        assertThat(member.call("RPUSH", "acks", "t:0:0")).isEqualTo(error("CONS" + hidden));
        assertThat(member.call("RPUSHX", "topics:t", "m")).isEqualTo(error("PROD" + hidden));
        for (String command : List.of("KEYS topics:", "SCAN 0", "EXISTS topics:t", "TYPE topics:t", "LLEN topics:t")) {
            assertThat(member.call(command.split(" ")))
                    .as(command)
                    .startsWith("-ERR ")
                    .doesNotContain("secret");
        }
        failWith(null);
        assertThat(member.call("BLPOP", "topics:t", "5")).isEqualTo(message("t", 0, 0, "m"));
        assertThat(member.call("RPUSH", "acks", "t:0:0")).isEqualTo(ONE);
    }

    /** Whatever a command does with the broker, it is answered, once. */
    @ParameterizedTest
    @EnumSource
    void noCommandAtAllGoesUnanswered(Way how) {
        way = how;
        RespClient client = door.connect();
        assertThat(client.call("CLIENT", "SETNAME", "g:n")).isEqualTo(OK);
        failWith(new IllegalStateException("A defect"));
        Set<String> notHere = Set.of("quit", "monitor", "shutdown");
        List<String> arguments = List.of("topics:t", "1", "x");
        String table = client.call("COMMAND", "LIST");
        List<String> names = table.lines()
                .filter(line -> !line.startsWith("*") && !line.startsWith("$"))
                .toList();
        assertThat(names).contains("blpop", "rpushx", "keys", "hgetall");
        for (String name : names) {
            for (int count = 0; !notHere.contains(name) && count <= arguments.size(); count++) {
                String[] request = new String[1 + count];
                request[0] = name;
                for (int i = 0; i < count; i++) {
                    request[1 + i] = arguments.get(i);
                }
                assertThat(client.call(request))
                        .as("%s with %d arguments", name, count)
                        .isNotEmpty();
                assertThat(client.call("PING", "still in step"))
                        .as("after %s with %d arguments", name, count)
                        .isEqualTo(bulk("still in step"));
            }
        }
    }
}
