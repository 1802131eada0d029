package io.minikafka.server;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a setting, in the words of whoever refused it. */
final class RefusedSettingAnalyzer extends AbstractFailureAnalyzer<RefusedSettingException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RefusedSettingException failure) {
        return new FailureAnalysis(String.valueOf(failure.getMessage()), null, failure);
    }
}
