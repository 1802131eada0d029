package io.minikafka.cli.bench;

import io.minikafka.client.MinikafkaClient;

/** What a benchmark does. */
public enum BenchMode {
    /** Callers that each make one request at a time; latency is that of a request. */
    PRODUCE_UNARY("produce-unary") {
        @Override
        Workload workload(MinikafkaClient client, BenchPlan plan) {
            return new UnaryProduceWorkload(client, plan);
        }
    },
    /** Lists handed to a producer; latency is from there to the acknowledgement, the wait in its buffer included. */
    PRODUCE_STREAM("produce-stream") {
        @Override
        Workload workload(MinikafkaClient client, BenchPlan plan) {
            return new StreamProduceWorkload(client, plan);
        }
    },
    /** Single messages handed to a producer, which batches by itself; latency as before, of one message in a hundred. */
    SEND_ASYNC("send-async") {
        @Override
        Workload workload(MinikafkaClient client, BenchPlan plan) {
            return new SendAsyncWorkload(client, plan);
        }
    },
    /** Reads what is there, over and over; latency is that of one poll. */
    POLL("poll") {
        @Override
        Workload workload(MinikafkaClient client, BenchPlan plan) {
            return new PollWorkload(client, plan);
        }
    },
    /** Is pushed what is there, over and over; latency is the time between two batches. */
    SUBSCRIBE("subscribe") {
        @Override
        Workload workload(MinikafkaClient client, BenchPlan plan) {
            return new SubscribeWorkload(client, plan);
        }
    };

    private final String label;

    BenchMode(String label) {
        this.label = label;
    }

    /** Whether it needs messages that are there already. */
    public boolean readsOnly() {
        return this == POLL || this == SUBSCRIBE;
    }

    /** Messages of a request or list, unless told otherwise. */
    public int usualBatch() {
        return this == PRODUCE_UNARY ? 1 : 100;
    }

    abstract Workload workload(MinikafkaClient client, BenchPlan plan);

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return label;
    }
}
