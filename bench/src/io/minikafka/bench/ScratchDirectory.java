package io.minikafka.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** A directory of its own for each iteration, on the disk that {@code -Dbench.directory} names (target by default). */
public final class ScratchDirectory {
    private ScratchDirectory() {}

    public static Path create() throws IOException {
        Path parent = Path.of(System.getProperty("bench.directory", "target/bench"));
        Files.createDirectories(parent);
        return Files.createTempDirectory(parent, "run");
    }

    public static void delete(Path directory) throws IOException {
        FileSystemUtils.deleteRecursively(directory);
    }
}
