package io.minikafka.client.spring;

import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentTypeMismatchException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;

/** Retries in place, unless that is of no use, and then does what is configured. */
record DefaultListenerErrorHandler(RetryPauses retries, AfterRetries afterRetries, DeadLetterTopics topics)
        implements ListenerErrorHandler {
    private static final Log log = LogFactory.getLog(MinikafkaListenerContainer.class);

    /** The same message fails in the same way for ever. */
    private static final List<Class<? extends Throwable>> FATAL = List.of(
            MessageConversionException.class,
            MethodArgumentNotValidException.class,
            MethodArgumentTypeMismatchException.class,
            MethodArgumentResolutionException.class,
            ClassCastException.class);

    @Override
    public FailureDecision handle(ListenerFailure failure) {
        int attempt = failure.attempt();
        if (failure.cause() instanceof VirtualMachineError) {
            log.error(failed(failure), failure.cause());
            return new FailureDecision.Redeliver();
        }
        if (attempt <= retries.pauses().size() && !isFatal(failure.cause())) {
            FailureDecision.Retry retry =
                    new FailureDecision.Retry(retries.pauses().get(attempt - 1));
            if (log.isDebugEnabled()) {
                log.debug(failed(failure) + ", trying again in " + retry.pause() + ": "
                        + ShownFailure.of(failure.cause()).text());
            }
            return retry;
        }
        return exhausted(failure);
    }

    private FailureDecision exhausted(ListenerFailure failure) {
        FailureDecision decision = switch (afterRetries) {
            case SKIP -> new FailureDecision.Skip();
            case DEAD_LETTER ->
                new FailureDecision.DeadLetter(topics.of(failure.first().topic()));
            case STOP -> new FailureDecision.Stop();
        };
        ShownFailure shown = ShownFailure.of(failure.cause());
        log.error(failed(failure) + ", " + consequence(decision) + ": " + shown.text(), shown.trace());
        return decision;
    }

    private static String failed(ListenerFailure failure) {
        return "Listener " + failure.listener() + " of group " + failure.group() + " failed at " + failure.where()
                + ", attempt " + failure.attempt();
    }

    private static String consequence(FailureDecision decision) {
        if (decision instanceof FailureDecision.DeadLetter letter) {
            return "becomes a dead letter in " + letter.topic();
        }
        return decision instanceof FailureDecision.Stop
                ? "the container stops"
                : "skipped, as there are to be no dead letters";
    }

    private static boolean isFatal(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            Throwable seen = at;
            if (FATAL.stream().anyMatch(type -> type.isInstance(seen))) {
                return true;
            }
            if (!(at instanceof BatchListenerFailedException)) {
                return false;
            }
        }
        return false;
    }
}
