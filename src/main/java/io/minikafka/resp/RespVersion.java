package io.minikafka.resp;

/** Versions of the Redis protocol. Requests are the same in both; a connection begins with 2, {@code HELLO} changes it. */
enum RespVersion {
    RESP2,
    RESP3
}
