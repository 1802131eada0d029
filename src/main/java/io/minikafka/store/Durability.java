package io.minikafka.store;

/** What an acknowledgement of an append stands for, from weakest to strongest. */
public enum Durability {
    /** In this process's memory: lost when it ends. Not a setting, but what the memory store gives. */
    MEMORY,
    /** In the operating system's page cache: survives a killed process, not a power cut. */
    OS,
    /** Synced to the disk: survives a power cut. */
    FSYNC,
    /**
     * In a Kafka cluster, as durable as its topic's replication makes it: all in-sync replicas have it. Not a setting, but
     * what that backend gives.
     */
    CLUSTER
}
