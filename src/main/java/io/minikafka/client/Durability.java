package io.minikafka.client;

/** What an acknowledgement stands for, from weakest to strongest. */
public enum Durability {
    /** In the server's memory: lost when its process ends. Not a setting, but what the memory store gives. */
    MEMORY,
    /** In the server's page cache: survives a killed process, not a power cut. */
    OS,
    /** Synced to the disk: survives a power cut. */
    FSYNC,
    /** In all in-sync replicas of the Kafka cluster behind the server. Not a setting, but what that backend gives. */
    CLUSTER
}
