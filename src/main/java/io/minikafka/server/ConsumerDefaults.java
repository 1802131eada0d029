package io.minikafka.server;

import java.util.Map;

/**
 * What consumers of the Redis door get whose clients give nothing else.
 *
 * @param settings by librdkafka's names
 */
record ConsumerDefaults(Map<String, String> settings) {}
