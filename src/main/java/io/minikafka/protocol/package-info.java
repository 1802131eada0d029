/** Generated from {@code src/main/proto/protocol}: what clients of the first minikafka speak. */
@NullUnmarked
package io.minikafka.protocol;

import org.jspecify.annotations.NullUnmarked;
