/**
 * Who a caller is and what it may do, one decision for all doors: credentials become a {@link
 * io.minikafka.security.Caller}, and a caller gets a view of the broker that refuses what the caller has no right to.
 */
@NullMarked
package io.minikafka.security;

import org.jspecify.annotations.NullMarked;
