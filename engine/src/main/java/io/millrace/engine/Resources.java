package io.millrace.engine;

import io.millrace.engine.errors.Classification;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/** What a component has opened, to be closed after its clean-up. Of its task's thread alone. */
final class Resources {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    private final String component;
    private final List<AutoCloseable> opened = new ArrayList<>();

    Resources(String component) {
        this.component = component;
    }

    void add(AutoCloseable resource) {
        opened.add(resource);
    }

    /** Closes all, the last first, each whatever happens to the others. */
    void close() {
        for (AutoCloseable resource : opened.reversed()) {
            try {
                resource.close();
            } catch (Exception | Error e) {
                LOG.atWarn()
                        .addKeyValue("component", component)
                        .setCause(e)
                        .log("Cleanup error: {}", Classification.message(e));
            }
        }
        opened.clear();
    }
}
