package io.minikafka.server;

/**
 * What the log and the health endpoint tell about where topics are.
 *
 * @param text the kind and, if it has one, the place
 * @param durability what an acknowledgement stands for, unless a topic sets another
 */
record BackendDescription(String text, String durability) {}
