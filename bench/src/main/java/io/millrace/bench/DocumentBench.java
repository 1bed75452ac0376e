package io.millrace.bench;

import io.millrace.api.Document;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What a document costs: 256 different objects of about 200 bytes in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class DocumentBench {

    private static final int COUNT = 256;

    private static final Document.Name AMOUNT = Document.name("amount");
    private static final Document.Name COUNTRY = Document.name("country");
    private static final Document.Name NUMBER = Document.name("count");
    private static final Document.Name CUSTOMER = Document.name("customer");
    private static final Document.Name GERMANY = Document.name("DE");
    private static final Document.Name FRANCE = Document.name("FR");

    private final byte[][] texts = new byte[COUNT][];
    private final Document[] documents = new Document[COUNT];
    private final OutputStream nowhere = OutputStream.nullOutputStream();
    private int next;

    /** Makes the objects. */
    @Setup
    public void prepare() {
        var random = new SplittableRandom(7);
        String[] countries = {"DE", "FR", "US", "NL", "IT"};
        for (int i = 0; i < COUNT; i++) {
            var text =
                    String.format(
                            Locale.ROOT,
                            "{\"id\":%d,\"time\":\"2026-03-%02dT12:34:56.%03dZ\",\"amount\":%.2f,"
                                    + "\"currency\":\"EUR\",\"country\":\"%s\","
                                    + "\"customer\":\"customer-%d\",\"ok\":%b,\"count\":%d,"
                                    + "\"note\":\"%s\",\"tags\":[\"new\",\"web\"]}",
                            random.nextInt(1_000_000),
                            1 + random.nextInt(28),
                            random.nextInt(1000),
                            random.nextDouble(200),
                            countries[random.nextInt(countries.length)],
                            random.nextInt(100_000),
                            random.nextBoolean(),
                            random.nextInt(100),
                            "a text of some words".repeat(1 + random.nextInt(3)));
            texts[i] = text.getBytes(StandardCharsets.UTF_8);
            documents[i] = Document.parse(texts[i]);
        }
    }

    private int turn() {
        next = (next + 1) % COUNT;
        return next;
    }

    /** Checks and indexes the bytes of one object. */
    @Benchmark
    public Document parse() {
        return Document.parse(texts[turn()]);
    }

    /** Item.amount > 100.0 and item.country in ["DE", "FR"], on a parsed object. */
    @Benchmark
    public boolean filter() {
        return passes(documents[turn()]);
    }

    /** The same on one object all the time. */
    @Benchmark
    public boolean filterOne() {
        return passes(documents[0]);
    }

    private static boolean passes(Document item) {
        if (item.doubleAt(item.slot(AMOUNT)) <= 100.0) {
            return false;
        }
        int country = item.slot(COUNTRY);
        return item.textAt(country, GERMANY) || item.textAt(country, FRANCE);
    }

    /** A new object of two fields as they are and one computed. */
    @Benchmark
    public Document project() {
        var item = documents[turn()];
        return Document.object()
                .put("customer", item.at(item.slot(CUSTOMER)))
                .put("country", item.at(item.slot(COUNTRY)))
                .put("count", 2 * item.longAt(item.slot(NUMBER)))
                .build();
    }

    /** A copy with one field changed and one removed. */
    @Benchmark
    public Document edit() {
        return documents[turn()].edit().put("amount", 12).remove("note").build();
    }

    /** An untouched object, written. */
    @Benchmark
    public void write() throws IOException {
        documents[turn()].writeTo(nowhere);
    }
}
