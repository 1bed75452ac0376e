/** The built-in components. */
module io.millrace.components {
    requires static transitive org.jspecify;
    requires transitive io.millrace.api;
    requires com.networknt.schema;
    requires tools.jackson.databind;

    exports io.millrace.components.file;
    exports io.millrace.components.flow;
    exports io.millrace.components.gather;
    exports io.millrace.components.model;
    exports io.millrace.components.schema;
    exports io.millrace.components.stream;
    exports io.millrace.components.time;

    opens io.millrace.components.gather; // its records are state
    opens io.millrace.components.stream;

    uses io.millrace.api.Model;

    provides io.millrace.api.ComponentLibrary with
            io.millrace.components.BuiltIns;
    provides io.millrace.api.Model with
            io.millrace.components.model.TransformModel;
}
