package io.minikafka.test;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * JUnit's part of {@link EmbeddedMinikafka}; also without the annotation, in a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedMinikafkaExtension minikafka =
 *         new EmbeddedMinikafkaExtension(EmbeddedMinikafkaOptions.DEFAULT.withTopics("orders"));
 * }</pre>
 *
 * <p>In a static field it has one server for the class, in an instance's one for each test method.
 */
public final class EmbeddedMinikafkaExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EmbeddedMinikafkaExtension.class);

    private final @Nullable EmbeddedMinikafkaOptions registered;
    private volatile @Nullable EmbeddedMinikafkaServer server;

    /** For JUnit: the options are those of the annotation. */
    EmbeddedMinikafkaExtension() {
        registered = null;
    }

    /** For fields with {@code @RegisterExtension}. */
    public EmbeddedMinikafkaExtension(EmbeddedMinikafkaOptions options) {
        registered = options;
    }

    /**
     * The server of an extension in a field.
     *
     * @throws IllegalStateException before it is there
     */
    public EmbeddedMinikafkaServer server() {
        EmbeddedMinikafkaServer running = server;
        if (running == null) {
            throw new IllegalStateException("The embedded server is not there yet: the test has not begun");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (registered != null) {
            startUnlessStarted(context, registered);
        } else if (!SpringTest.is(context)) {
            // A nested class without the annotation finds the server of the class around it.
            annotation(context).map(EmbeddedMinikafkaOptions::of).ifPresent(options -> start(context, options));
        }
    }

    /** A field of an instance is there only now. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (registered != null) {
            startUnlessStarted(context, registered);
        }
    }

    private static Optional<EmbeddedMinikafka> annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), EmbeddedMinikafka.class);
    }

    private void startUnlessStarted(ExtensionContext context, EmbeddedMinikafkaOptions options) {
        if (context.getStore(NAMESPACE).get(key()) == null) {
            server = start(context, options);
        }
    }

    /** JUnit closes what is in its store when the class, or method, of the context ends. */
    private EmbeddedMinikafkaServer start(ExtensionContext context, EmbeddedMinikafkaOptions options) {
        EmbeddedMinikafkaServer started = new EmbeddedMinikafkaServer(options);
        context.getStore(NAMESPACE).put(key(), started);
        return started;
    }

    private Object key() {
        return registered == null ? EmbeddedMinikafka.class : this;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type != EmbeddedMinikafkaServer.class && type != TestClock.class) {
            return false;
        }
        // Where Spring injects, it is left to do so.
        return registered != null || !SpringTest.is(context) || !SpringTest.injects(parameter);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedMinikafkaServer running = running(context);
        return parameter.getParameter().getType() == TestClock.class ? running.clock() : running;
    }

    private EmbeddedMinikafkaServer running(ExtensionContext context) {
        if (registered == null && SpringTest.is(context)) {
            return SpringTest.server(context);
        }
        EmbeddedMinikafkaServer running = context.getStore(NAMESPACE).get(key(), EmbeddedMinikafkaServer.class);
        if (running == null) {
            throw new IllegalStateException("There is no embedded server for " + context.getDisplayName());
        }
        return running;
    }
}
