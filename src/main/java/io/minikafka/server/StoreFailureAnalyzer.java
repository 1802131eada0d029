package io.minikafka.server;

import io.minikafka.store.StoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the store could not be opened. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreException failure) {
        Throwable cause = failure.getCause();
        String reason = cause == null ? "" : ": " + cause;
        return new FailureAnalysis(failure.getMessage() + reason, null, failure);
    }
}
