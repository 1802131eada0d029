package io.minikafka.client;

import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.Message;
import io.minikafka.v1.ProduceStreamRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The messages of one request, and who waits for them. Not safe for use by several threads. */
final class Batch {
    /** What a message costs beyond its bytes: its future and the result. */
    static final int MESSAGE_OVERHEAD = 96;

    private final String topic;
    private final RequestBuffer request;
    private final List<PendingSend> sends = new ArrayList<>();
    private final int emptyBytes;
    private final long deadline;
    private int messages;
    private boolean sent;

    /**
     * An empty batch.
     *
     * @param bytes for the request; nobody else may use it
     * @param deadline when it must be acknowledged, in {@link System#nanoTime()}
     */
    Batch(String topic, byte[] bytes, long deadline) {
        this.topic = topic;
        this.request = new RequestBuffer(topic, bytes);
        this.emptyBytes = request.length();
        this.deadline = deadline;
    }

    /** Adds a message; whoever waits for it is added by {@link #add(PendingSend)}. */
    void add(ProducerMessage message, int size) {
        request.add(message, size);
        messages++;
    }

    /** Adds who waits for the {@link PendingSend#count()} messages added last. */
    void add(PendingSend send) {
        sends.add(send);
    }

    int messages() {
        return messages;
    }

    int bytes() {
        return request.length();
    }

    /** The request's array, for another batch once this one is acknowledged. */
    byte[] array() {
        return request.bytes();
    }

    long deadline() {
        return deadline;
    }

    /** What it counts against the producer's buffer. */
    long weight() {
        return weight(request.length() - emptyBytes, messages);
    }

    static long weight(int bytes, int messages) {
        return bytes + (long) messages * MESSAGE_OVERHEAD;
    }

    /** Whether any stream has been given it, so that its messages may be stored. */
    boolean isSent() {
        return sent;
    }

    /** The request; nothing may be added from now on. */
    EncodedRequest send() {
        sent = true;
        return request.encoded();
    }

    /** Completes everything that waits. Runs what depends on it. */
    void acknowledge(List<AppendedRun> runs) {
        Placements placements = new Placements(topic, runs);
        if (placements.size() != messages) {
            fail(new MinikafkaException(
                    MinikafkaException.Kind.INTERNAL,
                    "The server acknowledged " + placements.size() + " of " + messages + " messages"));
            return;
        }
        Placements.Cursor cursor = placements.new Cursor();
        for (PendingSend send : sends) {
            send.acknowledge(cursor);
        }
    }

    /** Fails everything that waits. Runs what depends on it. */
    void fail(MinikafkaException failure) {
        for (PendingSend send : sends) {
            send.fail(failure);
        }
    }

    boolean isDivisible() {
        return sends.size() > 1;
    }

    /** Two batches of half the sends each: which of them was refused, only the server can say. */
    List<Batch> halves() {
        List<Message> all = decode();
        List<Batch> halves = new ArrayList<>(2);
        int middle = sends.size() / 2;
        int first = 0;
        for (List<PendingSend> half : List.of(sends.subList(0, middle), sends.subList(middle, sends.size()))) {
            Batch batch = new Batch(topic, new byte[bytes() / 2], deadline);
            batch.sent = sent;
            for (PendingSend send : half) {
                all.subList(first, first + send.count()).forEach(batch.request::add);
                batch.messages += send.count();
                batch.sends.add(send);
                first += send.count();
            }
            halves.add(batch);
        }
        return halves;
    }

    private List<Message> decode() {
        try {
            return ProduceStreamRequest.parseFrom(request.encoded().asStream()).getMessagesList();
        } catch (IOException impossible) {
            throw new IllegalStateException("A request of our own is malformed", impossible);
        }
    }
}
