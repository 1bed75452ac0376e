/** Reads the YAML text of a blueprint into calls of the graph builder. */
module io.millrace.blueprint {
    requires static transitive org.jspecify;
    requires transitive io.millrace.graph;
    requires org.snakeyaml.engine;

    exports io.millrace.blueprint;
}
