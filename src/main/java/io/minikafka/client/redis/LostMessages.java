package io.minikafka.client.redis;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the service has told of messages that it had accepted and did not store. It tells with the next command of the
 * connection, whoever sent that, so the reports are the client's and not a producer's. Safe for use by many threads.
 */
final class LostMessages {
    private static final System.Logger LOG = System.getLogger(LostMessages.class.getName());
    private static final Pattern COUNT = Pattern.compile(RedisFailures.LOST + ": (\\d{1,18}) ");

    private long count;
    private String last = "";

    /** The service told of some. */
    void report(String text) {
        synchronized (this) {
            Matcher matcher = COUNT.matcher(text);
            count += matcher.lookingAt() ? Long.parseLong(matcher.group(1)) : 1;
            last = text;
        }
        LOG.log(System.Logger.Level.WARNING, "The service lost messages that it had accepted: {0}", text);
    }

    /** How many, all told. */
    synchronized long count() {
        return count;
    }

    /** @throws MinikafkaException when there are more than {@code known} */
    synchronized void requireNoneSince(long known) {
        if (count > known) {
            throw new MinikafkaException(
                    Kind.OUTCOME_UNKNOWN,
                    (count - known) + " messages that this client sent were accepted and not stored: " + last);
        }
    }
}
