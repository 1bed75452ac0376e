package io.millrace.fuzz;

import com.google.protobuf.NullValue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

import io.millrace.api.Document;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates CEL by dev.cel, for comparison; values as the JSON that docs/expressions.md says. */
final class CelOracle {

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

    /** Returns the value as JSON, or a text that begins with "refused" or "error". */
    String evaluate(String text, Document item) {
        CelAbstractSyntaxTree ast;
        try {
            ast = compiler.compile(text).getAst();
        } catch (CelValidationException | RuntimeException | StackOverflowError e) {
            return "refused: " + e.getMessage();
        }
        try {
            Object value = runtime.createProgram(ast).eval(Map.of("item", plain(item)));
            return json(value).toString();
        } catch (CelEvaluationException | RuntimeException | StackOverflowError e) {
            return "error: " + e.getMessage();
        }
    }

    private static Object plain(Document document) {
        return switch (document.kind()) {
            case OBJECT -> {
                var map = new LinkedHashMap<String, Object>();
                for (int i = 0; i < document.size(); i++) {
                    map.put(document.name(i), plain(document.at(i)));
                }
                yield map;
            }
            case ARRAY -> {
                var list = new ArrayList<Object>();
                for (int i = 0; i < document.size(); i++) {
                    list.add(plain(document.at(i)));
                }
                yield list;
            }
            case STRING -> document.asString();
            case INTEGER -> document.asLong();
            case FLOAT -> document.asDouble();
            case BOOLEAN -> document.asBoolean();
            case NULL -> NullValue.NULL_VALUE;
            case BIG -> throw new IllegalArgumentException("CEL has no such number");
        };
    }

    private static Document json(Object value) {
        return switch (value) {
            case String s -> Document.of(s);
            case Long l -> Document.of(l);
            case Double d -> Document.of(d);
            case Boolean b -> Document.of(b);
            case NullValue _ -> Document.ofNull();
            case dev.cel.common.values.NullValue _ -> Document.ofNull();
            case Instant t -> Document.of(t.toString());
            case Duration d -> Document.of(seconds(d));
            case CelByteString b ->
                    Document.of(Base64.getEncoder().encodeToString(b.toByteArray()));
            case Optional<?> o -> json(o.orElseThrow());
            case TypeType t -> Document.of(t.containingTypeName());
            case CelType t -> Document.of(t.name());
            case List<?> l -> Document.array(l.stream().map(CelOracle::json).toList());
            case Map<?, ?> m -> {
                Document.Builder object = Document.object();
                m.forEach((k, v) -> object.put(String.valueOf(k), json(v)));
                yield object.build();
            }
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        };
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9))
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }
}
