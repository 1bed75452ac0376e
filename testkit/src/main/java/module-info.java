/** Tests components and graphs on the real engine. */
module io.millrace.testkit {
    requires static transitive org.jspecify;
    requires transitive io.millrace.api;
    requires transitive io.millrace.engine;
    requires transitive io.millrace.graph;
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;
    requires jdk.management;
    requires java.management;

    exports io.millrace.testkit;
}
