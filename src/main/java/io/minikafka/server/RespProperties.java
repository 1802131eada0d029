package io.minikafka.server;

import io.minikafka.resp.Acknowledge;
import io.minikafka.resp.TimeoutUnit;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.InetAddress;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationFormat;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * The Redis door.
 *
 * @param enabled Whether there is one.
 * @param address Where it listens; 0.0.0.0 for all interfaces.
 * @param port The port it listens on; 0 for any free one.
 * @param password What the user "default" logs in with, who may do everything; empty for no such user.
 * @param maxConnections Connections beyond are told so and closed.
 * @param idleTimeout Connections without traffic for so long are closed, unless they wait for a reply; 0 for never.
 * @param loginTimeout Connections that have not logged in for so long, where there are users, are closed; 0 for never.
 * @param outputBuffer Connections with more bytes unsent are not served until their clients read; one reply always
 *     fits.
 * @param outputTimeout Connections that take nothing of that for so long are closed.
 * @param timeoutUnit What a bare number means in BLPOP: s or ms.
 * @param acknowledge When RPUSHX answers over Kafka: once the message is buffered, or stored there.
 */
public record RespProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("127.0.0.1") InetAddress address,

        @DefaultValue("6380")
        @Min(value = 0, message = "a number from 0 to 65535")
        @Max(value = 65_535, message = "a number from 0 to 65535")
        int port,

        @DefaultValue("") String password,

        @DefaultValue("10000") @Min(value = 1, message = "1 or more")
        int maxConnections,

        @DefaultValue("0s")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(message = "0s or longer")
        Duration idleTimeout,

        @DefaultValue("30s")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(message = "0s or longer")
        Duration loginTimeout,

        @DefaultValue("1MB") @DataSizeRange(min = "1KB", max = "1GB")
        DataSize outputBuffer,

        @DefaultValue("1m")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(millis = 1, message = "1ms or longer")
        Duration outputTimeout,

        @DefaultValue("s") TimeoutUnit timeoutUnit,
        @DefaultValue("buffered") Acknowledge acknowledge) {}
