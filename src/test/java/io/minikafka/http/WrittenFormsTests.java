package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.broker.Start;
import io.minikafka.store.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients write, and how it is written for them. */
class WrittenFormsTests {
    @Test
    void aTimeBetweenTwoMillisecondsIsTheLaterOne() {
        assertThat(From.parse("1970-01-01T00:00:00.0010001Z")).isEqualTo(new From.At(new Start.AtTimestamp(2)));
        assertThat(From.parse("1970-01-01T01:00:00.001+01:00")).isEqualTo(new From.At(new Start.AtTimestamp(1)));
        assertThat(From.parse("-3")).isEqualTo(new From.Last(3));
    }

    @Test
    void anIdIsReadAsItIsWritten() {
        Positions positions = new Positions(Map.of(0, 43L, 11, 0L));
        assertThat(positions.toId()).isEqualTo("0:43,11:0");
        assertThat(Positions.parse(positions.toId(), 2)).isEqualTo(positions);
        for (String wrong : List.of("0", "0:", ":1", "0:1,", "0:-1", "a:1", "0:1;1:1", "0:9999999999999999999")) {
            assertThatThrownBy(() -> Positions.parse(wrong, 2)).isInstanceOf(HttpProblemException.class);
        }
    }

    @Test
    void aPageEndsWhereTheNextBegins() {
        List<String> names = List.of("a", "b", "c");
        assertThat(NamePage.of(names, null, 2)).isEqualTo(new NamePage(List.of("a", "b"), "b"));
        assertThat(NamePage.of(names, "b", 2)).isEqualTo(new NamePage(List.of("c"), null));
        assertThat(NamePage.of(names, null, 3)).isEqualTo(new NamePage(names, null));
        assertThat(NamePage.of(names, "aa", 1)).isEqualTo(new NamePage(List.of("b"), "b"));
        assertThat(NamePage.of(names, "c", 1)).isEqualTo(new NamePage(List.of(), null));
    }

    @Test
    void bytesAreTextOnlyWhereNothingIsLost() {
        Bytes half = Bytes.wrap(new byte[] {(byte) 0xc3});
        assertThat(ValueFormat.AUTO.<String>write(Bytes.utf8("é"), (text, base64) -> text + "|" + base64))
                .isEqualTo("é|null");
        assertThat(ValueFormat.AUTO.<String>write(half, (text, base64) -> text + "|" + base64))
                .isEqualTo("null|ww==");
        assertThat(ValueFormat.TEXT.<String>write(half, (text, base64) -> text + "|" + base64))
                .isEqualTo("\ufffd|null");
        assertThat(ValueFormat.AUTO.<String>write(null, (text, base64) -> text + "|" + base64))
                .isEqualTo("null|null");
    }

    @Test
    void theBudgetIsForAllAndOneAloneAlwaysFits() {
        BodyBudget budget = new BodyBudget(10);
        budget.take(20);
        assertThatThrownBy(() -> budget.take(1))
                .hasMessageContaining("20 bytes")
                .hasMessageContaining("limit is 10");
        budget.giveBack(20);
        budget.take(4);
        budget.take(6);
        assertThatThrownBy(() -> budget.take(1)).isInstanceOf(HttpProblemException.class);
        budget.giveBack(10);
        assertThat(budget.used()).isZero();
    }
}
