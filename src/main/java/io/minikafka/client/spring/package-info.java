/**
 * The client in Spring's terms: a template that sends objects, and methods that are called with what is consumed. Works
 * with any {@link io.minikafka.client.MessagingClient}, with and without Spring Boot.
 */
@NullMarked
package io.minikafka.client.spring;

import org.jspecify.annotations.NullMarked;
