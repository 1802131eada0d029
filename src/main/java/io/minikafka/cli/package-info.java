/**
 * The command line: one class a command. Data goes to standard output, everything else to standard error; exit codes are
 * 0 (done), 1 (failed) and 2 (wrong usage). {@link io.minikafka.cli.Main} starts the service or runs a command; no
 * command but {@code server} starts Spring.
 */
@NullMarked
package io.minikafka.cli;

import org.jspecify.annotations.NullMarked;
