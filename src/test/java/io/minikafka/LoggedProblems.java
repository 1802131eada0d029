package io.minikafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** The warnings and errors that one class logs, from here until it is closed. */
public final class LoggedProblems implements AutoCloseable {
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final boolean passedOn;
    private final @Nullable Level level;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                problems.add(new SimpleFormatter().formatMessage(entry));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Keeps them off the console, too, since they are expected. */
    public LoggedProblems(Class<?> source) {
        logger = Logger.getLogger(source.getName());
        passedOn = logger.getUseParentHandlers();
        logger.setUseParentHandlers(false);
        // Commands, which other tests run in this process, have the whole of it log nothing but severe errors.
        level = logger.getLevel();
        logger.setLevel(Level.WARNING);
        logger.addHandler(handler);
    }

    public List<String> messages() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(level);
        logger.setUseParentHandlers(passedOn);
    }
}
