/**
 * Load for a running service, made and measured through the client library. See {@code docs/performance.md} for what the
 * figures mean.
 */
@NullMarked
package io.minikafka.cli.bench;

import org.jspecify.annotations.NullMarked;
