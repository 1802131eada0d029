package io.minikafka.client.spring;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call of a listener that is observed. Its carrier are the headers of the message, from which a trace
 * goes on; those of a batch, whose messages may be of different traces, are none, unless it is of one message.
 */
public final class MinikafkaListenerContext extends ReceiverContext<List<MessageHeader>> {
    private final String listener;
    private final String group;
    private final List<ConsumedMessage> messages;

    MinikafkaListenerContext(String listener, String group, List<ConsumedMessage> messages) {
        super(MinikafkaListenerContext::lastValue, Kind.CONSUMER);
        this.listener = listener;
        this.group = group;
        this.messages = messages;
        setCarrier(messages.size() == 1 ? messages.get(0).headers() : List.of());
        setRemoteServiceName("minikafka");
    }

    /** The container's id. */
    public String listener() {
        return listener;
    }

    public String group() {
        return group;
    }

    /** What the listener is called with: one message or a batch. */
    public List<ConsumedMessage> messages() {
        return messages;
    }

    /** Of the messages; several sorted, with commas between them. */
    public String topic() {
        String first = messages.get(0).topic();
        for (ConsumedMessage message : messages) {
            if (!message.topic().equals(first)) {
                return String.join(
                        ",",
                        messages.stream()
                                .map(ConsumedMessage::topic)
                                .distinct()
                                .sorted()
                                .toList());
            }
        }
        return first;
    }

    private static @Nullable String lastValue(List<MessageHeader> headers, String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equalsIgnoreCase(name)) {
                return headers.get(i).text();
            }
        }
        return null;
    }
}
