package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads records from what was written, in the way in which the configuration of a component is
 * read: by the declaration of the record, with the same messages.
 *
 * @since 0.1
 */
public final class ConfigRecords {

    private ConfigRecords() {}

    /**
     * Reads a record.
     *
     * @param type a public record in a package that is exported to this module
     * @param value what was written
     * @param owner whose options they are, as a message says it: {@code this test}
     * @param besides keys that stand beside those of the record and are read elsewhere
     * @param problems what is wrong is added here
     * @return the record, or null if there was a problem
     */
    public static <R extends Record> @Nullable R read(
            Class<R> type,
            ConfigValue value,
            String owner,
            List<String> besides,
            List<Diagnostic> problems) {
        Object read =
                new ConfigBinder(problems, owner, besides)
                        .bind(RecordDescription.of(type), value, value.position());
        return read == null ? null : type.cast(read);
    }
}
