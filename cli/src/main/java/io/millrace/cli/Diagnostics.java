package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.graph.Diagnostic;

import java.util.List;
import java.util.Locale;

/** Problems as the command shows them. */
final class Diagnostics {

    private Diagnostics() {}

    /** Returns problems as text for people. */
    static String text(List<Diagnostic> diagnostics) {
        return diagnostics.toString();
    }

    /** Returns a problem as JSON. */
    static Document json(Diagnostic diagnostic) {
        var position = diagnostic.position();
        var json =
                Document.object()
                        .put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT))
                        .put("code", diagnostic.code())
                        .put("message", diagnostic.message())
                        .put("file", position.file())
                        .put("line", position.line())
                        .put("column", position.column())
                        .put("length", position.length())
                        .put(
                                "notes",
                                Document.array(
                                        diagnostic.notes().stream().map(Document::of).toList()));
        if (diagnostic.fix() != null) {
            json.put("fix", diagnostic.fix());
        }
        return json.build();
    }
}
