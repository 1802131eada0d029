package io.minikafka.server;

import io.minikafka.group.FileOffsetLog;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.OffsetLogOptions;
import io.minikafka.store.Durability;
import io.minikafka.store.MessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Profile;

/** Profile {@code file}, the default: topics and committed offsets in files, for as long as the retention says. */
@Configuration(proxyBeanMethods = false)
@Profile("!memory & !kafka")
class FileStoreConfiguration {
    private final MinikafkaProperties properties;
    private final Path rootDir;

    FileStoreConfiguration(MinikafkaProperties properties) {
        this.properties = properties;
        this.rootDir = directory(properties.rootDir());
    }

    @Bean
    MessageStore messageStore(Clock clock) {
        MinikafkaProperties.File file = properties.file();
        SegmentOptions options = new SegmentOptions(
                properties.storeLimits(),
                Math.toIntExact(file.segmentSize().toBytes()),
                file.freeSpaceFloor().toBytes(),
                file.syncThreads());
        return PartitionBound.of(properties).withinOpenFiles().of(SegmentedMessageStore.open(rootDir, options, clock));
    }

    /** Opened after the store, whose lock on the root directory holds for it, and closed before. */
    @Bean
    @DependsOn("messageStore")
    OffsetLog offsetLog() {
        Durability durability = properties.groups().durability().ofStore();
        return FileOffsetLog.open(rootDir.resolve("groups"), OffsetLogOptions.DEFAULT.withDurability(durability));
    }

    @Bean
    BackendDescription backendDescription() {
        return new BackendDescription(
                "file store in " + rootDir.toAbsolutePath().normalize(),
                properties.topic().durability().name().toLowerCase(Locale.ROOT));
    }

    @Bean
    DiskSpace diskSpace() {
        return new DiskSpace(rootDir, properties.file().freeSpaceFloor());
    }

    @Bean
    DiskHealth diskHealthIndicator(DiskSpace disk) {
        return new DiskHealth(disk);
    }

    @Bean
    DiskMetrics diskMetrics(DiskSpace disk) {
        return new DiskMetrics(disk);
    }

    private static Path directory(String text) {
        if (text.isBlank()) {
            throw refused(text, "with profile 'file' it must name a directory");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw refused(text, "it must name a directory: " + e.getReason());
        }
    }

    private static RuntimeException refused(String rootDir, String reason) {
        return new InvalidConfigurationPropertyValueException("minikafka.root-dir", rootDir, reason);
    }
}
