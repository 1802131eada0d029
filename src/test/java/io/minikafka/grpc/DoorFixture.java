package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.group.OffsetLog;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A door over each store, one test after the other. */
@ParameterizedClass(name = "{0}")
@EnumSource(TestStore.class)
abstract class DoorFixture {
    @Parameter
    TestStore kind;

    @TempDir
    Path directory;

    final MutableClock clock = MutableClock.started();
    MessageStore store;
    OffsetLog offsets;
    TestDoor door;

    @BeforeEach
    void openTheDoor() {
        store = kind.open(root(), clock);
        offsets = kind.openOffsets(root());
        door = new TestDoor(store, offsets);
        connected();
    }

    /** Called whenever there is a new channel. */
    abstract void connected();

    @AfterEach
    void closeTheDoor() {
        door.close();
        offsets.close();
        store.close();
    }

    /** Another server over what the first one left behind. */
    final void restart() {
        closeTheDoor();
        openTheDoor();
    }

    /** Another door to the store, which tells what is fetched through it. */
    final TestDoor watchedDoor(List<CompletableFuture<ReadResult>> fetches) {
        return watchedDoor(asked -> asked, fetches::add);
    }

    /** @param wait how long a fetch waits that was asked to wait so long */
    final TestDoor watchedDoor(UnaryOperator<Duration> wait, Consumer<CompletableFuture<ReadResult>> fetched) {
        return new TestDoor(
                store,
                broker -> new DelegatingBroker(broker) {
                    @Override
                    public CompletableFuture<ReadResult> fetch(
                            TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
                        CompletableFuture<ReadResult> fetch =
                                super.fetch(partition, start, limits, wait.apply(maxWait));
                        fetched.accept(fetch);
                        return fetch;
                    }
                },
                builder -> builder);
    }

    final Path root() {
        return directory.resolve("root");
    }

    static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    static ByteString bytes(int count) {
        return ByteString.copyFrom(new byte[count]);
    }

    /** The status of a call that must fail, with a description that has all of this in it. */
    static StatusRuntimeException assertFails(Status.Code code, ThrowingCallable call, String... said) {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
        Assertions.assertThat(failure).as("the call's failure").isNotNull();
        Assertions.assertThat(failure.getStatus().getCode())
                .as("%s", failure.getStatus())
                .isEqualTo(code);
        Assertions.assertThat(failure.getStatus().getDescription()).contains(said);
        return failure;
    }
}
