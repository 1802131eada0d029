/** The Redis door beside redis-server and a bare server, all driven by redis-benchmark. See {@code bench/resp-compare}. */
package io.minikafka.bench.resp;
