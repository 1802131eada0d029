package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.group.StartAt;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerSettingsTests {
    @Test
    void withoutAnyAGroupStartsAtItsTopicsOldestMessages() {
        assertThat(ConsumerSettings.of("")).isEqualTo(ConsumerSettings.DEFAULT);
        assertThat(ConsumerSettings.of("{}")).isEqualTo(ConsumerSettings.DEFAULT);
        assertThat(ConsumerSettings.DEFAULT.startAt()).isEqualTo(StartAt.EARLIEST);
        assertThat(ConsumerSettings.DEFAULT.maxPollInterval()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "earliest, EARLIEST", "smallest, EARLIEST", "beginning, EARLIEST",
        "latest, LATEST", "largest, LATEST", "end, LATEST"
    })
    void aStartHasOlderNamesToo(String name, StartAt startAt) {
        assertThat(ConsumerSettings.of("{\"auto.offset.reset\": \"" + name + "\"}")
                        .startAt())
                .isEqualTo(startAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"60000", "\"60000\""})
    void numbersMayBeText(String value) {
        assertThat(ConsumerSettings.of("{\"max.poll.interval.ms\": " + value + "}")
                        .maxPollInterval())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatTunesSomethingThatDoesNotExistHereHasNoEffect() {
        assertThat(ConsumerSettings.of("""
                {"enable.auto.commit": false, "enable.auto.offset.store": true, "enable.partition.eof": true,
                 "statistics.interval.ms": 0, "log.connection.close": "true", "client.id": "a:b,c",
                 "offset.store.method": "file"}""")).isEqualTo(ConsumerSettings.DEFAULT);
    }

    @Test
    void whatTunesTheBackendIsPassedOnInItsPlainForm() {
        ConsumerSettings settings = ConsumerSettings.of("""
                {"session.timeout.ms": 12345, "heartbeat.interval.ms": "+3000", "fetch.wait.max.ms": 10,
                 "fetch.queue.backoff.ms": 0, "fetch.error.backoff.ms": 0, "fetch.min.bytes": "1", "fetch.max.bytes": 2,
                 "fetch.message.max.bytes": 3, "max.partition.fetch.bytes": 4, "queued.min.messages": 5,
                 "queued.max.messages.kbytes": 6, "check.crcs": true, "isolation.level": "read_committed",
                 "partition.assignment.strategy": "range, cooperative-sticky", "auto.offset.reset": "latest",
                 "max.poll.interval.ms": 1, "auto.commit.interval.ms": 2, "client.id": "x"}""");
        assertThat(settings.tuning())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("session.timeout.ms", "12345"),
                        Map.entry("heartbeat.interval.ms", "3000"),
                        Map.entry("fetch.wait.max.ms", "10"),
                        Map.entry("fetch.queue.backoff.ms", "0"),
                        Map.entry("fetch.error.backoff.ms", "0"),
                        Map.entry("fetch.min.bytes", "1"),
                        Map.entry("fetch.max.bytes", "2"),
                        Map.entry("fetch.message.max.bytes", "3"),
                        Map.entry("max.partition.fetch.bytes", "4"),
                        Map.entry("queued.min.messages", "5"),
                        Map.entry("queued.max.messages.kbytes", "6"),
                        Map.entry("check.crcs", "true"),
                        Map.entry("isolation.level", "read_committed"),
                        Map.entry("partition.assignment.strategy", "range,cooperative-sticky")));
        assertThat(ConsumerSettings.DEFAULT.tuning()).isEmpty();
    }

    @Test
    void acknowledgementsMayBeGatheredForFiveSecondsOrAsLongAsTheClientSays() {
        assertThat(ConsumerSettings.DEFAULT.commitInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(ConsumerSettings.of("{\"auto.commit.interval.ms\": \"1500\"}")
                        .commitInterval())
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(ConsumerSettings.of("{\"auto.commit.interval.ms\": 0}").commitInterval())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"foo":"bar"}                    | the setting 'foo' is unknown
            {"bootstrap.servers":"x:1"}      | the setting 'bootstrap.servers' is unknown
            {"a":{"b":1}}                    | the setting 'a' is unknown
            {"session.timeout.ms":true}      | session.timeout.ms is true; accepted is a whole number from 1 to 86400000
            {"session.timeout.ms":"soon"}    | session.timeout.ms is "soon"; accepted is a whole number
            {"session.timeout.ms":1.5}       | session.timeout.ms is 1.5; accepted is a whole number
            {"session.timeout.ms":0}         | session.timeout.ms is 0; accepted is a whole number
            {"session.timeout.ms":99999999999999999999} | session.timeout.ms is 99999999999999999999; accepted
            {"session.timeout.ms":null}      | session.timeout.ms is null; accepted is a whole number
            {"session.timeout.ms":{"a":1}}   | session.timeout.ms is {"a":1}; accepted is a whole number
            {"auto.offset.reset":"malformed"} | auto.offset.reset is "malformed"; accepted is earliest,
            {"auto.offset.reset":1}          | auto.offset.reset is 1; accepted is earliest,
            {"enable.auto.commit":1}         | enable.auto.commit is 1; accepted is true or false
            {"client.id":1}                  | client.id is 1; accepted is text
            {"security.protocol":"ssl"}      | the setting 'security.protocol' is unknown
            {"sasl.password":"x"}            | the setting 'sasl.password' is unknown
            {"group.id":"x"}                 | the setting 'group.id' is unknown
            {"isolation.level":"dirty"}      | isolation.level is "dirty"; accepted is read_uncommitted or read_committed
            {"offset.store.method":1}        | offset.store.method is 1; accepted is none, file or broker
            {"partition.assignment.strategy":"range,own"} | partition.assignment.strategy is "range,own"; accepted is range, roundrobin or cooperative-sticky, or several of them separated by commas
            {"partition.assignment.strategy":""} | partition.assignment.strategy is ""; accepted is range,
            {"partition.assignment.strategy":"range,"} | partition.assignment.strategy is "range,"; accepted is range,
            """)
    void whatIsUnknownOrWrongIsNamedWithWhatIsAccepted(String json, String reason) {
        assertThatThrownBy(() -> ConsumerSettings.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1]", "1", "null", "{\"a\":1} x", "{bad json", "{'a':1}"})
    void whatIsNoJsonObjectIsRefused(String json) {
        assertThatThrownBy(() -> ConsumerSettings.of(json))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("CONS Error parsing configuration from '" + json + "'; ");
    }

    @Test
    void whatIsTooLongIsNotEvenParsed() {
        assertThatThrownBy(() -> ConsumerSettings.of("[".repeat(1 << 20)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("1048576 characters; the limit is 16384");
    }

    @Test
    void theServersDefaultsHoldWhereTheClientGivesNothing() {
        Map<String, String> defaults = ConsumerSettings.checked(Map.of(
                "auto.offset.reset", "latest", "auto.commit.interval.ms", "200", "max.poll.interval.ms", "1000"));

        ConsumerSettings untold = ConsumerSettings.of("", defaults);
        assertThat(untold.startAt()).isEqualTo(StartAt.LATEST);
        assertThat(untold.commitInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(untold.maxPollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(ConsumerSettings.of("{\"auto.offset.reset\": \"earliest\"}", defaults)
                        .startAt())
                .isEqualTo(StartAt.EARLIEST);
        assertThatThrownBy(() -> ConsumerSettings.checked(Map.of("auto.offset.reset", "middle")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("middle");
    }
}
