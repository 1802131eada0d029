/** Files as durable storage sees them: what may fail, what is durable when. Needs nothing but the JDK. */
@NullMarked
package io.minikafka.store.file;

import org.jspecify.annotations.NullMarked;
