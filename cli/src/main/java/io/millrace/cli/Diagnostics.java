package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.DiagnosticRenderer;

import java.util.List;

/** Problems as the command shows them. */
final class Diagnostics {

    private Diagnostics() {}

    /** Returns problems as text for people. */
    static String text(List<Diagnostic> diagnostics) {
        return DiagnosticRenderer.ofFiles(false).text(diagnostics);
    }

    /** Returns a problem as JSON. */
    static Document json(Diagnostic diagnostic) {
        return Document.parse(DiagnosticRenderer.json(diagnostic));
    }
}
