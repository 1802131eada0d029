package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.ServiceLines;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicPartition;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SkipReportTests {
    private final AtomicLong now = new AtomicLong(17);
    private final SkipReport report = new SkipReport(now::get);

    private void skipped(long messages) {
        report.skipped(GroupName.of("billing"), TopicPartition.of("orders", 3), messages);
    }

    @Test
    void theFirstLossIsToldAtOnceAndLaterOnesInSums(CapturedOutput output) {
        skipped(5);
        assertThat(output).contains("5 messages left by retention").contains("orders-3 for group 'billing'");

        skipped(6);
        skipped(7);
        assertThat(ServiceLines.of(output)).hasSize(1);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        skipped(1);

        assertThat(output).contains("14 messages left by retention");
        assertThat(ServiceLines.of(output)).hasSize(2);
    }
}
