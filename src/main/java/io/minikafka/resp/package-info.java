/**
 * The Redis door: decodes requests of the Redis protocol, calls {@link io.minikafka.broker.Broker}, encodes replies. The
 * decoder and the reply writer are the hot path and know bytes only, neither connections nor commands.
 */
@NullMarked
package io.minikafka.resp;

import org.jspecify.annotations.NullMarked;
