package io.minikafka.resp;

import io.minikafka.store.Bytes;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;

/** A message in rafka's shape: an array of names and values in turn. Immutable. */
record MessageReply(TopicPartition partition, StoredMessage message) implements Reply {
    private static final int FIELDS = 8;
    private static final Bytes TOPIC = Bytes.utf8("topic");
    private static final Bytes PARTITION = Bytes.utf8("partition");
    private static final Bytes OFFSET = Bytes.utf8("offset");
    private static final Bytes VALUE = Bytes.utf8("value");

    @Override
    public void writeTo(ReplyWriter out) {
        out.array(FIELDS);
        out.bulk(TOPIC);
        out.bulk(partition.topic().value());
        out.bulk(PARTITION);
        out.integer(partition.partition());
        out.bulk(OFFSET);
        out.integer(message.offset());
        out.bulk(VALUE);
        out.bulk(message.value());
    }
}
