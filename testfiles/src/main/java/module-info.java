/** Tests of blueprints and components that are written in YAML. */
module io.millrace.testfiles {
    requires static transitive org.jspecify;
    requires transitive io.millrace.api;
    requires transitive io.millrace.graph;
    requires io.millrace.blueprint;
    requires io.millrace.engine;
    requires io.millrace.testkit;

    exports io.millrace.testfiles;
}
