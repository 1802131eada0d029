/** Spring Boot's auto-configuration of the client, from {@code minikafka.client.*}; without a target it does nothing. */
@NullMarked
package io.minikafka.client.autoconfigure;

import org.jspecify.annotations.NullMarked;
