package io.millrace.bench;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.Mapping;
import io.millrace.graph.expression.Expressions;
import io.millrace.graph.expression.Mappings;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What expressions cost on parsed documents: 8 different objects in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class ExpressionBench {

    private static final List<String> OTHERS =
            List.of(
                    "item.amount * 2.0 > 10.0",
                    "item.id % 2 == 0 || item.ok",
                    "item.country == \"DE\"",
                    "!(item.country in [\"US\", \"IT\"])",
                    "item.customer.startsWith(\"customer-1\")",
                    "item.tags.exists(t, t == \"web\")",
                    "item.tags.size() > 1",
                    "has(item.note) && item.note.size() > 10",
                    "item.?missing.orValue(1) == 1",
                    "item.id > 10 ? item.ok : item.count > 3",
                    "item.count + item.id > 100",
                    "item.nested.deep.value >= 1",
                    "item.nested.deep.name == \"x\"",
                    "item.tags[0] == \"new\"",
                    "item.tags.map(t, t + \"!\").size() == 2",
                    "item[\"amount\"] < 5000.0",
                    "timestamp(item.time) > timestamp(\"2026-01-01T00:00:00Z\")",
                    "item.note.contains(\"words\")",
                    "double(item.count) / 2.0 < 1000.0",
                    "stream == \"\" && key == null");

    /** How many other expressions have run in the JVM. */
    @Param({"0", "20"})
    public int others;

    private final Document[] documents = new Document[8];
    private final Expression filter =
            Expressions.compileCondition(
                    "item.amount > 100.0 && item.country in [\"DE\",\"FR\"]", "item");
    private final Expression nested =
            Expressions.compileCondition("item.nested.deep.value > 3", "item");
    private final Expression computed = Expressions.compile("item.amount * 1.19", "item");
    private Mapping projection = Mappings.of(Map.of());
    private int next;

    /** Makes the objects, and lets the other expressions run until they are compiled. */
    @Setup
    public void prepare() {
        String[] countries = {"DE", "US", "FR", "IT", "DE", "NL", "FR", "DE"};
        for (int i = 0; i < documents.length; i++) {
            documents[i] =
                    Document.parse(
                            """
                            {"id":%d,"time":"2026-03-17T12:34:56.%d00Z","amount":%d.25,
                             "currency":"EUR","country":"%s","customer":"customer-%d","ok":%b,
                             "count":%d,"note":"a text of some words","tags":["new","web"],
                             "nested":{"deep":{"value":%d,"name":"x"}}}
                            """
                                    .formatted(
                                            i, i, i * 40, countries[i], i, i % 2 == 0, i * 3, i));
        }
        var fields = new LinkedHashMap<String, Expression>();
        fields.put("id", Expressions.compile("item.id", "item"));
        fields.put("where", Expressions.compile("item.country", "item"));
        fields.put("gross", computed);
        projection = Mappings.of(fields);
        int matches = 0;
        for (String text : OTHERS.subList(0, others)) {
            Expression other = Expressions.compileCondition(text, "item");
            for (int i = 0; i < 20_000; i++) {
                matches += other.test(documents[i % documents.length], Current.NONE) ? 1 : 0;
            }
        }
        if (matches < 0) {
            throw new IllegalStateException();
        }
    }

    private Document document() {
        return documents[next++ & 7];
    }

    /** A condition on two fields. */
    @Benchmark
    public boolean filter() {
        return filter.test(document(), Current.NONE);
    }

    /** A condition on a field of an object in an object. */
    @Benchmark
    public boolean nested() {
        return nested.test(document(), Current.NONE);
    }

    /** A number computed from a field. */
    @Benchmark
    public Document computed() {
        return computed.evaluate(document(), Current.NONE);
    }

    /** An object of two fields as they are and a computed one. */
    @Benchmark
    public Document projection() {
        return projection.apply(document(), Current.NONE);
    }
}
