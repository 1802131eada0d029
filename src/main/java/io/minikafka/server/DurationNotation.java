package io.minikafka.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a property that is read by {@link DurationFormat}. Such a property also needs Spring Boot's annotation of that
 * name, set to ISO-8601: Spring Boot tries its own converter where ours refuses, and that one would otherwise take a
 * number alone for milliseconds.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.RECORD_COMPONENT})
@interface DurationNotation {}
