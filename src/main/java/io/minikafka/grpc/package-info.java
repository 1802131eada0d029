/**
 * The gRPC door: decodes requests, calls the {@link io.minikafka.broker.Broker}, encodes replies. Speaks the protocol of
 * the first minikafka ({@link io.minikafka.grpc.CompatibilityService}) and {@code minikafka.v1}. Every service is made
 * for a direct executor: its methods run on event loops and never block.
 */
@NullMarked
package io.minikafka.grpc;

import org.jspecify.annotations.NullMarked;
