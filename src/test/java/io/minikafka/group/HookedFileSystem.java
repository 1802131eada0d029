package io.minikafka.group;

import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.OpenDirectory;
import io.minikafka.store.file.StoreFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Another file system that tells of every change before it makes it: the moments at which a crash may come. */
record HookedFileSystem(FileSystem files, Consumer<String> before) implements FileSystem {
    @Override
    public StoreFile open(Path file) throws IOException {
        before.accept("open " + file);
        return new HookedFile(files.open(file), file);
    }

    @Override
    public StoreFile openForReading(Path file) throws IOException {
        return files.openForReading(file);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return files.exists(path);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        before.accept("create " + directory);
        files.createDirectories(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        before.accept("rename to " + to);
        files.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        before.accept("delete " + path);
        files.delete(path);
    }

    @Override
    public OpenDirectory openDirectory(Path directory) throws IOException {
        return files.openDirectory(directory);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        before.accept("sync directory " + directory);
        files.syncDirectory(directory);
    }

    @Override
    public long freeSpace(Path path) throws IOException {
        return files.freeSpace(path);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return files.lock(file);
    }

    private final class HookedFile implements StoreFile {
        private final StoreFile file;
        private final Path path;

        HookedFile(StoreFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            before.accept("write " + path);
            return file.write(source, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            before.accept("truncate " + path);
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            before.accept("sync " + path);
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
