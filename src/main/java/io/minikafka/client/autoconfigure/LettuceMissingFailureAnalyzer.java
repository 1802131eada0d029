package io.minikafka.client.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells what to add. */
final class LettuceMissingFailureAnalyzer extends AbstractFailureAnalyzer<LettuceMissingException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, LettuceMissingException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Add the dependency io.lettuce:lettuce-core, whose version Spring Boot manages, or leave"
                        + " minikafka.client.transport out to talk gRPC.",
                cause);
    }
}
