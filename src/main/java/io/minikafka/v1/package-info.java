/** Generated from {@code src/main/proto/minikafka/v1}: the API for new clients. */
@NullUnmarked
package io.minikafka.v1;

import org.jspecify.annotations.NullUnmarked;
