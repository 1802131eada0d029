package io.minikafka.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.grpc.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class BoundedStoreTests {
    private static final TopicName A = TopicName.of("a");
    private static final TopicName B = TopicName.of("b");

    @Parameter
    TestStore kind;

    @TempDir
    Path root;

    private MessageStore inner;
    private MessageStore store;

    @BeforeEach
    void open() {
        inner = kind.open(root.resolve("root"), MutableClock.started());
        store = bounded(5);
    }

    @AfterEach
    void close() {
        inner.close();
    }

    private MessageStore bounded(int most) {
        return new BoundedStore(inner, most, "the setting");
    }

    private static TopicSettings partitions(int count) {
        return TopicSettings.DEFAULT.withPartitions(count);
    }

    private void assertRefused(int present, int wanted, Runnable change) {
        assertThatThrownBy(change::run)
                .isInstanceOf(TooManyPartitionsException.class)
                .hasMessage("The topics have " + present + " partitions together, and " + wanted
                        + " more are asked for; the limit is 5 (the setting)");
    }

    @Test
    void topicsHaveSoManyPartitionsTogetherAndNoMore() {
        store.createTopic(A, partitions(3));
        assertRefused(3, 3, () -> store.createTopic(B, partitions(3)));
        assertThat(store.exists(B)).isFalse();
        store.createTopic(B, partitions(2));

        assertRefused(5, 1, () -> store.createTopic(TopicName.of("c"), partitions(1)));
        assertRefused(5, 1, () -> store.updateTopic(A, partitions(4)));
        assertThat(store.settings(A).partitions()).isEqualTo(3);
        assertThat(store.append(new TopicPartition(A, 2), List.of(Message.utf8("m"))))
                .as("what is there goes on")
                .succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void whatIsDeletedOrRefusedForAnotherReasonDoesNotCount() {
        store.createTopic(A, partitions(5));
        assertThatThrownBy(() -> store.createTopic(A, partitions(5))).isInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> store.updateTopic(A, partitions(1))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> store.updateTopic(B, partitions(1))).isInstanceOf(UnknownTopicException.class);
        assertThatThrownBy(() -> store.deleteTopic(B)).isInstanceOf(UnknownTopicException.class);
        assertRefused(5, 1, () -> store.createTopic(B, partitions(1)));

        store.deleteTopic(A);
        store.createTopic(B, partitions(1));
        store.updateTopic(B, partitions(4));
        assertRefused(4, 2, () -> store.createTopic(A, partitions(2)));
        store.updateTopic(B, partitions(4).withRetentionBytes(1));
        store.createTopic(A, partitions(1));
    }

    @Test
    void topicsFromBeforeTheBoundStayAndCount() {
        inner.createTopic(A, partitions(7));
        MessageStore later = bounded(5);
        assertThat(later.settings(A).partitions()).isEqualTo(7);
        later.updateTopic(A, partitions(7).withRetentionBytes(1));
        assertRefused(7, 1, () -> later.createTopic(B, partitions(1)));

        later.deleteTopic(A);
        later.createTopic(B, partitions(5));
    }

    @Test
    void manyAtTheSameTimeStayWithinIt() {
        List<CompletableFuture<Void>> all = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> store.createTopic(TopicName.of("t" + i), partitions(1)),
                        task -> new Thread(task).start()))
                .toList();

        assertThat(all.stream()
                        .filter(each ->
                                each.handle((done, failure) -> failure == null).join()))
                .hasSize(5);
        assertThat(store.topics()).hasSize(5);
    }
}
