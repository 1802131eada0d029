/** Tests of the jar as it is delivered, run as a process of its own by the java of the tests. */
package io.minikafka.packaged;
