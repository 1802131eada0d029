package io.minikafka.resp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the door counts. Safe for use by many threads. */
final class RespStatistics {
    final LongAdder unflushedMessages = new LongAdder();
    final LongAdder deliveryErrors = new LongAdder();
    final LongAdder messagesProduced = new LongAdder();
    /** How many there are now; of what is going on, not of what was, so that it is never reset. */
    final LongAdder messagesOutstanding = new LongAdder();

    final LongAdder messagesDelivered = new LongAdder();
    final LongAdder messagesSkipped = new LongAdder();
    final LongAdder messagesAcknowledged = new LongAdder();
    final LongAdder connectionsAccepted = new LongAdder();
    final LongAdder connectionsRejected = new LongAdder();
    final LongAdder commandsProcessed = new LongAdder();
    final LongAdder errorReplies = new LongAdder();
    final LongAdder protocolErrors = new LongAdder();
    final LongAdder linesLost = new LongAdder();

    /** By the names users know; the first three are rafka's. */
    Map<String, Long> values() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("producer.unflushed.messages", unflushedMessages.sum());
        values.put("producer.delivery.errors", deliveryErrors.sum());
        // What rafka's library could report and this broker has no counterpart of.
        values.put("producer.unknown.events", 0L);
        values.put("producer.messages", messagesProduced.sum());
        values.put("producer.outstanding.messages", messagesOutstanding.sum());
        values.put("consumer.messages", messagesDelivered.sum());
        values.put("consumer.messages.skipped", messagesSkipped.sum());
        values.put("consumer.acknowledgements", messagesAcknowledged.sum());
        values.put("connections.accepted", connectionsAccepted.sum());
        values.put("connections.rejected", connectionsRejected.sum());
        values.put("commands.processed", commandsProcessed.sum());
        values.put("commands.failed", errorReplies.sum());
        values.put("protocol.errors", protocolErrors.sum());
        values.put("monitor.lines.lost", linesLost.sum());
        return values;
    }

    void reset() {
        unflushedMessages.reset();
        deliveryErrors.reset();
        messagesProduced.reset();
        messagesDelivered.reset();
        messagesSkipped.reset();
        messagesAcknowledged.reset();
        connectionsAccepted.reset();
        connectionsRejected.reset();
        commandsProcessed.reset();
        errorReplies.reset();
        protocolErrors.reset();
        linesLost.reset();
    }
}
