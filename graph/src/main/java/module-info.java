/** The component catalogue, the graph with its builder and checks, and the expression compiler. */
module io.millrace.graph {
    requires transitive org.jspecify;
    requires transitive io.millrace.api;
    requires java.compiler;

    exports io.millrace.graph;

    uses io.millrace.api.ComponentLibrary;
}
