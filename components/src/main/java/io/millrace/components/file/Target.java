package io.millrace.components.file;

import io.millrace.api.Document;
import io.millrace.api.TransactionalSink.Sealed;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;

/** Where a {@link FileSink} writes, in one of two forms; closed it keeps what was written. */
sealed interface Target extends Closeable permits WholeFile, EpochFiles {

    void write(Document item) throws Exception;

    /** Writes what comes behind the last item. */
    void end() throws Exception;

    /** Hands what is buffered to the operating system. */
    void flush() throws IOException;

    /** As {@link io.millrace.api.TransactionalSink#seal}. */
    Sealed seal(long epoch) throws Exception;

    /** As {@link io.millrace.api.TransactionalSink#publish}. */
    void publish(Document sealed) throws IOException;

    /** As {@link io.millrace.api.TransactionalSink#restore}. */
    void restore(long epoch, @Nullable Document sealed) throws Exception;
}
