package io.millrace.graph;

import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.End;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Reads {@code a.x -> in:b:out -> c}. */
final class Arrows {

    private static final String FORM = "write 'a -> b', 'a.output -> b.input' or 'a -> b -> c'";

    private final List<Diagnostic> problems;

    Arrows(List<Diagnostic> problems) {
        this.problems = problems;
    }

    /** A component in a chain: how a stream enters and how the next one leaves. */
    private record Stop(End in, End out) {}

    /** Reads a chain and hands over each of its bindings. */
    void chain(Scalar text, BiConsumer<End, End> binding) {
        List<Scalar> parts = split(text);
        if (parts.size() < 2) {
            bad(text, "'" + text.text() + "' binds nothing", FORM);
            return;
        }
        Stop from = null;
        for (int i = 0; i < parts.size(); i++) {
            Scalar part = parts.get(i);
            boolean inside = i > 0 && i < parts.size() - 1;
            Stop stop = inside ? middle(part) : stop(end(part));
            if (from != null && stop != null) {
                binding.accept(from.out(), stop.in());
            }
            from = stop;
        }
    }

    /** Reads {@code a} or {@code a.x} where no stream is meant; null if it is neither. */
    @Nullable End alone(Scalar text) {
        int before = problems.size();
        End end = end(text);
        problems.subList(before, problems.size())
                .replaceAll(p -> p.withFix("write 'a', or 'a.x' for its input or output 'x'"));
        return end;
    }

    /** Reads {@code a} or {@code a.x}; null if it is neither. */
    @Nullable End end(Scalar part) {
        String text = part.text();
        if (text.indexOf(':') >= 0) {
            bad(part, "'" + text + "' can only stand in the middle of a chain", FORM);
            return null;
        }
        int dot = text.indexOf('.');
        if (dot < 0) {
            return checked(part, part, null);
        }
        return checked(part, trimmed(part, 0, dot), trimmed(part, dot + 1, text.length()));
    }

    private @Nullable Stop middle(Scalar part) {
        String text = part.text();
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        int dot = text.indexOf('.');
        if (first < 0 && dot < 0) {
            return stop(checked(part, part, null));
        }
        if (first < 0) {
            String component = text.substring(0, dot);
            String port = text.substring(dot + 1);
            bad(
                    part,
                    "in the middle of a chain, '" + text + "' could mean an input or an output",
                    "write 'input:%s:%s', or two bindings".formatted(component, port));
            return null;
        }
        if (second < 0) {
            bad(part, "'" + text + "' names one port only", "write 'input:component:output'");
            return null;
        }
        Scalar component = trimmed(part, first + 1, second);
        End in = checked(part, component, trimmed(part, 0, first));
        End out = checked(part, component, trimmed(part, second + 1, text.length()));
        return in == null || out == null ? null : new Stop(in, out);
    }

    private static @Nullable Stop stop(@Nullable End end) {
        return end == null ? null : new Stop(end, end);
    }

    private @Nullable End checked(Scalar part, Scalar component, @Nullable Scalar port) {
        if (Names.isName(component.text()) && (port == null || Names.isName(port.text()))) {
            return new End(component, port);
        }
        bad(
                part,
                part.text().isEmpty()
                        ? "a component is missing here"
                        : "'" + part.text() + "' is no component, nor one with its port",
                FORM);
        return null;
    }

    private void bad(Scalar part, String message, String fix) {
        problems.add(Problem.BAD_BINDING.at(part.position(), message).withFix(fix));
    }

    private static List<Scalar> split(Scalar text) {
        var parts = new ArrayList<Scalar>();
        int from = 0;
        int arrow;
        while ((arrow = text.text().indexOf("->", from)) >= 0) {
            parts.add(trimmed(text, from, arrow));
            from = arrow + 2;
        }
        parts.add(trimmed(text, from, text.text().length()));
        return parts;
    }

    private static Scalar trimmed(Scalar text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.text().charAt(start))) {
            start++;
        }
        while (start < end && Character.isWhitespace(text.text().charAt(end - 1))) {
            end--;
        }
        return text.part(start, end);
    }
}
