package io.minikafka.client.spring;

import java.time.Duration;

/**
 * How long a member waits for what.
 *
 * @param poll for messages, at a time; so long after it went away a server counts as away
 * @param refused before it joins again when the server has refused it for good
 * @param stored for a dead letter under way, once the container is to stop
 */
record Patience(Duration poll, Duration refused, Duration stored) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(5));
}
