package io.minikafka.server;

import static org.springframework.web.context.request.RequestAttributes.SCOPE_REQUEST;

import io.minikafka.http.ApiConfigurer;
import io.minikafka.http.ApiJson;
import io.minikafka.http.BodyLimit;
import io.minikafka.http.CallersBroker;
import io.minikafka.http.CallersRights;
import io.minikafka.http.Durations;
import io.minikafka.http.GroupController;
import io.minikafka.http.GroupOverviewController;
import io.minikafka.http.HttpApi;
import io.minikafka.http.HttpSettings;
import io.minikafka.http.OpenApiDocument;
import io.minikafka.http.OverviewController;
import io.minikafka.http.ProblemAdvice;
import io.minikafka.http.ProduceController;
import io.minikafka.http.ReadController;
import io.minikafka.http.ServerController;
import io.minikafka.http.TailController;
import io.minikafka.http.Tails;
import io.minikafka.http.TopicController;
import io.minikafka.security.BrokerViews;
import io.minikafka.security.Caller;
import io.minikafka.security.Origin.Door;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;

/** The HTTP door. Without it there are health, info and metrics only. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "minikafka.http.enabled", matchIfMissing = true)
class HttpConfiguration {
    private static final Durations DURATIONS = DurationFormat::parse;

    @Bean
    HttpSettings httpSettings(MinikafkaProperties properties) {
        return properties.httpSettings();
    }

    @Bean
    ApiJson apiJson(HttpSettings settings) {
        return new ApiJson(settings, DURATIONS);
    }

    @Bean
    Tails tails(HttpSettings settings, ApiJson json, ScheduledExecutorService waitTimer) {
        return new Tails(settings, json, waitTimer);
    }

    @Bean
    TailDrain tailDrain(Tails tails) {
        return new TailDrain(tails);
    }

    @Bean
    ApiConfigurer apiConfigurer(HttpSettings settings, ApiJson json, Tails tails) {
        return new ApiConfigurer(settings, json, DURATIONS, tails);
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(HttpSettings settings) {
        FilterRegistrationBean<BodyLimit> filter = new FilterRegistrationBean<>(new BodyLimit(settings));
        filter.addUrlPatterns(HttpApi.ALL);
        return filter;
    }

    @Bean
    ProblemAdvice problemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    ProblemErrorController problemErrorController() {
        return new ProblemErrorController();
    }

    /** A name in a path may have a slash in it, as %2F: those of groups may be any text. */
    @Bean
    TomcatConnectorCustomizer namesWithSlashes() {
        return connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    }

    /** Comes after Spring Boot's own, so that its valve is the first to see a failure. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusalsByTomcat() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve()));
    }

    /** Without a caller, which the filter before everything would have to forget, there are no rights. */
    @Bean
    CallersBroker callersBroker(DoorViews doors) {
        BrokerViews views = doors.of(Door.HTTP);
        return () -> views.of(caller());
    }

    private static Caller caller() {
        return RequestContextHolder.currentRequestAttributes().getAttribute(Caller.ATTRIBUTE, SCOPE_REQUEST)
                        instanceof Caller caller
                ? caller
                : Caller.STRANGER;
    }

    @Bean
    TopicController topicController(CallersBroker broker, HttpSettings settings) {
        return new TopicController(broker, settings);
    }

    @Bean
    OverviewController overviewController(CallersBroker broker, HttpSettings settings, Clock clock) {
        return new OverviewController(broker, settings, clock);
    }

    @Bean
    ProduceController produceController(CallersBroker broker, HttpSettings settings) {
        return new ProduceController(broker, settings);
    }

    @Bean
    ReadController readController(CallersBroker broker, HttpSettings settings) {
        return new ReadController(broker, settings);
    }

    @Bean
    TailController tailController(CallersBroker broker, HttpSettings settings) {
        return new TailController(broker, settings);
    }

    @Bean
    GroupController groupController(CallersBroker broker, HttpSettings settings) {
        return new GroupController(broker, settings);
    }

    @Bean
    GroupOverviewController groupOverviewController(CallersBroker broker, HttpSettings settings, Clock clock) {
        return new GroupOverviewController(broker, settings, clock);
    }

    @Bean
    CallersRights callersRights() {
        return topics -> CallerDescription.of(caller(), topics);
    }

    @Bean
    ServerDescription serverDescription(
            ApplicationContext context,
            BackendDescription backend,
            GrpcDoor grpc,
            ObjectProvider<RespDoor> redis,
            ConnectionCounts connections,
            ObjectProvider<DiskSpace> disk,
            Clock clock) {
        return new ServerDescription(context, backend, grpc, redis, connections, disk, clock);
    }

    @Bean
    ServerController serverController(CallersRights rights, ServerDescription server, HttpSettings settings) {
        return new ServerController(rights, server, settings);
    }

    @Bean
    OpenApiDocument openApiDocument(ObjectProvider<BuildProperties> build) {
        return new OpenApiDocument(ServerDescription.version(build));
    }
}
