package io.minikafka.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Says about a wrong setting, in one line, its name, its value, where that comes from and what is accepted. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {
    /** The last words of names whose values are nobody's business. */
    private static final Set<String> SECRETS = Set.of("password", "value", "sha256");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException failure) {
        return new FailureAnalysis(describe(failure), null, failure);
    }

    private static String describe(BindException failure) {
        if (failure.getCause() instanceof BindValidationException invalid) {
            return describe(invalid.getValidationErrors());
        }
        if (failure.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
            return unknown.getUnboundProperties().stream()
                    .map(PropertyFailureAnalyzer::describeUnbound)
                    .sorted()
                    .collect(Collectors.joining("; "));
        }
        ConfigurationProperty property = failure.getProperty();
        if (property == null) {
            return failure.getName() + " cannot be read: " + rootCause(failure).getMessage();
        }
        return named(property) + reason(failure) + "; accepted is " + accepted(failure);
    }

    /** Spring Boot also leaves unbound what is empty, where the type has no empty value. */
    private static String describeUnbound(ConfigurationProperty property) {
        return String.valueOf(property.getValue()).isBlank()
                ? named(property) + "; leave it out to get the default"
                : property.getName() + from(property.getOrigin()) + " is no known setting";
    }

    private static String describe(ValidationErrors errors) {
        return errors.getAllErrors().stream()
                .map(error -> describe(errors, error))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private static String describe(ValidationErrors errors, ObjectError error) {
        if (!(error instanceof FieldError field)) {
            return errors.getName() + ": " + error.getDefaultMessage();
        }
        ConfigurationPropertyName name = errors.getName();
        for (String part : field.getField().split("\\.")) {
            name = name.append(DataObjectPropertyName.toDashedForm(part));
        }
        return named(errors, name, field) + "; accepted is " + field.getDefaultMessage();
    }

    private static String named(ValidationErrors errors, ConfigurationPropertyName name, FieldError field) {
        return errors.getBoundProperties().stream()
                .filter(property -> property.getName().equals(name))
                .findFirst()
                .map(PropertyFailureAnalyzer::named)
                .orElseGet(() -> name + " is '" + shown(name, field.getRejectedValue()) + "'");
    }

    private static String named(ConfigurationProperty property) {
        return property.getName() + " is '" + shown(property.getName(), property.getValue()) + "'"
                + from(property.getOrigin());
    }

    private static @Nullable Object shown(ConfigurationPropertyName name, @Nullable Object value) {
        return SECRETS.contains(name.getLastElement(Form.UNIFORM)) ? "(not shown)" : value;
    }

    private static String from(@Nullable Origin origin) {
        return origin == null ? "" : " (" + origin + ")";
    }

    private static String reason(BindException failure) {
        Throwable root = rootCause(failure);
        return root instanceof UnknownHostException ? ", an unknown host" : "";
    }

    private static String accepted(BindException failure) {
        Class<?> type = failure.getTarget().getType().resolve(Object.class);
        if (type == Duration.class) {
            return DurationFormat.ACCEPTED;
        }
        if (type == ListenAddress.class) {
            return ListenAddress.ACCEPTED;
        }
        if (type == InetAddress.class) {
            return "a host's name or address, such as localhost, 0.0.0.0 or ::1";
        }
        if (type == DataSize.class) {
            return "a size in bytes or with a unit, such as 512KB, 32MB or 1GB";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        return "what this message describes: " + rootCause(failure).getMessage();
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = Objects.requireNonNull(root.getCause());
        }
        return root;
    }
}
