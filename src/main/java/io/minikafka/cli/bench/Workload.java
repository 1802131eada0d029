package io.minikafka.cli.bench;

/** Something to measure. */
interface Workload {
    /** Works, on the calling thread and others, until the meter stops. */
    void run(Meter meter) throws Exception;
}
