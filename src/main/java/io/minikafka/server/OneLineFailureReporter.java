package io.minikafka.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Logs why the service did not start as one line, in place of Spring Boot's banner of many. */
final class OneLineFailureReporter implements FailureAnalysisReporter {
    private static final Logger log = LoggerFactory.getLogger(OneLineFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction();
        String text = action == null ? analysis.getDescription() : analysis.getDescription() + " " + action;
        log.error("minikafka cannot start: {}", text.strip().replaceAll("\\s*\\R\\s*", " "));
        log.debug("The failure behind it", analysis.getCause());
    }
}
