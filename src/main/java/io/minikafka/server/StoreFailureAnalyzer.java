package io.minikafka.server;

import io.minikafka.store.StoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the store could not be opened; its own message has it all. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreException failure) {
        return new FailureAnalysis(failure.getMessage(), null, failure);
    }
}
