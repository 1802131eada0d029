package io.minikafka.server;

import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Says which door could not be opened, at which address and why. */
final class ListenFailureAnalyzer extends AbstractFailureAnalyzer<ListenFailedException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ListenFailedException failure) {
        Throwable reason = Objects.requireNonNullElse(NestedExceptionUtils.getRootCause(failure), failure);
        return new FailureAnalysis(failure.getMessage() + ": " + reason.getMessage(), null, failure);
    }
}
