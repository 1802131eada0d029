package io.minikafka.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.AppendResult;
import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Header;
import io.minikafka.store.MemoryFullException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    @Test
    void allTopicsTogetherHoldNoMoreThanTheirBound() {
        MessageStore bounded = new InMemoryMessageStore(StoreLimits.DEFAULT, clock, 10L * COST);
        TopicPartition other = new TopicPartition(TopicName.of("other"), 0);
        bounded.createTopic(EXACT, TopicSettings.DEFAULT);
        bounded.createTopic(other.topic(), TopicSettings.DEFAULT);
        get(bounded.append(EXACT_0, messages(6)));
        get(bounded.append(other, messages(3)));

        assertThat(bounded.append(other, messages(2)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(MemoryFullException.class)
                .withMessage("The memory store holds " + 9 * COST + " bytes, and " + 2 * COST
                        + " more are to be stored; the limit is " + 10 * COST);
        assertThat(bounded.logEndOffset(other)).isEqualTo(3);
        assertThat(get(bounded.append(EXACT_0, messages(1))).firstOffset()).isEqualTo(6);
        assertThat(bounded.read(EXACT_0, 0, 100, 10_000).messages()).hasSize(7);
    }

    @Test
    void whatExpiresIsDroppedOrIsDeletedMakesRoom() {
        MessageStore bounded = new InMemoryMessageStore(StoreLimits.DEFAULT, clock, 10L * COST);
        TopicPartition other = new TopicPartition(TopicName.of("other"), 0);
        bounded.createTopic(EXACT, TopicSettings.DEFAULT.withRetentionAge(Duration.ofSeconds(1)));
        bounded.createTopic(other.topic(), TopicSettings.DEFAULT.withRetentionBytes(2 * COST));
        get(bounded.append(EXACT_0, messages(10)));
        assertRefused(bounded.append(EXACT_0, messages(1)));

        // In the partition itself at once, for others with the next run.
        clock.advance(Duration.ofSeconds(1));
        get(bounded.append(EXACT_0, messages(8)));
        for (int i = 0; i < 5; i++) {
            get(bounded.append(other, messages(1)));
        }
        assertThat(bounded.logStartOffset(other)).isEqualTo(3);
        assertThat(bounded.sizeInBytes(other)).isEqualTo(2 * COST);
        assertRefused(bounded.append(EXACT_0, messages(1)));
        assertRefused(bounded.append(other, messages(3)));
        assertThat(bounded.logStartOffset(other)).as("nothing leaves for it").isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        bounded.enforceRetention();
        get(bounded.append(other, messages(5)));
        assertThat(bounded.sizeInBytes(other)).isEqualTo(2 * COST);

        bounded.deleteTopic(other.topic());
        get(bounded.append(EXACT_0, messages(10)));
        assertRefused(bounded.append(EXACT_0, messages(1)));
    }

    @Test
    void whileMessagesComeAndGoNothingOfTheBudgetIsLost() {
        MessageStore bounded = new InMemoryMessageStore(StoreLimits.DEFAULT, clock, 100L * COST);
        TopicPartition steady = new TopicPartition(TopicName.of("steady"), 0);
        bounded.createTopic(steady.topic(), TopicSettings.DEFAULT.withRetentionBytes(10 * COST));
        List<CompletableFuture<Void>> all = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    TopicName mine = TopicName.of("t" + i);
                    for (int round = 0; round < 200; round++) {
                        bounded.createTopic(mine, TopicSettings.DEFAULT);
                        bounded.append(new TopicPartition(mine, 0), messages(30));
                        bounded.append(steady, messages(3));
                        bounded.deleteTopic(mine);
                    }
                }))
                .toList();
        all.forEach(InMemoryMessageStoreTests::get);

        bounded.deleteTopic(steady.topic());
        bounded.createTopic(EXACT, TopicSettings.DEFAULT);
        get(bounded.append(EXACT_0, messages(100)));
        assertRefused(bounded.append(EXACT_0, messages(1)));
    }

    private static void assertRefused(CompletableFuture<AppendResult> append) {
        assertThat(append)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(MemoryFullException.class);
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
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
