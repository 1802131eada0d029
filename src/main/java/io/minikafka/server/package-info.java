/**
 * The service: main class, configuration properties, wiring by profile, health and the order of the shutdown. The only
 * package that knows Spring, apart from {@link io.minikafka.server.DurationFormat}, which the command line shares.
 */
@NullMarked
package io.minikafka.server;

import org.jspecify.annotations.NullMarked;
