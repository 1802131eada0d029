package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.InvalidTopicNameException;
import io.minikafka.store.MemoryFullException;
import io.minikafka.store.MessageTooLargeException;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreClosedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.TooManyPartitionsException;
import io.minikafka.store.TopicExistsException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.UnknownPartitionException;
import io.minikafka.store.UnknownTopicException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreFailuresTests {
    private static final TopicName TOPIC = TopicName.of("orders");
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);

    private static final Map<StoreException, Code> CODES = Map.ofEntries(
            Map.entry(invalidName(), Code.INVALID_ARGUMENT),
            Map.entry(new InvalidArgumentException("partitions", "0", "1 or more"), Code.INVALID_ARGUMENT),
            Map.entry(new UnknownTopicException(TOPIC), Code.UNKNOWN_TOPIC),
            Map.entry(new UnknownPartitionException(P0, 0), Code.UNKNOWN_TOPIC),
            Map.entry(new TopicExistsException(TOPIC), Code.TOPIC_EXISTS),
            Map.entry(new MessageTooLargeException(11, 10), Code.MESSAGE_TOO_LARGE),
            Map.entry(new OffsetOutOfRangeException(P0, 9, 1, 5), Code.OFFSET_OUT_OF_RANGE),
            Map.entry(new DataLossException(P0, 3, 7), Code.DATA_LOSS),
            Map.entry(new DiskFullException(1, 2), Code.RESOURCE_EXHAUSTED),
            Map.entry(new MemoryFullException(9, 2, 10), Code.RESOURCE_EXHAUSTED),
            Map.entry(new TooManyPartitionsException(9, 2, 10, "a setting"), Code.FAILED_PRECONDITION),
            Map.entry(new StorageFailedException("writing", null), Code.INTERNAL),
            Map.entry(new StoreClosedException(), Code.UNAVAILABLE));

    @Test
    void everyFailureOfAStoreHasItsCodeAndKeepsItsText() {
        assertThat(CODES).allSatisfy((failure, code) -> {
            BrokerException translated = StoreFailures.translate(failure);
            assertThat(translated.code()).isEqualTo(code);
            assertThat(translated).hasMessage(failure.getMessage()).hasCause(failure);
        });
    }

    @Test
    void thisTestKnowsTheWholeFamily() {
        assertThat(CODES.keySet().stream().map(Object::getClass).collect(Collectors.<Class<?>>toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(StoreException.class.getPermittedSubclasses()).collect(Collectors.<Class<?>>toSet()));
    }

    @Test
    void damageSaysWhereReadingCanGoOn() {
        assertThat(StoreFailures.translate(new DataLossException(P0, 3, 7)))
                .isInstanceOfSatisfying(
                        DamagedMessagesException.class,
                        e -> assertThat(e.nextReadable()).isEqualTo(7))
                .hasMessageContaining("7");
    }

    @Test
    void aFailureWrappedByAFutureIsUnwrapped() {
        assertThat(StoreFailures.translate(new CompletionException(new DiskFullException(1, 2)))
                        .code())
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void whatWasTranslatedStaysAsItIs() {
        BrokerException translated = new BrokerException(Code.UNAVAILABLE, "text");

        assertThat(StoreFailures.translate(translated)).isSameAs(translated);
    }

    @Test
    void aDefectIsInternalAndItsTextStaysInside() {
        BrokerException translated = StoreFailures.translate(new IllegalStateException("secret of the inside"));

        assertThat(translated.code()).isEqualTo(Code.INTERNAL);
        assertThat(translated.getMessage()).doesNotContain("secret");
        assertThat(translated).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    private static InvalidTopicNameException invalidName() {
        try {
            TopicName.of("..");
        } catch (InvalidTopicNameException e) {
            return e;
        }
        throw new AssertionError("A reserved name was accepted");
    }
}
