/** What the author of a component compiles against. */
module io.millrace.api {
    requires static transitive org.jspecify;
    requires transitive org.slf4j;

    exports io.millrace.api;
}
