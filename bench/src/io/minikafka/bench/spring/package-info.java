/** What the Spring client costs over the plain one, and beside spring-kafka. See {@code bench/spring-compare}. */
package io.minikafka.bench.spring;
