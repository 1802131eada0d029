package io.minikafka.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MessageStoreContractTests;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract, and what only this store promises. */
class InMemoryMessageStoreTests extends MessageStoreContractTests {
    private static final TopicName EXACT = TopicName.of("exact");
    private static final TopicPartition EXACT_0 = new TopicPartition(EXACT, 0);
    private static final int COST = 36 + InMemoryMessageStore.MESSAGE_OVERHEAD_BYTES;

    @Override
    protected MessageStore open(StoreLimits limits, Clock clock) {
        return new InMemoryMessageStore(limits, clock);
    }

    @Test
    void anAppendIsDoneWhenItReturnsAndSaysThatItIsVolatile() {
        store.createTopic(EXACT, TopicSettings.DEFAULT.withDurability(Durability.FSYNC));

        assertThat(store.append(EXACT_0, messages(3)))
                .isCompletedWithValueMatching(result -> result.durability() == Durability.MEMORY);
    }

    @Test
    void retentionByBytesIsExactAndEffectiveAtOnce() {
        store.createTopic(EXACT, TopicSettings.DEFAULT.withRetentionBytes(10 * COST));

        store.append(EXACT_0, messages(10));
        assertThat(store.logStartOffset(EXACT_0)).isZero();

        store.append(EXACT_0, messages(3));
        assertThat(store.logStartOffset(EXACT_0)).isEqualTo(3);
        assertThat(heldBytes()).isEqualTo(10L * COST);

        store.updateTopic(EXACT, TopicSettings.DEFAULT.withRetentionBytes(10 * COST - 1));
        assertThat(store.logStartOffset(EXACT_0)).isEqualTo(4);
    }

    @Test
    void theNewestMessageStaysEvenWhenItAloneIsBeyondTheBound() {
        store.createTopic(EXACT, TopicSettings.DEFAULT.withRetentionBytes(1));

        store.append(EXACT_0, messages(2));

        assertThat(store.read(EXACT_0, 0, 10, 10_000).messages())
                .extracting(StoredMessage::offset)
                .containsExactly(1L);
    }

    @Test
    void expiredMessagesAreFreedByTheRetentionRun() {
        store.createTopic(EXACT, TopicSettings.DEFAULT.withRetentionAge(Duration.ofSeconds(1)));
        store.append(EXACT_0, messages(5_000));
        clock.advance(Duration.ofSeconds(1));
        assertThat(heldBytes()).isEqualTo(5_000L * COST);

        store.enforceRetention();

        assertThat(heldBytes()).isZero();
    }

    @Test
    void expiredMessagesAreFreedByLaterAppendsToo() {
        store.createTopic(EXACT, TopicSettings.DEFAULT.withRetentionAge(Duration.ofSeconds(1)));
        store.append(EXACT_0, messages(2_000));
        clock.advance(Duration.ofSeconds(1));

        store.append(EXACT_0, messages(1_000));

        assertThat(heldBytes()).isEqualTo(1_000L * COST);
    }

    @Test
    void messagesThatShareAReceiveBufferDoNotKeepIt() {
        store.createTopic(EXACT, TopicSettings.DEFAULT);
        byte[] receiveBuffer = new byte[1 << 20];
        Bytes slice = Bytes.wrap(receiveBuffer, 5_000, 100);
        Bytes whole = Bytes.wrap(new byte[100]);

        store.append(
                EXACT_0,
                List.of(
                        new Message(slice, slice, List.of(new Header("h", slice))),
                        new Message(whole, whole, List.of())));

        StoredMessage cut = store.read(EXACT_0, 0, 1, 1).messages().get(0);
        assertThat(arrayLength(cut.value())).isEqualTo(100);
        assertThat(arrayLength(cut.key())).isEqualTo(100);
        assertThat(arrayLength(cut.headers().get(0).value())).isEqualTo(100);
        assertThat(store.read(EXACT_0, 1, 1, 1).messages().get(0).value()).isSameAs(whole);
    }

    private long heldBytes() {
        return store.describe(EXACT).partitions().get(0).bytes();
    }

    private static int arrayLength(Bytes bytes) {
        return bytes.with((array, start, length) -> array.length);
    }

    private static List<Message> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Message.of(Bytes.wrap(new byte[36])))
                .toList();
    }
}
