package io.minikafka.bench.spring;

/**
 * One way to move messages.
 *
 * @param run moves so many, and returns messages a second
 */
record Subject(String name, Run run) {
    @FunctionalInterface
    interface Run {
        double of(int messages) throws Exception;
    }
}
