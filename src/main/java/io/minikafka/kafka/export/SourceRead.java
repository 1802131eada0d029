package io.minikafka.kafka.export;

import io.minikafka.store.StoredMessage;
import java.util.List;

/**
 * What one read of the source returned.
 *
 * @param messages oldest first; offsets that are missing before the first one have left by retention, or are damaged
 * @param nextOffset where the next read goes on
 * @param damaged how many messages the read passed over because they fail their checksum
 */
record SourceRead(List<StoredMessage> messages, long nextOffset, long damaged) {}
