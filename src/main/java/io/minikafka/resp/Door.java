package io.minikafka.resp;

import io.minikafka.security.BrokerViews;

/** What the connections of one server share. Safe for use by many threads. */
record Door(
        RespServerSettings settings,
        BrokerViews views,
        CommandTable table,
        Connections connections,
        ClientNames names,
        Monitors monitors,
        DeliveryErrorLog deliveryErrors,
        HttpByMistake http,
        RespStatistics statistics) {
    private static final int MOST_ARGUMENTS = 1 << 16;

    /** Beyond a message: what a command around it takes. A message too large by less is refused by the store, with both numbers. */
    private static final int SLACK_BYTES = 1 << 20;

    DecoderLimits decoderLimits(boolean authenticated) {
        return authenticated
                ? new DecoderLimits(
                        MOST_ARGUMENTS,
                        settings.limits().maxMessageBytes() + SLACK_BYTES,
                        DecoderLimits.DEFAULT_INLINE_BYTES)
                : DecoderLimits.UNAUTHENTICATED;
    }
}
