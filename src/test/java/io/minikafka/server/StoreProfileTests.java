package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.ServiceLines;
import io.minikafka.group.FileOffsetLog;
import io.minikafka.group.GroupName;
import io.minikafka.group.OffsetCommit;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which store the settings select. */
@ExtendWith(OutputCaptureExtension.class)
class StoreProfileTests {
    @TempDir
    private Path root;

    /** What an acknowledgement of the store stands for. */
    private static Durability acknowledgementOf(RunningServer server) {
        MessageStore store = server.context().getBean(MessageStore.class);
        store.createTopic(TopicName.of("t"), TopicSettings.DEFAULT);
        return store.append(TopicPartition.of("t", 0), List.of(Message.utf8("m")))
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .durability();
    }

    @Test
    void withoutAProfileTopicsAreInFiles() {
        try (RunningServer server = RunningServer.start("--minikafka.root-dir=" + root)) {
            assertThat(acknowledgementOf(server)).isEqualTo(Durability.FSYNC);
            assertThat(root.resolve("topics")).isDirectory();
            assertThat(server.context().getBean(OffsetLog.class)).isInstanceOf(FileOffsetLog.class);
            assertThat(root.resolve("groups")).isNotEmptyDirectory();
        }
    }

    @Test
    void committedOffsetsSurviveARestart() {
        OffsetCommit commit = new OffsetCommit(GroupName.of("billing"), TopicPartition.of("orders", 0), 42);
        try (RunningServer server = RunningServer.start("--minikafka.root-dir=" + root)) {
            // Nobody flushes: closing does.
            server.context().getBean(OffsetLog.class).append(List.of(commit));
        }
        try (RunningServer server = RunningServer.start("--minikafka.root-dir=" + root)) {
            assertThat(server.context().getBean(OffsetLog.class).recovered())
                    .isEqualTo(Map.of(commit.group(), Map.of(commit.partition(), 42L)));
        }
    }

    @Test
    void theBrokerClosesBeforeTheOffsetsAndTheyBeforeTheStoreWhoseLockHoldsForThem() {
        try (RunningServer server = RunningServer.start("--minikafka.root-dir=" + root)) {
            var beans = server.context().getBeanFactory();

            assertThat(beans.getDependentBeans("offsetLog")).contains("broker");
            assertThat(beans.getDependentBeans("messageStore")).contains("offsetLog");
        }
    }

    @Test
    void profileFileSelectsTheFileStore() {
        try (RunningServer server =
                RunningServer.start("--spring.profiles.active=file", "--minikafka.root-dir=" + root)) {
            assertThat(acknowledgementOf(server)).isEqualTo(Durability.FSYNC);
        }
    }

    @Test
    void aProfileThatNamesNoStoreLeavesTheFileStore() {
        try (RunningServer server =
                RunningServer.start("--spring.profiles.active=production", "--minikafka.root-dir=" + root)) {
            assertThat(acknowledgementOf(server)).isEqualTo(Durability.FSYNC);
        }
    }

    @Test
    void aMissingRootDirectoryIsMadeWithItsParents() {
        Path deep = root.resolve("not").resolve("yet").resolve("there");
        try (RunningServer ignored = RunningServer.start("--minikafka.root-dir=" + deep)) {
            assertThat(deep).isDirectory();
        }
    }

    @Test
    void profileMemorySelectsTheMemoryStore() {
        try (RunningServer server =
                RunningServer.start("--spring.profiles.active=memory", "--minikafka.root-dir=" + root)) {
            assertThat(acknowledgementOf(server)).isEqualTo(Durability.MEMORY);
            assertThat(server.context().getBean(OffsetLog.class)).isInstanceOf(VolatileOffsetLog.class);
            assertThat(root).isEmptyDirectory();
        }
    }

    @Test
    void aRootDirectoryThatIsSetButEmptySelectsTheMemoryStore() {
        try (RunningServer server = RunningServer.start("--minikafka.root-dir=")) {
            assertThat(acknowledgementOf(server)).isEqualTo(Durability.MEMORY);
            assertThat(server.context().getEnvironment().getActiveProfiles()).contains("memory");
        }
    }

    @Test
    void anEmptyRootDirectoryDoesNotOverruleProfileFile(CapturedOutput output) {
        assertThatThrownBy(() -> RunningServer.start("--spring.profiles.active=file", "--minikafka.root-dir="))
                .isNotNull();
        assertThat(ServiceLines.of(output))
                .singleElement()
                .asString()
                .contains("minikafka cannot start: ", "minikafka.root-dir", "it must name a directory");
    }

    @Test
    void memoryAndFileTogetherAreRefused(CapturedOutput output) {
        assertThatThrownBy(() -> RunningServer.start("--spring.profiles.active=memory,file"))
                .isNotNull();
        assertThat(ServiceLines.of(output))
                .singleElement()
                .asString()
                .contains("minikafka cannot start: ", "spring.profiles.active", "memory,file", "one of");
    }

    @Test
    void theStartIsReportedInOneLine(CapturedOutput output) {
        try (RunningServer server =
                RunningServer.start("--minikafka.root-dir=" + root, "--minikafka.retention-time=90m")) {
            int port = server.context().getBean(GrpcDoor.class).getPort();
            assertThat(ServiceLines.of(output))
                    .singleElement()
                    .asString()
                    .contains("minikafka is ready after ")
                    .contains("gRPC on 127.0.0.1:" + port + ", Redis on 127.0.0.1:")
                    .contains(", HTTP on 127.0.0.1:")
                    .contains("file store in " + root + ", retention 1h30m, durability fsync");
        }
    }
}
