package io.minikafka.test;

import java.lang.reflect.Constructor;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Tells tests of Spring's from others. Projects without Spring's test support can load it, too. */
final class SpringTest {
    private static final String EXTENSION = "org.springframework.test.context.junit.jupiter.SpringExtension";
    private static final String AUTOWIRED = "org.springframework.beans.factory.annotation.Autowired";

    private SpringTest() {}

    /** Whether the class, or one around it, says that Spring's extension runs it. */
    static boolean is(ExtensionContext context) {
        return Stream.concat(context.getTestClass().stream(), context.getEnclosingTestClasses().stream())
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .flatMap(extend -> Stream.of(extend.value()))
                .anyMatch(extension -> extension.getName().equals(EXTENSION));
    }

    /** Whether Spring's extension gives the parameter its value. */
    static boolean injects(ParameterContext parameter) {
        return parameter.getDeclaringExecutable() instanceof Constructor
                || Stream.of(parameter.getParameter().getAnnotations())
                        .anyMatch(annotation ->
                                annotation.annotationType().getName().equals(AUTOWIRED));
    }

    static EmbeddedMinikafkaServer server(ExtensionContext context) {
        return Loaded.server(context);
    }

    /** Apart, because it cannot be loaded without Spring's test support. */
    private static final class Loaded {
        static EmbeddedMinikafkaServer server(ExtensionContext context) {
            return SpringExtension.getApplicationContext(context).getBean(EmbeddedMinikafkaServer.class);
        }
    }
}
