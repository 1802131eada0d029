package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.deploy.PromQuery.Label;
import io.minikafka.deploy.PromQuery.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromQueryTests {
    @Test
    void metricsLabelsAndFunctionsAreToldApart() {
        PromQuery query =
                PromQuery.parse("histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{x=\"1\", y=~'b{}|c'}"
                        + "[5m]))) > 1e3 and on(job) deriv(sum(lag)[30m:1m]) != 0 or b offset 1h");
        assertThat(query.selectors())
                .containsExactly(
                        new Selector("a_bucket", List.of(new Label("x", "=", "1"), new Label("y", "=~", "b{}|c"))),
                        new Selector("lag", List.of()),
                        new Selector("b", List.of()));
        assertThat(query.groupings()).containsExactly("job", "le");
        assertThat(query.functions()).containsExactly("deriv", "histogram_quantile", "rate", "sum");
    }

    @Test
    void aMatcherAcceptsWhatPrometheusWould() {
        assertThat(new Label("l", "=", "a").accepts("a")).isTrue();
        assertThat(new Label("l", "=~", "a|b").accepts("b")).isTrue();
        assertThat(new Label("l", "=~", "a|b").accepts("bb")).isFalse();
        assertThat(new Label("l", "!~", "a|b").accepts("c")).isTrue();
        assertThat(new Label("l", "=~", "$topic").accepts("anything")).isTrue();
    }

    @Test
    void whatIsNotPromqlIsNotPassedOver() {
        assertThatThrownBy(() -> PromQuery.parse("sum(a) ? b")).hasMessageContaining("Nothing of PromQL's");
    }
}
