package io.millrace.testkit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test method, as {@link Test} does, whose parameters are made for it and which fails if it
 * leaves a thread, a file or a socket behind. It needs JUnit; see {@link MillraceExtension}.
 *
 * @since 0.1
 */
@Test
@ExtendWith(MillraceExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface MillraceTest {}
