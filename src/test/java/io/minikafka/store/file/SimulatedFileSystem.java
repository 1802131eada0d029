package io.minikafka.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A file system in memory that knows what has been synced, so that a test can pull the plug, and that fails when told
 * to. Stricter than real ones: a file whose directory was not synced is gone after a crash, even when it was synced.
 */
public final class SimulatedFileSystem implements FileSystem {
    private final Directory top;
    private final Map<Path, Object> locks = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private int mostBytesPerWrite = Integer.MAX_VALUE;
    private long capacity = Long.MAX_VALUE;
    private long used;
    private int syncs;
    private int openFiles;
    private Runnable duringSync = () -> {};

    public SimulatedFileSystem() {
        this(new Directory());
    }

    private SimulatedFileSystem(Directory top) {
        this.top = top;
        this.used = top.bytes();
    }

    public enum Operation {
        WRITE,
        SYNC,
        SYNC_DIRECTORY,
        OPEN,
        OPEN_DIRECTORY,
        RENAME
    }

    private record Fault(Operation operation, String suffix, String message) {}

    /** The next operation of this kind on a file whose name ends so fails; a write fails after half of its bytes. */
    public synchronized void failNext(Operation operation, String suffix) {
        faults.add(new Fault(operation, suffix, "simulated failure of " + operation + " " + suffix));
    }

    public synchronized void writeAtMost(int bytes) {
        mostBytesPerWrite = bytes;
    }

    /** The bytes that all files together may have. */
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    public synchronized long used() {
        return used;
    }

    /** How many files are open. */
    public synchronized int openFiles() {
        return openFiles;
    }

    /** How many times files, not directories, have been synced. */
    public synchronized int syncs() {
        return syncs;
    }

    /** Runs in every following sync of a file, before it takes effect, without any lock. */
    public synchronized void duringSync(Runnable action) {
        duringSync = action;
    }

    /** What a restarted machine finds: only what was synced. */
    public synchronized SimulatedFileSystem afterPowerCut() {
        return new SimulatedFileSystem(top.survivors(file -> file.synced.length));
    }

    /** What a restarted machine finds when the disk had got some of the rest already, in the order of the bytes. */
    public synchronized SimulatedFileSystem afterPowerCut(Random random) {
        return new SimulatedFileSystem(top.survivors(file -> file.length <= file.synced.length
                ? file.synced.length
                : file.synced.length + random.nextInt(file.length - file.synced.length + 1)));
    }

    /** What a restarted process finds: everything it wrote. */
    public synchronized SimulatedFileSystem afterKill() {
        return new SimulatedFileSystem(top.copy());
    }

    /** All bytes of a file. */
    public synchronized byte[] bytes(Path path) throws IOException {
        File file = file(path);
        return Arrays.copyOf(file.data, file.length);
    }

    /** Gives a file other bytes, durably. */
    public synchronized void replace(Path path, byte[] bytes) throws IOException {
        Directory directory = directory(path.getParent());
        File file = new File();
        file.data = bytes.clone();
        file.length = bytes.length;
        file.synced = bytes.clone();
        directory.entries.put(name(path), file);
        directory.synced.put(name(path), file);
    }

    private abstract static sealed class Node permits File, Directory {
        abstract long bytes();

        abstract Node survivorsOf(Function<File, Integer> length);

        abstract Node copyOf();
    }

    private static final class File extends Node {
        private byte[] data = new byte[0];
        private int length;
        private byte[] synced = new byte[0];

        @Override
        long bytes() {
            return length;
        }

        @Override
        Node survivorsOf(Function<File, Integer> survivingLength) {
            File file = new File();
            int kept = survivingLength.apply(this);
            file.data = kept <= synced.length ? Arrays.copyOf(synced, kept) : Arrays.copyOf(data, kept);
            file.length = kept;
            file.synced = file.data.clone();
            return file;
        }

        @Override
        Node copyOf() {
            File file = new File();
            file.data = Arrays.copyOf(data, length);
            file.length = length;
            file.synced = synced.clone();
            return file;
        }
    }

    private static final class Directory extends Node {
        private final TreeMap<String, Node> entries = new TreeMap<>();
        private final TreeMap<String, Node> synced = new TreeMap<>();

        @Override
        long bytes() {
            return entries.values().stream().mapToLong(Node::bytes).sum();
        }

        Directory survivors(Function<File, Integer> length) {
            Directory directory = new Directory();
            synced.forEach((name, node) -> directory.entries.put(name, node.survivorsOf(length)));
            directory.synced.putAll(directory.entries);
            return directory;
        }

        Directory copy() {
            Directory directory = new Directory();
            entries.forEach((name, node) -> {
                Node copy = node.copyOf();
                directory.entries.put(name, copy);
                if (synced.get(name) == node) {
                    directory.synced.put(name, copy);
                }
            });
            return directory;
        }

        @Override
        Node survivorsOf(Function<File, Integer> length) {
            return survivors(length);
        }

        @Override
        Node copyOf() {
            return copy();
        }

        void forget(Node node) {
            synced.values().removeIf(other -> other == node);
            synced.values().forEach(child -> {
                if (child instanceof Directory directory) {
                    directory.forget(node);
                }
            });
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private Node node(Path path) throws IOException {
        Node node = top;
        for (Path part : path) {
            if (!(node instanceof Directory directory)) {
                throw new NotDirectoryException(path.toString());
            }
            node = directory.entries.get(part.toString());
            if (node == null) {
                throw new NoSuchFileException(path.toString());
            }
        }
        return node;
    }

    private Directory directory(Path path) throws IOException {
        if (node(path) instanceof Directory directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    private File file(Path path) throws IOException {
        if (node(path) instanceof File file) {
            return file;
        }
        throw new IOException(path + " is a directory");
    }

    private void meetFault(Operation operation, Path path) throws IOException {
        for (Fault fault : faults) {
            if (fault.operation() == operation && path.toString().endsWith(fault.suffix())) {
                faults.remove(fault);
                throw new IOException(fault.message());
            }
        }
    }

    @Override
    public synchronized StoreFile open(Path path) throws IOException {
        meetFault(Operation.OPEN, path);
        directory(path.getParent()).entries.computeIfAbsent(name(path), name -> new File());
        return new OpenFile(path, file(path));
    }

    @Override
    public synchronized StoreFile openForReading(Path path) throws IOException {
        return new OpenFile(path, file(path));
    }

    @Override
    public synchronized boolean exists(Path path) throws IOException {
        try {
            node(path);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public synchronized List<Path> list(Path directory) throws IOException {
        return directory(directory).entries.keySet().stream()
                .map(directory::resolve)
                .toList();
    }

    @Override
    public synchronized void createDirectories(Path path) throws IOException {
        Directory directory = top;
        for (Path part : path) {
            Node next = directory.entries.computeIfAbsent(part.toString(), name -> new Directory());
            if (!(next instanceof Directory child)) {
                throw new NotDirectoryException(path.toString());
            }
            if (directory == top) {
                // Where the store's root lies is not the store's business.
                top.synced.put(part.toString(), child);
            }
            directory = child;
        }
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        meetFault(Operation.RENAME, to);
        Node node = node(from);
        directory(from.getParent()).entries.remove(name(from));
        directory(to.getParent()).entries.put(name(to), node);
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        if (exists(path)) {
            Node node = node(path);
            if (node instanceof Directory directory && !directory.entries.isEmpty()) {
                throw new IOException(path + " is not empty");
            }
            used -= node.bytes();
            directory(path.getParent()).entries.remove(name(path));
        }
    }

    @Override
    public synchronized OpenDirectory openDirectory(Path path) throws IOException {
        meetFault(Operation.OPEN_DIRECTORY, path);
        directory(path);
        openFiles++;
        return new OpenDirectory() {
            private boolean closed;

            @Override
            public void sync() throws IOException {
                synchronized (SimulatedFileSystem.this) {
                    if (closed) {
                        throw new ClosedChannelException();
                    }
                    SimulatedFileSystem.this.sync(path);
                }
            }

            @Override
            public void close() {
                synchronized (SimulatedFileSystem.this) {
                    openFiles -= closed ? 0 : 1;
                    closed = true;
                }
            }
        };
    }

    private void sync(Path path) throws IOException {
        meetFault(Operation.SYNC_DIRECTORY, path);
        Directory directory = directory(path);
        // A rename is one step: what is durable here is no longer durable where it came from.
        directory.entries.values().forEach(top::forget);
        directory.synced.clear();
        directory.synced.putAll(directory.entries);
    }

    @Override
    public synchronized long freeSpace(Path path) {
        return capacity - used;
    }

    @Override
    public synchronized Closeable lock(Path path) throws IOException {
        Object token = new Object();
        if (locks.putIfAbsent(path, token) != null) {
            throw new IOException("the lock file " + path + " is held by another server");
        }
        return () -> {
            synchronized (this) {
                locks.remove(path, token);
            }
        };
    }

    private final class OpenFile implements StoreFile {
        private final Path path;
        private final File file;
        private boolean closed;

        OpenFile(Path path, File file) {
            this.path = path;
            this.file = file;
            openFiles++;
        }

        private void checkOpen() throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (SimulatedFileSystem.this) {
                checkOpen();
                if (position >= file.length) {
                    return -1;
                }
                int count = Math.min(target.remaining(), file.length - (int) position);
                target.put(file.data, (int) position, count);
                return count;
            }
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            synchronized (SimulatedFileSystem.this) {
                checkOpen();
                try {
                    meetFault(Operation.WRITE, path);
                } catch (IOException e) {
                    put(source, (int) position, source.remaining() / 2);
                    throw e;
                }
                int count = Math.min(source.remaining(), mostBytesPerWrite);
                long grown = Math.max(0, position + count - file.length);
                if (used + grown > capacity) {
                    put(source, (int) position, (int) Math.max(0, count - (used + grown - capacity)));
                    throw new IOException("simulated: no space left on device");
                }
                put(source, (int) position, count);
                return count;
            }
        }

        private void put(ByteBuffer source, int position, int count) {
            int end = position + count;
            if (end > file.data.length) {
                file.data = Arrays.copyOf(file.data, Math.max(end, 2 * file.data.length));
            }
            source.get(file.data, position, count);
            if (end > file.length) {
                used += end - file.length;
                file.length = end;
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedFileSystem.this) {
                checkOpen();
                return file.length;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedFileSystem.this) {
                checkOpen();
                if (size < file.length) {
                    used -= file.length - size;
                    Arrays.fill(file.data, (int) size, file.length, (byte) 0);
                    file.length = (int) size;
                }
            }
        }

        @Override
        public void sync() throws IOException {
            Runnable action;
            synchronized (SimulatedFileSystem.this) {
                checkOpen();
                action = duringSync;
            }
            action.run();
            synchronized (SimulatedFileSystem.this) {
                checkOpen();
                meetFault(Operation.SYNC, path);
                syncs++;
                file.synced = Arrays.copyOf(file.data, file.length);
            }
        }

        @Override
        public void close() {
            synchronized (SimulatedFileSystem.this) {
                openFiles -= closed ? 0 : 1;
                closed = true;
            }
        }
    }
}
