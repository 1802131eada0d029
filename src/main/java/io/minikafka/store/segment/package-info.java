/**
 * The durable store: every partition a directory of segment files, appended to at one end and deleted whole at the
 * other. See {@code docs/design.md} for the guarantees and {@link io.minikafka.store.segment.SegmentFormat} for the bytes.
 */
@NullMarked
package io.minikafka.store.segment;

import org.jspecify.annotations.NullMarked;
