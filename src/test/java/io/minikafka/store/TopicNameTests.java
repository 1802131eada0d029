package io.minikafka.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNameTests {
    @ParameterizedTest
    @ValueSource(strings = {"a", "...", "a.b", "-", "_", "index", "Topic-1_x.Y", "0"})
    void kafkasNamesAreLegal(String name) {
        assertThat(TopicName.of(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'../x', U+002F at index 2",
        "'a/b', U+002F at index 1",
        "'a\\b', U+005C at index 1",
        "'a b', U+0020 at index 1",
        "'é', U+00E9 at index 0",
        "'a:b', U+003A at index 1",
        "'..', reserved",
        "'.', reserved",
        "'', 1 to 249",
    })
    void whatKafkaRefusesIsRefusedAndTheReasonIsNamed(String name, String reason) {
        assertThatThrownBy(() -> TopicName.of(name))
                .isInstanceOf(InvalidTopicNameException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(chars = {'\0', '\n', '\r', '\t', '\u001b', '\u007f', '\u0085', '\u202e', '\ud800'})
    void controlCharactersAreRefusedAndNotRepeatedInTheMessage(char character) {
        assertThatThrownBy(() -> TopicName.of("a" + character))
                .isInstanceOf(InvalidTopicNameException.class)
                .hasMessageContaining(String.format("U+%04X", (int) character));
    }

    @Test
    void aLineBreakInANameDoesNotReachTheLogThroughTheMessage() {
        assertThatThrownBy(() -> TopicName.of("a\nfake log line"))
                .message()
                .doesNotContain("\n")
                .contains("'a?fake log line'");
    }

    @Test
    void theGreatestLengthIs249() {
        assertThat(TopicName.of("x".repeat(249)).value()).hasSize(249);
        assertThatThrownBy(() -> TopicName.of("x".repeat(250)))
                .isInstanceOf(InvalidTopicNameException.class)
                .hasMessageContaining("250")
                .hasMessageContaining("249");
    }

    @Test
    void aNameOfAMegabyteIsNotRepeatedWhole() {
        assertThatThrownBy(() -> TopicName.of("x".repeat(1 << 20)))
                .message()
                .hasSizeLessThan(200)
                .contains(Integer.toString(1 << 20));
    }
}
