package io.minikafka.server;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The size must lie between two others, both included and written as in settings ({@code 1KB}, {@code 32MB}). */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.RECORD_COMPONENT})
@Constraint(validatedBy = DataSizeRange.Check.class)
@interface DataSizeRange {
    String min() default "0B";

    String max();

    String message() default "a size from {min} to {max}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Compares. */
    final class Check implements ConstraintValidator<DataSizeRange, DataSize> {
        private DataSize min = DataSize.ofBytes(0);
        private DataSize max = DataSize.ofBytes(Long.MAX_VALUE);

        @Override
        public void initialize(DataSizeRange range) {
            min = DataSize.parse(range.min());
            max = DataSize.parse(range.max());
        }

        @Override
        public boolean isValid(@Nullable DataSize value, ConstraintValidatorContext context) {
            return value == null || (value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
        }
    }
}
