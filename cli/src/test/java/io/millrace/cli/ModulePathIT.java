package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The product as modules: every descriptor is there and says enough. */
class ModulePathIT {

    @Test
    void runs_on_the_module_path() {
        var ended = run("run", "examples/airports.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("\"place\":\"Barrow, AK\"");
        assertThat(ended.err()).startsWith("airports: 3,376 in, ");
    }

    @Test
    void tells_its_version() {
        assertThat(run("--version").out())
                .matches("millrace \\d+\\.\\d+\\.\\d+\\S* \\(java .*\\)\n");
    }

    private static Product.Ended run(String... words) {
        var call = new ArrayList<String>();
        call.add(Product.executable());
        call.addAll(List.of("-p", String.join(":", Product.jars())));
        call.addAll(List.of("-m", "io.millrace.cli/io.millrace.cli.Main"));
        call.addAll(List.of(words));
        return Product.run(Product.in(Product.HOME, call));
    }
}
