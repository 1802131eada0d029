package io.minikafka.server;

/**
 * What the log and the health endpoint tell about the store in use.
 *
 * @param text the kind and, if it has one, the place
 * @param durability what an acknowledgement stands for, unless a topic sets another
 */
record StoreDescription(String text, String durability) {}
