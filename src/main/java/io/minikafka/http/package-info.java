/**
 * The HTTP door: a REST API under {@value io.minikafka.http.HttpApi#BASE} and live tails as Server-Sent Events. Spring
 * MVC's annotations say what is served where; everything else has a plain constructor. No request waits on a thread:
 * answers are the broker's futures.
 */
@NullMarked
package io.minikafka.http;

import org.jspecify.annotations.NullMarked;
