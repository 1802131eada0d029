/** Benchmarks: what the store and the doors cost, beside the limit of the machine, in one run. See docs/performance.md. */
package io.minikafka.bench;
