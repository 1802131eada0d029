/** The volatile store: topics that live as long as the process, and the reference that randomised tests compare with. */
@NullMarked
package io.minikafka.store.memory;

import org.jspecify.annotations.NullMarked;
