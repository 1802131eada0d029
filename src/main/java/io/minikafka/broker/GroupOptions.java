package io.minikafka.broker;

import io.minikafka.store.InvalidArgumentException;
import java.time.Duration;

/**
 * How a broker runs consumer groups.
 *
 * @param rebalanceTimeout how long a partition that is to move to another member waits for its owner to acknowledge what
 *     it has been delivered; zero moves it at once
 * @param retention a group without members is forgotten after so long, with its offsets
 */
public record GroupOptions(Duration rebalanceTimeout, Duration retention) {
    /** 5 seconds; 7 days, as in Apache Kafka. */
    public static final GroupOptions DEFAULT = new GroupOptions(Duration.ofSeconds(5), Duration.ofDays(7));

    public GroupOptions {
        if (rebalanceTimeout.isNegative()) {
            throw new InvalidArgumentException("rebalance timeout", rebalanceTimeout.toString(), "0 or longer");
        }
        if (retention.isNegative() || retention.isZero()) {
            throw new InvalidArgumentException("retention of groups", retention.toString(), "longer than 0");
        }
    }
}
