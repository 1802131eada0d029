package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.resp.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Producers through the Redis and the HTTP door that go on until the server is gone. */
final class DoorLoad {
    private static final int PIPELINED = 20;

    private DoorLoad() {}

    /** Completes with the reply that was no acknowledgement, or with the empty text when the connection just ended. */
    static CompletableFuture<String> redis(PackagedServer server, AcknowledgedSequences messages, String producer) {
        RespClient client = new RespClient(server.redisPort());
        AtomicLong acknowledged = messages.of(producer);
        return Background.run(() -> {
            long next = 0;
            try (client) {
                while (true) {
                    StringBuilder requests = new StringBuilder();
                    for (int i = 0; i < PIPELINED; i++) {
                        requests.append("RPUSHX topics:" + messages.topic() + " " + producer + ":" + next++ + "\r\n");
                    }
                    client.send(requests.toString());
                    for (int i = 0; i < PIPELINED; i++) {
                        String reply = client.reply();
                        if (!reply.equals(":1\r\n")) {
                            return reply;
                        }
                        acknowledged.incrementAndGet();
                    }
                }
            } catch (UncheckedIOException e) {
                return "";
            }
        });
    }

    /** One message a request; completes with the status that ended it, or 0 when the connection just ended. */
    static CompletableFuture<Integer> http(PackagedServer server, AcknowledgedSequences messages, String producer) {
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create(
                "http://127.0.0.1:" + server.httpPort() + "/api/v1/topics/" + messages.topic() + "/messages");
        AtomicLong acknowledged = messages.of(producer);
        return Background.run(() -> {
            try {
                for (long next = 0; true; next++) {
                    HttpRequest request = HttpRequest.newBuilder(uri)
                            .header("Content-Type", "application/octet-stream")
                            .POST(HttpRequest.BodyPublishers.ofString(producer + ":" + next))
                            .build();
                    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() != 200) {
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                        return answer.statusCode();
                    }
                    acknowledged.incrementAndGet();
                }
            } catch (IOException e) {
                return 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }
}
