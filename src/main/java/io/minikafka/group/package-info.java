/**
 * Consumer groups as plain state: who is a member, who reads which partition, what has been delivered, acknowledged and
 * committed; and the log that keeps committed offsets. No threads, no clock of its own, nothing but the JDK.
 */
@NullMarked
package io.minikafka.group;

import org.jspecify.annotations.NullMarked;
