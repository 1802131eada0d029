package io.minikafka;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.test.system.CapturedOutput;

/** What a service in this process has written, for tests that want to see every line of it. */
public final class ServiceLines {
    /**
     * It is still there after tests of other classes, and busy machines make it complain. It says first who it is; while a
     * service that starts sets up the log, the log says it.
     */
    private static final Pattern OF_THE_TESTS_KAFKA =
            Pattern.compile("\\S+ (WARN|ERROR) ++\\[.*|\\S+ \\|-WARN in Logger\\[(org\\.apache\\.)?kafka\\..*");

    private ServiceLines() {}

    /** All lines but those of the Kafka broker that tests share. */
    public static List<String> of(CapturedOutput output) {
        return output.toString()
                .lines()
                .filter(line -> !OF_THE_TESTS_KAFKA.matcher(line).matches())
                .toList();
    }
}
