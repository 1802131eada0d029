package io.minikafka.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Finds {@link EmbeddedMinikafka} on tests of Spring's. */
final class EmbeddedMinikafkaContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        EmbeddedMinikafka annotation =
                TestContextAnnotationUtils.findMergedAnnotation(testClass, EmbeddedMinikafka.class);
        return annotation == null
                ? null
                : new EmbeddedMinikafkaContextCustomizer(
                        EmbeddedMinikafkaOptions.of(annotation), annotation.property());
    }
}
