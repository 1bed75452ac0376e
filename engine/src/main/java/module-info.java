/** The embedded engine: plans a graph, fuses it, and runs it on virtual threads. */
module io.millrace.engine {
    requires static transitive org.jspecify;
    requires transitive io.millrace.api;
    requires transitive io.millrace.graph;

    exports io.millrace.engine;
    exports io.millrace.engine.checkpoint;
    exports io.millrace.engine.letters;
    exports io.millrace.engine.state;

    uses io.millrace.engine.state.StateBackend;
}
