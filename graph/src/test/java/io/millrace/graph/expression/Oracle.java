package io.millrace.graph.expression;

import com.google.protobuf.NullValue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.ErrorValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Evaluates CEL by dev.cel, for comparison.
 *
 * <p>Where dev.cel 0.14.0 has a fault, no expression is generated: it refuses a sum or difference
 * of durations of which one is negative, and {@code indexOf} on an empty text; an error within
 * {@code all} or {@code exists} is an ordinary value to {@code dyn} and {@code in}; the floating
 * point number -0.0 is not equal to the integer 0.
 */
final class Oracle {

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .enableOptionalSyntax(true)
                    .build();

    private final CelCompiler compiler =
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar("item", MapType.create(SimpleType.STRING, SimpleType.DYN))
                    .addLibraries(
                            CelExtensions.optional(), CelExtensions.strings(), CelExtensions.math())
                    .build();
    private final CelRuntime runtime =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addLibraries(
                            CelExtensions.optional(), CelExtensions.strings(), CelExtensions.math())
                    .build();

    /** Says that the text is refused before it is evaluated. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Returns the value in the form of {@link Canonical}, or a text that begins with "error". */
    String evaluate(String text, Map<String, Object> item) throws RefusedException {
        CelAbstractSyntaxTree ast;
        try {
            ast = compiler.compile(text).getAst();
        } catch (CelValidationException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        try {
            Object value = runtime.createProgram(ast).eval(Map.of("item", plain(item)));
            return Canonical.of(ours(value));
        } catch (CelEvaluationException e) {
            return "error: " + e.getMessage();
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Map<?, ?> m -> {
                var plain = new LinkedHashMap<Object, Object>();
                m.forEach((k, v) -> plain.put(k, plain(v)));
                yield plain;
            }
            case List<?> l -> l.stream().map(Oracle::plain).toList();
            case Null _ -> NullValue.NULL_VALUE;
            default -> value;
        };
    }

    private static Object ours(Object value) throws CelEvaluationException {
        return switch (value) {
            case Map<?, ?> m -> {
                var map = new LinkedHashMap<Object, Object>();
                for (Map.Entry<?, ?> entry : m.entrySet()) {
                    map.put(entry.getKey(), ours(entry.getValue()));
                }
                yield map;
            }
            case List<?> l -> {
                var list = new ArrayList<Object>();
                for (Object element : l) {
                    list.add(ours(element));
                }
                yield list;
            }
            case ErrorValue e -> throw new CelEvaluationException(e.toString());
            case dev.cel.common.values.NullValue _ -> Null.NULL;
            case NullValue _ -> Null.NULL;
            case CelByteString b -> new Bytes(b.toByteArray());
            case CelType t -> Objects.requireNonNull(Type.named(t.name()));
            default -> value;
        };
    }
}
