package io.millrace.engine.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.EnvironmentException;
import io.millrace.api.ErrorEvent.Category;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;

/** What an exception means to a user. */
class ClassificationTest {

    @Test
    void tells_the_kinds_apart() {
        assertThat(Classification.category(new EnvironmentException("full", null)))
                .isEqualTo(Category.ENVIRONMENT);
        assertThat(Classification.category(new CircuitOpen(3))).isEqualTo(Category.CIRCUIT_OPEN);
        assertThat(Classification.category(new IllegalArgumentException()))
                .isEqualTo(Category.DATA);
        assertThat(Classification.category(new ClassCastException())).isEqualTo(Category.DATA);
        assertThat(
                        Classification.category(
                                Assertions.catchThrowableOfType(
                                        DocumentException.class, () -> Document.parse("{"))))
                .isEqualTo(Category.DATA);
        assertThat(Classification.category(new TimeoutException())).isEqualTo(Category.TIMEOUT);
        assertThat(Classification.category(new FileNotFoundException())).isEqualTo(Category.IO);
        assertThat(Classification.category(new UncheckedIOException(new IOException())))
                .isEqualTo(Category.IO);
        assertThat(Classification.category(new IllegalStateException()))
                .isEqualTo(Category.UNEXPECTED);
    }

    @Test
    void says_what_the_exception_says_or_its_name_in_words() {
        assertThat(Classification.message(new IOException("disk"))).isEqualTo("disk");
        assertThat(Classification.message(new NullPointerException())).isEqualTo("null pointer");
        assertThat(Classification.message(new IOException())).isEqualTo("io");
    }
}
