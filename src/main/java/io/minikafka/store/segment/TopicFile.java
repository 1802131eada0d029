package io.minikafka.store.segment;

import io.minikafka.store.Durability;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A topic's settings on disk: {@code topic.properties} in its directory, for people to read, not to edit.
 *
 * @param logStartOffsets of the partitions when the settings were given, 0 for those not named: what had expired under
 *     the settings before must not come back under a longer retention, even after a restart
 */
record TopicFile(TopicSettings settings, List<Long> logStartOffsets) {
    static final String NAME = "topic.properties";

    private static final String FORMAT = "1";
    private static final int MOST_BYTES = 1 << 20;

    private static final String LOG_START = "log.start.";

    long logStartOffset(int partition) {
        return partition < logStartOffsets.size() ? logStartOffsets.get(partition) : 0;
    }

    /** Writes and syncs all in one step; the directory is synced, too. */
    void write(FileSystem files, Path directory) throws IOException {
        StringBuilder text = new StringBuilder("format=" + FORMAT
                + "\npartitions=" + settings.partitions()
                + "\nretention.age=" + settings.retentionAge()
                + "\nretention.bytes=" + settings.retentionBytes()
                + "\ndurability=" + settings.durability()
                + "\n");
        for (int i = 0; i < logStartOffsets.size(); i++) {
            text.append(LOG_START)
                    .append(i)
                    .append('=')
                    .append(logStartOffset(i))
                    .append('\n');
        }
        Path temporary = directory.resolve(NAME + IndexFile.TEMPORARY_SUFFIX);
        try (StoreFile file = files.open(temporary)) {
            file.truncate(0);
            file.writeFully(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
            file.sync();
        }
        files.rename(temporary, directory.resolve(NAME));
        files.syncDirectory(directory);
    }

    /** @throws StorageFailedException when the file is not what {@link #write} writes */
    static TopicFile read(FileSystem files, Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        Properties properties = new Properties();
        try (StoreFile file = files.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, file.size()));
            file.readFully(bytes, 0);
            properties.load(new StringReader(new String(bytes.array(), StandardCharsets.UTF_8)));
            String format = properties.getProperty("format", "missing");
            if (!format.equals(FORMAT)) {
                throw new StorageFailedException(
                        path + " has format " + format + "; this server reads format " + FORMAT
                                + " (the file has not been touched)",
                        null);
            }
            TopicSettings settings = new TopicSettings(
                    Integer.parseInt(properties.getProperty("partitions", "")),
                    Duration.parse(properties.getProperty("retention.age", "")),
                    Long.parseLong(properties.getProperty("retention.bytes", "")),
                    Durability.valueOf(properties.getProperty("durability", "")));
            List<Long> logStartOffsets = new ArrayList<>();
            for (int i = 0; properties.containsKey(LOG_START + i); i++) {
                logStartOffsets.add(Long.parseLong(properties.getProperty(LOG_START + i)));
            }
            return new TopicFile(settings, logStartOffsets);
        } catch (StorageFailedException e) {
            throw e;
        } catch (StoreException | IllegalArgumentException | DateTimeParseException e) {
            throw new StorageFailedException(path + " is damaged: " + e.getMessage(), e);
        }
    }
}
