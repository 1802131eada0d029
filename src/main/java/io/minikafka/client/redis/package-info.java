/**
 * The client over the Redis protocol, with Lettuce: for applications that may talk to Redis ports only. What the protocol
 * lacks is lacking here: headers, the keys of consumed messages, and where a message was stored.
 */
@NullMarked
package io.minikafka.client.redis;

import org.jspecify.annotations.NullMarked;
