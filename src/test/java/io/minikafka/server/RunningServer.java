package io.minikafka.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service in this process, on free loopback ports, with a channel to it. */
public final class RunningServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final ManagedChannel channel;

    private RunningServer(ConfigurableApplicationContext context) {
        this.context = context;
        this.channel = NettyChannelBuilder.forAddress(new InetSocketAddress(
                        "127.0.0.1", context.getBean(GrpcDoor.class).getPort()))
                .usePlaintext()
                .build();
    }

    public static RunningServer start(String... args) {
        return start(List.of(), args);
    }

    /** @param beans configuration that comes on top of the service's own */
    public static RunningServer start(List<Class<?>> beans, String... args) {
        SpringApplication application = MinikafkaServer.application();
        application.addPrimarySources(beans);
        Stream<String> anyPorts = Stream.of(
                        "--minikafka.host=127.0.0.1:0", "--minikafka.resp.port=0", "--server.port=0")
                .filter(any ->
                        Stream.of(args).noneMatch(arg -> arg.startsWith(any.substring(0, any.indexOf('=') + 1))));
        String[] all = Stream.concat(anyPorts, Stream.of(args)).toArray(String[]::new);
        return new RunningServer(application.run(all));
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public ManagedChannel channel() {
        return channel;
    }

    public int httpPort() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    public int grpcPort() {
        return context.getBean(GrpcDoor.class).getPort();
    }

    public int redisPort() {
        return context.getBean(RespDoor.class).listensOn().port();
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Stops the service as a SIGTERM does; the channel stays open for what it still has to hear. */
    public void stop() {
        context.close();
    }

    @Override
    public void close() {
        stop();
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
