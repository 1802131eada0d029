package io.minikafka.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minikafka.store.TopicDescription.PartitionDescription;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link MessageStore} promises. A store's own tests extend this. */
public abstract class MessageStoreContractTests {
    protected static final int MAX_MESSAGE_BYTES = 10_000;
    private static final TopicName TOPIC = TopicName.of("orders");
    private static final TopicName OTHER = TopicName.of("other");
    private static final TopicName UNKNOWN = TopicName.of("unknown");
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
    private static final TopicPartition P2 = new TopicPartition(TOPIC, 2);
    private static final TopicPartition OTHER_0 = new TopicPartition(OTHER, 0);
    private static final TopicPartition UNKNOWN_0 = new TopicPartition(UNKNOWN, 0);
    private static final TopicSettings SETTINGS = TopicSettings.DEFAULT.withDurability(Durability.OS);
    private static final int ALL = Integer.MAX_VALUE;
    private static final Duration A_MILLISECOND = Duration.ofMillis(1);

    protected final MutableClock clock = MutableClock.started();
    protected MessageStore store;

    /** A new store without topics. */
    protected abstract MessageStore open(StoreLimits limits, Clock clock) throws Exception;

    @BeforeEach
    void openTheStore() throws Exception {
        store = open(new StoreLimits(MAX_MESSAGE_BYTES), clock);
    }

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    // Topics

    @Test
    void aNewStoreHasNoTopics() {
        assertThat(store.topics()).isEmpty();
        assertThat(store.exists(TOPIC)).isFalse();
    }

    @Test
    void aCreatedTopicExistsWithItsSettingsAndIsEmpty() {
        TopicSettings settings = new TopicSettings(2, Duration.ofHours(3), 5_000_000, Durability.FSYNC);
        store.createTopic(TOPIC, settings);

        assertThat(store.exists(TOPIC)).isTrue();
        assertThat(store.settings(TOPIC)).isEqualTo(settings);
        assertThat(store.describe(TOPIC).name()).isEqualTo(TOPIC);
        assertThat(store.describe(TOPIC).settings()).isEqualTo(settings);
        assertThat(store.describe(TOPIC).partitions()).hasSize(2).allSatisfy(partition -> {
            assertThat(partition.logStartOffset()).isZero();
            assertThat(partition.logEndOffset()).isZero();
            assertThat(partition.oldestMessage()).isNull();
        });
        assertThat(store.read(P1, 0, ALL, ALL)).isEqualTo(new ReadResult(List.of(), 0, 0, 0, 0));
    }

    @Test
    void aTopicIsCreatedOnlyOnce() {
        store.createTopic(TOPIC, SETTINGS);
        append(P0, "kept");

        assertThatThrownBy(() -> store.createTopic(TOPIC, SETTINGS.withPartitions(3)))
                .isInstanceOf(TopicExistsException.class)
                .hasMessageContaining("orders");
        assertThat(store.settings(TOPIC)).isEqualTo(SETTINGS);
        assertThat(values(P0)).containsExactly("kept");
    }

    @Test
    void topicsAreListedByName() {
        for (String name : List.of("b", "B", "a.1", "a", "a-1", "_")) {
            store.createTopic(TopicName.of(name), SETTINGS);
        }

        assertThat(store.topics()).extracting(TopicName::value).containsExactly("B", "_", "a", "a-1", "a.1", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index", "topics", "lock", "groups", "...", "-", "0", "topic.properties", "CON", "a.log"})
    void everyLegalNameIsATopicLikeAnyOther(String name) {
        everythingWorksIn(TopicName.of(name));
    }

    @Test
    void theLongestNameIsATopicLikeAnyOther() {
        everythingWorksIn(TopicName.of("x".repeat(TopicName.MAX_LENGTH)));
    }

    private void everythingWorksIn(TopicName name) {
        TopicPartition partition = new TopicPartition(name, 0);
        store.createTopic(name, SETTINGS);
        append(partition, "one", "two");

        assertThat(values(partition)).containsExactly("one", "two");
        assertThat(store.topics()).containsExactly(name);
        store.deleteTopic(name);
        assertThat(store.exists(name)).isFalse();
    }

    @Test
    void topicsDoNotShareMessagesOrOffsets() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(2));
        store.createTopic(OTHER, SETTINGS);
        append(P0, "a", "b");
        append(P1, "c");
        append(OTHER_0, "d");

        assertThat(values(P0)).containsExactly("a", "b");
        assertThat(values(P1)).containsExactly("c");
        assertThat(values(OTHER_0)).containsExactly("d");
        assertThat(store.logEndOffset(P1)).isEqualTo(1);
    }

    @Test
    void aDeletedTopicIsGone() {
        store.createTopic(TOPIC, SETTINGS);
        store.createTopic(OTHER, SETTINGS);
        append(P0, "gone");
        append(OTHER_0, "kept");

        store.deleteTopic(TOPIC);

        assertThat(store.exists(TOPIC)).isFalse();
        assertThat(store.topics()).containsExactly(OTHER);
        assertThatThrownBy(() -> store.read(P0, 0, ALL, ALL)).isInstanceOf(UnknownTopicException.class);
        assertThatAppend(P0, Message.utf8("late")).isInstanceOf(UnknownTopicException.class);
        assertThat(values(OTHER_0)).containsExactly("kept");
    }

    @Test
    void aTopicCreatedAgainStartsAtOffsetZeroWithItsNewSettings() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(3));
        append(P0, "a", "b");
        append(P2, "c");
        store.deleteTopic(TOPIC);

        store.createTopic(TOPIC, SETTINGS.withPartitions(2).withRetentionAge(Duration.ofHours(1)));

        assertThat(store.settings(TOPIC).partitions()).isEqualTo(2);
        assertThat(store.logEndOffset(P0)).isZero();
        assertThat(values(P0)).isEmpty();
        assertThat(append(P0, "new").firstOffset()).isZero();
        assertThat(values(P0)).containsExactly("new");
        assertThatThrownBy(() -> store.logEndOffset(P2)).isInstanceOf(UnknownPartitionException.class);
    }

    // Errors

    @TestFactory
    Stream<DynamicTest> anUnknownTopicIsNamedBy() {
        return Stream.of(
                        new Refusal("updateTopic", store -> store.updateTopic(UNKNOWN, SETTINGS)),
                        new Refusal("deleteTopic", store -> store.deleteTopic(UNKNOWN)),
                        new Refusal("settings", store -> store.settings(UNKNOWN)),
                        new Refusal("describe", store -> store.describe(UNKNOWN)),
                        new Refusal("append", store -> joined(store.append(UNKNOWN_0, List.of(Message.utf8("x"))))),
                        new Refusal("read", store -> store.read(UNKNOWN_0, 0, 1, 1)),
                        new Refusal("offsetAt", store -> store.offsetAt(UNKNOWN_0, 0)),
                        new Refusal("logStartOffset", store -> store.logStartOffset(UNKNOWN_0)),
                        new Refusal("logEndOffset", store -> store.logEndOffset(UNKNOWN_0)))
                .map(refusal -> refusal.by(store, UnknownTopicException.class, "unknown"));
    }

    @TestFactory
    Stream<DynamicTest> anUnknownPartitionIsNamedBy() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(2));
        return Stream.of(
                        new Refusal("append", store -> joined(store.append(P2, List.of(Message.utf8("x"))))),
                        new Refusal("read", store -> store.read(P2, 0, 1, 1)),
                        new Refusal("offsetAt", store -> store.offsetAt(P2, 0)),
                        new Refusal("logStartOffset", store -> store.logStartOffset(P2)),
                        new Refusal("logEndOffset", store -> store.logEndOffset(P2)),
                        new Refusal(
                                "a negative one",
                                store -> store.read(new TopicPartition(TOPIC, -1), 0, 1, 1),
                                "partition -1"))
                .map(refusal -> refusal.by(store, UnknownPartitionException.class, "orders"));
    }

    @TestFactory
    Stream<DynamicTest> aClosedStoreRefuses() {
        store.createTopic(TOPIC, SETTINGS);
        store.close();
        return Stream.of(
                        new Refusal("createTopic", store -> store.createTopic(OTHER, SETTINGS)),
                        new Refusal("updateTopic", store -> store.updateTopic(TOPIC, SETTINGS)),
                        new Refusal("deleteTopic", store -> store.deleteTopic(TOPIC)),
                        new Refusal("topics", MessageStore::topics),
                        new Refusal("exists", store -> store.exists(TOPIC)),
                        new Refusal("settings", store -> store.settings(TOPIC)),
                        new Refusal("describe", store -> store.describe(TOPIC)),
                        new Refusal("append", store -> joined(store.append(P0, List.of(Message.utf8("x"))))),
                        new Refusal("read", store -> store.read(P0, 0, 1, 1)),
                        new Refusal("offsetAt", store -> store.offsetAt(P0, 0)),
                        new Refusal("logStartOffset", store -> store.logStartOffset(P0)),
                        new Refusal("logEndOffset", store -> store.logEndOffset(P0)),
                        new Refusal("addListener", store -> store.addListener(new StoreListener() {})),
                        new Refusal("enforceRetention", MessageStore::enforceRetention))
                .map(refusal -> refusal.by(store, StoreClosedException.class, "closed"));
    }

    @Test
    void closingTwiceIsClosingOnce() {
        store.close();

        assertThatCode(store::close).doesNotThrowAnyException();
    }

    @Test
    void aMessageOfJustTheLimitFitsAndOneByteMoreIsRefusedWithBothNumbers() {
        store.createTopic(TOPIC, SETTINGS);
        Bytes key = Bytes.wrap(new byte[100]);
        Message greatest = Message.of(key, Bytes.wrap(new byte[MAX_MESSAGE_BYTES - 100]));
        Message tooLarge = Message.of(key, Bytes.wrap(new byte[MAX_MESSAGE_BYTES - 99]));

        append(P0, greatest);
        assertThatAppend(P0, tooLarge)
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining(Integer.toString(MAX_MESSAGE_BYTES))
                .hasMessageContaining(Integer.toString(MAX_MESSAGE_BYTES + 1));
        assertThat(read(P0)).extracting(StoredMessage::size).containsExactly((long) MAX_MESSAGE_BYTES);
    }

    @Test
    void headersCountAgainstTheLimit() {
        store.createTopic(TOPIC, SETTINGS);
        Header large = new Header("h", Bytes.wrap(new byte[MAX_MESSAGE_BYTES]));

        assertThatAppend(P0, new Message(null, Bytes.EMPTY, List.of(large)))
                .isInstanceOf(MessageTooLargeException.class);
    }

    @Test
    void aBatchIsRefusedWholeWhenOneOfItsMessagesIs() {
        store.createTopic(TOPIC, SETTINGS);
        Message tooLarge = Message.of(Bytes.wrap(new byte[MAX_MESSAGE_BYTES + 1]));

        assertThatAppend(P0, Message.utf8("a"), tooLarge, Message.utf8("b"))
                .isInstanceOf(MessageTooLargeException.class);
        assertThat(store.logEndOffset(P0)).isZero();
        assertThat(append(P0, "next").firstOffset()).isZero();
    }

    @Test
    void aBatchWithoutMessagesIsRefused() {
        store.createTopic(TOPIC, SETTINGS);

        assertThatAppend(P0).isInstanceOf(InvalidArgumentException.class).hasMessageContaining("0");
    }

    @Test
    void anOffsetBeyondTheEndsIsRefusedWithTheRange() {
        store.createTopic(TOPIC, SETTINGS);
        append(P0, "a", "b");

        for (long offset : new long[] {-1, 3, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> store.read(P0, offset, ALL, ALL))
                    .isInstanceOfSatisfying(OffsetOutOfRangeException.class, e -> {
                        assertThat(e.logStartOffset()).isZero();
                        assertThat(e.logEndOffset()).isEqualTo(2);
                    })
                    .hasMessageContaining(Long.toString(offset));
        }
    }

    // Appending and reading

    @Test
    void offsetsAreDenseFromZero() {
        store.createTopic(TOPIC, SETTINGS);

        assertThat(append(P0, "a").firstOffset()).isZero();
        AppendResult batch = append(P0, "b", "c", "d");
        assertThat(batch.firstOffset()).isEqualTo(1);
        assertThat(batch.count()).isEqualTo(3);
        assertThat(append(P0, "e").firstOffset()).isEqualTo(4);
        assertThat(read(P0)).extracting(StoredMessage::offset).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(values(P0)).containsExactly("a", "b", "c", "d", "e");
        assertThat(store.logStartOffset(P0)).isZero();
        assertThat(store.logEndOffset(P0)).isEqualTo(5);
    }

    @Test
    void aMessageComesBackAsItWas() {
        store.createTopic(TOPIC, SETTINGS);
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        Bytes binary = Bytes.wrap(everyByte);
        List<Message> messages = List.of(
                new Message(binary, binary, List.of(new Header("binary", binary))),
                Message.of(null, Bytes.EMPTY),
                Message.of(Bytes.EMPTY, Bytes.EMPTY),
                new Message(
                        null,
                        Bytes.utf8("with headers"),
                        List.of(
                                Header.of("twice", "1"),
                                Header.of("", "empty name"),
                                Header.of("twice", "2"),
                                new Header("empty", Bytes.EMPTY),
                                Header.of("ünï☃", "name"))),
                Message.of(Bytes.wrap(everyByte, 10, 20), Bytes.wrap(everyByte, 100, 0)));

        store.append(P0, messages).join();

        assertThat(read(P0)).extracting(StoredMessage::message).containsExactlyElementsOf(messages);
        assertThat(read(P0).get(1).key()).as("no key").isNull();
        assertThat(read(P0).get(2).key()).as("an empty key").isEqualTo(Bytes.EMPTY);
    }

    @Test
    void readingStartsAtTheOffsetAndSaysWhereToGoOn() {
        store.createTopic(TOPIC, SETTINGS);
        append(P0, "a", "b", "c", "d");

        ReadResult middle = store.read(P0, 1, 2, ALL);
        assertThat(middle.messages()).extracting(StoredMessage::offset).containsExactly(1L, 2L);
        assertThat(middle.nextOffset()).isEqualTo(3);
        assertThat(middle.logStartOffset()).isZero();
        assertThat(middle.logEndOffset()).isEqualTo(4);
        assertThat(middle.skipped()).isZero();
        assertThat(store.read(P0, 4, ALL, ALL)).isEqualTo(new ReadResult(List.of(), 4, 0, 4, 0));
    }

    @Test
    void aReadIsBoundedInMessages() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(P0, 3_000, 10);

        for (int most : new int[] {1, 2, 999, 1_024, 1_025, 2_999, 3_000}) {
            assertThat(offsets(store.read(P0, 0, most, ALL)))
                    .containsExactlyElementsOf(LongStream.range(0, most).boxed().toList());
        }
        assertThat(store.read(P0, 0, 3_001, ALL).messages()).hasSize(3_000);
        assertThat(offsets(store.read(P0, 1_500, 5, ALL))).containsExactly(1_500L, 1_501L, 1_502L, 1_503L, 1_504L);
    }

    @Test
    void aReadIsBoundedInBytes() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(P0, 10, 1_000);

        assertThat(store.read(P0, 0, ALL, 3_000 + 500).messages()).hasSize(3);
        assertThat(store.read(P0, 5, ALL, 2_999).messages()).hasSize(2);
    }

    @Test
    void framingCountsSoThatEmptyMessagesAreBoundedToo() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(P0, 1_000, 0);

        assertThat(store.read(P0, 0, ALL, 1_000).messages()).hasSizeBetween(1, 250);
    }

    @Test
    void oneMessageIsReturnedHoweverLarge() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(P0, 3, 5_000);

        assertThat(offsets(store.read(P0, 1, ALL, 1))).containsExactly(1L);
    }

    @Test
    void allMessagesOfABatchHaveTheClocksTime() {
        store.createTopic(TOPIC, SETTINGS);
        append(P0, "a", "b");
        clock.advance(Duration.ofMillis(5));
        append(P0, "c");

        long start = clock.millis() - 5;
        assertThat(read(P0)).extracting(StoredMessage::timestamp).containsExactly(start, start, start + 5);
    }

    @Test
    void timestampsDoNotGoBackWithTheClock() {
        store.createTopic(TOPIC, SETTINGS);
        long before = clock.millis();
        append(P0, "a");
        clock.advance(Duration.ofHours(-2));
        append(P0, "b");
        clock.advance(Duration.ofHours(3));
        append(P0, "c");

        assertThat(read(P0))
                .extracting(StoredMessage::timestamp)
                .containsExactly(before, before, before + Duration.ofHours(1).toMillis());
    }

    // Offsets by time

    @Test
    void anOffsetIsFoundByItsTime() {
        store.createTopic(TOPIC, SETTINGS);
        long start = clock.millis();
        append(P0, "a", "b");
        clock.advance(Duration.ofMillis(10));
        append(P0, "c");
        clock.advance(Duration.ofMillis(10));
        append(P0, "d");

        assertThat(store.offsetAt(P0, Long.MIN_VALUE)).isZero();
        assertThat(store.offsetAt(P0, start)).isZero();
        assertThat(store.offsetAt(P0, start + 1)).isEqualTo(2);
        assertThat(store.offsetAt(P0, start + 10)).isEqualTo(2);
        assertThat(store.offsetAt(P0, start + 11)).isEqualTo(3);
        assertThat(store.offsetAt(P0, start + 20)).isEqualTo(3);
        assertThat(store.offsetAt(P0, start + 21)).as("after the last: the end").isEqualTo(4);
        assertThat(store.offsetAt(P0, Long.MAX_VALUE)).isEqualTo(4);
    }

    @Test
    void anOffsetByTimeIsNeverThatOfAnExpiredMessage() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofMillis(10)));
        long start = clock.millis();
        append(P0, "expires");
        clock.advance(Duration.ofMillis(9));
        append(P0, "stays");
        clock.advance(A_MILLISECOND);

        assertThat(store.offsetAt(P0, start)).isEqualTo(1);
    }

    @Test
    void anEmptyPartitionHasOffsetZeroAtAnyTime() {
        store.createTopic(TOPIC, SETTINGS);

        assertThat(store.offsetAt(P0, 0)).isZero();
        assertThat(store.offsetAt(P0, Long.MAX_VALUE)).isZero();
    }

    // Retention

    @Test
    void aMessageIsServedUntilTheMillisecondInWhichItReachesItsAge() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        append(P0, "a");
        clock.advance(A_MILLISECOND);
        append(P0, "b");

        clock.advance(Duration.ofMillis(998));
        assertThat(values(P0)).containsExactly("a", "b");
        clock.advance(A_MILLISECOND);
        assertThat(values(P0)).containsExactly("b");
        assertThat(store.logStartOffset(P0)).isEqualTo(1);
        clock.advance(A_MILLISECOND);
        assertThat(values(P0)).isEmpty();
        assertThat(store.logStartOffset(P0)).isEqualTo(2);
        assertThat(store.logEndOffset(P0)).isEqualTo(2);
    }

    @Test
    void aReadFromBeforeTheLogStartBeginsThereAndSaysHowManyItSkipped() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        append(P0, "a", "b", "c");
        clock.advance(Duration.ofMillis(500));
        append(P0, "d");
        clock.advance(Duration.ofMillis(500));

        ReadResult result = store.read(P0, 1, ALL, ALL);
        assertThat(offsets(result)).containsExactly(3L);
        assertThat(result.skipped()).isEqualTo(2);
        assertThat(result.logStartOffset()).isEqualTo(3);
        assertThat(store.read(P0, 3, ALL, ALL).skipped()).isZero();
    }

    @Test
    void aReadOfWhatHasExpiredWholeGoesOnAtTheEnd() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        append(P0, "a", "b", "c");
        clock.advance(Duration.ofSeconds(1));

        assertThat(store.read(P0, 1, ALL, ALL)).isEqualTo(new ReadResult(List.of(), 3, 3, 3, 2));
    }

    @Test
    void offsetsGoOnAfterEverythingExpiredAndLeft() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        append(P0, "a", "b", "c");
        clock.advance(Duration.ofHours(1));
        store.enforceRetention();

        assertThat(store.logEndOffset(P0)).isEqualTo(3);
        assertThat(append(P0, "d").firstOffset()).isEqualTo(3);
        assertThat(values(P0)).containsExactly("d");
        PartitionDescription description = store.describe(TOPIC).partitions().get(0);
        assertThat(description.logStartOffset()).isEqualTo(3);
        assertThat(description.oldestMessage()).isEqualTo(clock.instant());
    }

    @Test
    void theRetentionRunTakesNothingThatIsStillServed() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(10)));
        for (int second = 0; second < 20; second++) {
            append(P0, "message of second " + second);
            store.enforceRetention();
            clock.advance(Duration.ofSeconds(1));
        }

        // The last advance made it 20 s after the first append; what is 10 s old has just gone.
        assertThat(offsets(store.read(P0, 0, ALL, ALL)))
                .containsExactlyElementsOf(LongStream.range(11, 20).boxed().toList());
    }

    @Test
    void whatExpiredStaysGoneWhenTheClockGoesBack() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        append(P0, "a");
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.logStartOffset(P0)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(-1));

        assertThat(store.logStartOffset(P0)).isEqualTo(1);
        assertThat(values(P0)).isEmpty();
    }

    @Test
    void aShorterRetentionTakesEffectAtOnce() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofHours(1)));
        append(P0, "a");
        clock.advance(Duration.ofMinutes(10));
        append(P0, "b");

        store.updateTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofMinutes(10)));

        assertThat(values(P0)).containsExactly("b");
        assertThat(store.logStartOffset(P0)).isEqualTo(1);
        assertThat(store.settings(TOPIC).retentionAge()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aLongerRetentionKeepsWhatHasNotExpiredYetAndBringsNothingBack() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofMinutes(10)));
        append(P0, "a");
        clock.advance(Duration.ofMinutes(5));
        append(P0, "b");
        clock.advance(Duration.ofMinutes(5));
        assertThat(store.logStartOffset(P0)).isEqualTo(1);

        store.updateTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofHours(1)));
        clock.advance(Duration.ofMinutes(50));

        assertThat(values(P0)).containsExactly("b");
        assertThat(store.logStartOffset(P0)).isEqualTo(1);
    }

    @Test
    void anAgeOfCenturiesExpiresNothing() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(Long.MAX_VALUE)));
        append(P0, "a");
        clock.advance(Duration.ofDays(400_000));
        store.enforceRetention();

        assertThat(values(P0)).containsExactly("a");
    }

    @Test
    void retentionByBytesDropsTheOldestAndKeepsTheNewest() {
        int bound = 200_000;
        store.createTopic(TOPIC, SETTINGS.withRetentionBytes(bound));
        appendMany(P0, 600, 1_000);
        store.enforceRetention();

        PartitionDescription description = store.describe(TOPIC).partitions().get(0);
        assertThat(description.bytes()).isLessThanOrEqualTo(bound + bound / 10);
        assertThat(description.logEndOffset()).isEqualTo(600);
        assertThat(description.logStartOffset()).isBetween(600L - 220, 600L - 140);
        assertThat(store.read(P0, 0, 1, ALL).skipped()).isEqualTo(description.logStartOffset());
        assertThat(read(P0))
                .extracting(StoredMessage::offset)
                .containsExactlyElementsOf(LongStream.range(description.logStartOffset(), 600)
                        .boxed()
                        .toList());
    }

    @Test
    void theBoundOnBytesHoldsForEachPartitionByItself() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(2).withRetentionBytes(100_000));
        appendMany(P0, 300, 1_000);
        appendMany(P1, 5, 1_000);
        store.enforceRetention();

        assertThat(store.logStartOffset(P0)).isPositive();
        assertThat(store.logStartOffset(P1)).isZero();
    }

    // Settings

    @Test
    void partitionsGrowAndKeepTheirMessages() {
        store.createTopic(TOPIC, SETTINGS);
        append(P0, "a");

        store.updateTopic(TOPIC, SETTINGS.withPartitions(3));
        append(P2, "c");

        assertThat(store.settings(TOPIC).partitions()).isEqualTo(3);
        assertThat(store.describe(TOPIC).partitions())
                .extracting(PartitionDescription::partition)
                .containsExactly(0, 1, 2);
        assertThat(values(P0)).containsExactly("a");
        assertThat(values(P1)).isEmpty();
        assertThat(values(P2)).containsExactly("c");
    }

    @Test
    void partitionsNeverShrink() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(3));
        append(P2, "a");

        assertThatThrownBy(() ->
                        store.updateTopic(TOPIC, SETTINGS.withPartitions(2).withRetentionAge(A_MILLISECOND)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("2")
                .hasMessageContaining("3");
        assertThat(store.settings(TOPIC)).isEqualTo(SETTINGS.withPartitions(3));
        assertThat(values(P2)).containsExactly("a");
    }

    @Test
    void anUpdateReplacesAllSettings() {
        store.createTopic(TOPIC, SETTINGS);
        TopicSettings changed = new TopicSettings(4, Duration.ofMinutes(7), 1_000_000, Durability.FSYNC);

        store.updateTopic(TOPIC, changed);

        assertThat(store.settings(TOPIC)).isEqualTo(changed);
    }

    // Listeners

    @Test
    void listenersAreToldWhatHasBecomeReadable() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(2));
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.addListener(new StoreListener() {
            @Override
            public void appended(TopicPartition partition, long logEndOffset) {
                // What a listener is told must be readable when it is told.
                heard.add(partition + " " + logEndOffset + " "
                        + store.read(partition, logEndOffset - 1, 1, 1).nextOffset());
            }
        });

        append(P0, "a", "b");
        await().until(() -> heard.contains("orders-0 2 2"));
        append(P1, "c");
        await().until(() -> heard.contains("orders-1 1 1"));
        append(P0, "d");
        await().until(() -> heard.contains("orders-0 3 3"));
    }

    @Test
    void everyListenerIsToldOfTopicsThatComeGrowAndGo() {
        List<Queue<String>> listeners = List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        for (Queue<String> heard : listeners) {
            store.addListener(new StoreListener() {
                @Override
                public void topicChanged(TopicName topic) {
                    heard.add(topic + " has " + store.settings(topic).partitions());
                }

                @Override
                public void topicDeleted(TopicName topic) {
                    heard.add(topic + " exists: " + store.exists(topic));
                }
            });
        }

        store.createTopic(TOPIC, SETTINGS);
        store.updateTopic(TOPIC, SETTINGS.withPartitions(4));
        store.deleteTopic(TOPIC);

        for (Queue<String> heard : listeners) {
            await().untilAsserted(() ->
                    assertThat(heard).containsExactly("orders has 1", "orders has 4", "orders exists: false"));
        }
    }

    // Threads

    @Test
    void concurrentAppendsStayDenseAndKeepEachCallersOrder() throws Exception {
        int callers = 4;
        int batches = 250;
        store.createTopic(TOPIC, SETTINGS);

        inParallel(callers, caller -> {
            List<CompletableFuture<AppendResult>> pending = new ArrayList<>();
            for (int batch = 0; batch < batches; batch++) {
                String prefix = caller + ":" + batch + ":";
                pending.add(store.append(P0, List.of(Message.utf8(prefix + 0), Message.utf8(prefix + 1))));
            }
            for (int batch = 0; batch < batches; batch++) {
                AppendResult result = pending.get(batch).join();
                assertThat(store.read(P0, result.firstOffset(), 2, ALL).messages())
                        .extracting(message -> message.value().toUtf8())
                        .containsExactly(caller + ":" + batch + ":0", caller + ":" + batch + ":1");
            }
        });

        List<StoredMessage> all = read(P0);
        assertThat(all)
                .extracting(StoredMessage::offset)
                .containsExactlyElementsOf(
                        LongStream.range(0, 2L * callers * batches).boxed().toList());
        for (int caller = 0; caller < callers; caller++) {
            String prefix = caller + ":";
            assertThat(all.stream().map(message -> message.value().toUtf8()).filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(IntStream.range(0, 2 * batches)
                            .mapToObj(i -> prefix + i / 2 + ":" + i % 2)
                            .toList());
        }
    }

    @Test
    void aReaderThatFollowsTheAppendsMissesNothing() throws Exception {
        int count = 3_000;
        store.createTopic(TOPIC, SETTINGS);
        BlockingQueue<Long> ends = new LinkedBlockingQueue<>();
        store.addListener(new StoreListener() {
            @Override
            public void appended(TopicPartition partition, long logEndOffset) {
                ends.add(logEndOffset);
            }
        });

        inParallel(2, role -> {
            if (role == 0) {
                List<CompletableFuture<AppendResult>> pending = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    pending.add(store.append(P0, List.of(Message.utf8(Integer.toString(i)))));
                }
                pending.forEach(CompletableFuture::join);
                return;
            }
            long next = 0;
            while (next < count) {
                ReadResult result = store.read(P0, next, 100, ALL);
                for (StoredMessage message : result.messages()) {
                    assertThat(message.offset()).isEqualTo(next);
                    assertThat(message.value().toUtf8()).isEqualTo(Long.toString(next));
                    next++;
                }
                assertThat(result.nextOffset()).isEqualTo(next);
                assertThat(result.logEndOffset()).isGreaterThanOrEqualTo(next);
                if (result.messages().isEmpty()) {
                    assertThat(ends.poll(30, TimeUnit.SECONDS))
                            .as("told of an append")
                            .isNotNull();
                }
            }
        });
    }

    @Test
    void oneOfSeveralConcurrentCreationsWins() throws Exception {
        Queue<String> outcomes = new ConcurrentLinkedQueue<>();

        inParallel(4, caller -> {
            try {
                store.createTopic(TOPIC, SETTINGS.withPartitions(caller + 1));
                outcomes.add("created " + (caller + 1));
            } catch (TopicExistsException e) {
                outcomes.add("exists");
            }
        });

        assertThat(outcomes)
                .containsOnlyOnce("created " + store.settings(TOPIC).partitions())
                .filteredOn("exists"::equals)
                .hasSize(3);
    }

    // What the tests above say

    protected final AppendResult append(TopicPartition partition, String... values) {
        return append(partition, Arrays.stream(values).map(Message::utf8).toArray(Message[]::new));
    }

    protected final AppendResult append(TopicPartition partition, Message... messages) {
        return store.append(partition, List.of(messages)).join();
    }

    /** One append each, so that a store of segments may roll between any two. */
    protected final void appendMany(TopicPartition partition, int count, int valueBytes) {
        Message message = Message.of(Bytes.wrap(new byte[valueBytes]));
        Stream.generate(() -> store.append(partition, List.of(message)))
                .limit(count)
                .toList()
                .forEach(CompletableFuture::join);
    }

    protected final List<StoredMessage> read(TopicPartition partition) {
        List<StoredMessage> all = new ArrayList<>();
        // A read may return less than there is, down to one message.
        ReadResult result = store.read(partition, 0, ALL, ALL);
        while (!result.messages().isEmpty()) {
            all.addAll(result.messages());
            result = store.read(partition, result.nextOffset(), ALL, ALL);
        }
        return all;
    }

    protected final List<String> values(TopicPartition partition) {
        return read(partition).stream().map(message -> message.value().toUtf8()).toList();
    }

    private static List<Long> offsets(ReadResult result) {
        return result.messages().stream().map(StoredMessage::offset).toList();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatAppend(
            TopicPartition partition, Message... messages) {
        CompletableFuture<AppendResult> future = store.append(partition, List.of(messages));
        return Assertions.assertThatThrownBy(() -> joined(future));
    }

    /** The future's failure itself, not wrapped. */
    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Runs a task for each number from 0 at the same time and rethrows what any of them throws. */
    private static void inParallel(int threads, Task task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = IntStream.range(0, threads)
                    .<Callable<Void>>mapToObj(number -> () -> {
                        task.run(number);
                        return null;
                    })
                    .toList();
            for (Future<Void> future : executor.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private interface Task {
        void run(int number) throws Exception;
    }

    private record Refusal(String method, Consumer<MessageStore> call, String alsoSaid) {
        Refusal(String method, Consumer<MessageStore> call) {
            this(method, call, "");
        }

        DynamicTest by(MessageStore store, Class<? extends StoreException> type, String said) {
            return DynamicTest.dynamicTest(
                    method,
                    () -> assertThatThrownBy(() -> call.accept(store))
                            .isInstanceOf(type)
                            .hasMessageContaining(said)
                            .hasMessageContaining(alsoSaid));
        }
    }
}
