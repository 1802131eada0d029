package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LocalBrokerGroupTests extends BrokerFixture {
    private static final GroupName BILLING = GroupName.of("billing");

    private GroupMember join(String name) {
        return join(broker, name, MemberSpec.DEFAULT_MAX_POLL_INTERVAL, GroupListener.NONE);
    }

    private static GroupMember join(Broker at, String name, Duration maxPollInterval, GroupListener listener) {
        return get(at.joinGroup(
                BILLING, new MemberSpec(name, Set.of(TOPIC), StartAt.EARLIEST, maxPollInterval), listener));
    }

    private static List<String> poll(GroupMember member) {
        return values(get(member.poll(LIMITS, FOREVER)));
    }

    private void produce(String... values) {
        get(broker.produce(TOPIC, messages(values), Placement.BY_KEY));
    }

    @Test
    void messagesThatExpiredBeforeTheyWereReadAreToldAndCounted() {
        get(broker.createTopic(TOPIC, new SettingsChange(null, Duration.ofSeconds(10), null, null)));
        GroupMember one = join("one");
        produce("a");
        poll(one);
        get(one.acknowledge(List.of(new Acknowledgement(P0, 0))));
        produce("b", "c");
        clock.advance(Duration.ofSeconds(10));
        produce("d");

        Delivery delivery = get(one.poll(LIMITS, FOREVER));

        assertThat(values(delivery)).containsExactly("d");
        assertThat(delivery.skipped()).isEqualTo(2);
        assertThat(get(broker.describeGroup(BILLING)).partitions().get(0).skipped())
                .isEqualTo(2);
    }

    @Test
    void whatWasReadAheadIsNotServedAfterItExpired() {
        get(broker.createTopic(TOPIC, new SettingsChange(null, Duration.ofSeconds(10), null, null)));
        produce("a", "b", "c");
        GroupMember one = join("one");
        get(one.poll(ONE, FOREVER));
        clock.advance(Duration.ofSeconds(10));
        produce("d");

        Delivery delivery = get(one.poll(ONE, FOREVER));

        assertThat(values(delivery)).containsExactly("d");
        assertThat(delivery.skipped()).isEqualTo(2);
    }

    @Test
    void drainingEndsWaitsAndRefusesNewMembersButServesWhatIsThere() {
        produce("a", "b");
        GroupMember one = join("one");
        CompletableFuture<Delivery> waiting = join("two").poll(LIMITS, FOREVER);

        broker.drain();

        assertThat(failure(waiting).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(broker.joinGroup(
                                BILLING,
                                new MemberSpec("three", Set.of(TOPIC), StartAt.EARLIEST, Duration.ofMinutes(1)),
                                GroupListener.NONE))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
        assertThat(poll(one)).containsExactly("a", "b");
        assertThat(failure(one.poll(LIMITS, FOREVER)).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void aGroupThatNobodyUsesForLongEnoughIsForgotten() {
        LocalBroker forgetful = new LocalBroker(
                store,
                new BrokerOptions(DEFAULTS, true, new GroupOptions(Duration.ZERO, Duration.ofMillis(20))),
                timer);
        produce("a");
        GroupMember one = join(forgetful, "one", MemberSpec.DEFAULT_MAX_POLL_INTERVAL, GroupListener.NONE);
        poll(one);
        get(one.acknowledge(List.of(new Acknowledgement(P0, 0))));
        get(one.leave());

        await().until(() -> get(forgetful.groups()).isEmpty());
        assertThat(poll(join(forgetful, "one", Duration.ofMinutes(1), GroupListener.NONE)))
                .containsExactly("a");
        forgetful.close();
    }

    @Test
    void tenThousandIdleMembersNeedNoThreadOfTheirOwn() {
        int threads = Thread.activeCount();
        List<CompletableFuture<Delivery>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            GroupMember member = get(broker.joinGroup(
                    GroupName.of("group" + i),
                    new MemberSpec("m", Set.of(TOPIC), StartAt.EARLIEST, Duration.ofMinutes(5)),
                    GroupListener.NONE));
            waiting.add(member.poll(LIMITS, FOREVER));
        }
        assertThat(Thread.activeCount()).isLessThan(threads + 10);

        produce("a");

        waiting.forEach(each -> assertThat(values(get(each))).containsExactly("a"));
    }
}
