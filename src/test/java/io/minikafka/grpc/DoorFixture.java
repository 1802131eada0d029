package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minikafka.group.OffsetLog;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import java.nio.file.Path;
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
