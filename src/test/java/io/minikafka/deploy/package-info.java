/** Tests of what the service is delivered in: the container image and the Helm chart. */
package io.minikafka.deploy;
