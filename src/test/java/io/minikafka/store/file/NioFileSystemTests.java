package io.minikafka.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioFileSystemTests {
    private final FileSystem files = new NioFileSystem();

    @TempDir
    private Path directory;

    @Test
    void theFreeSpaceIsThatOfTheDiskThatThePathLiesOn() throws IOException {
        assertThat(files.freeSpace(directory))
                .isPositive()
                .isLessThanOrEqualTo(Files.getFileStore(directory).getTotalSpace());
    }

    @Test
    void theFreeSpaceOfNothingIsAnErrorAndNotAFullDisk() {
        assertThatThrownBy(() -> files.freeSpace(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void anOpenDirectoryIsSyncedUntilItIsClosed() throws IOException {
        OpenDirectory open = files.openDirectory(directory);
        Files.createFile(directory.resolve("new"));
        open.sync();
        open.close();

        assertThatThrownBy(open::sync).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> files.openDirectory(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
