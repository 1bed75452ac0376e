package io.millrace.cli;

import java.util.List;

/** Stub. */
final class LintCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage("lint", "FILE…", 1, 100, "stub", List.of(Option.JSON), List.of());
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws Exception {
        return ExitCode.OK;
    }
}
