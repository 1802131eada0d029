/**
 * What is measured for monitoring, told to a Micrometer registry: what callers do at each door, what stands in the logs,
 * how far groups are behind. Topics and groups told apart by tags are bounded; all others are summed under one name.
 */
@NullMarked
package io.minikafka.metrics;

import org.jspecify.annotations.NullMarked;
