/** Tests that the documentation is true where a test can see it; examples in it are run where they belong. */
package io.minikafka.docs;
