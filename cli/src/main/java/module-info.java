/** The {@code millrace} command. */
module io.millrace.cli {
    requires static org.jspecify;
    requires io.millrace.api;
    requires io.millrace.graph;
    requires io.millrace.blueprint;
    requires io.millrace.engine;
    requires io.millrace.testfiles;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires org.slf4j;
    requires java.management;
    requires jdk.unsupported;

    uses io.millrace.engine.PlanDrawing;

    provides ch.qos.logback.classic.spi.Configurator with
            io.millrace.cli.LogConfiguration;
}
