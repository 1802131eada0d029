/**
 * The console: pages for people, at {@code /}, made of files that browsers run as they are. They talk to the HTTP API
 * only, so that the console can do nothing that others cannot; here they are only handed out.
 */
@NullMarked
package io.minikafka.console;

import org.jspecify.annotations.NullMarked;
