package io.millrace.engine;

import static io.millrace.engine.Parts.field;
import static io.millrace.engine.Parts.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.Output;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.letters.Letter;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.engine.letters.Redelivery;
import io.millrace.graph.GraphBuilder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A graph in which items fail while it is broken, and the replay of its dead letters. */
abstract class ReplayFixture extends EngineFixture {

    final AtomicBoolean broken = new AtomicBoolean(true);
    final Collect out = new Collect();

    static Document numbered(long n) {
        return Document.object().put("n", n).build();
    }

    /** Refuses odd numbers while it is broken. */
    void picky(Object item, Output to) throws Exception {
        if (broken.get() && field((Document) item, "n").asLong() % 2 == 1) {
            throw new IllegalArgumentException("odd");
        }
        to.send(item);
    }

    GraphBuilder pickyGraph(AtomicInteger upstream) {
        return graph().component("source", () -> new Count(10, ReplayFixture::numbered))
                .component(
                        "before",
                        () ->
                                new Do(
                                        (item, to) -> {
                                            upstream.incrementAndGet();
                                            to.send(item);
                                        }))
                .component("picky", () -> new Do(this::picky))
                .component("out", () -> out)
                .bind("source -> before -> picky -> out");
    }

    List<Letter> letters() throws IOException {
        var letters = new ArrayList<Letter>();
        assertThat(new LetterQueue(state).read(LetterFilter.all(), letters::add)).isZero();
        return letters;
    }

    static Redelivery.Request all() {
        return new Redelivery.Request(LetterFilter.all(), Long.MAX_VALUE, 5);
    }

    Replay.Result replay(GraphBuilder graph) throws Exception {
        return replay(graph, all());
    }

    Replay.Result replay(GraphBuilder graph, Redelivery.Request request) throws Exception {
        try (Replay replay = Replay.start(graph.build(), fused, request)) {
            return replay.end();
        }
    }

    /** A condition by hand. */
    record Condition(Predicate<Document> holds) implements Expression {
        @Override
        public String text() {
            return "by hand";
        }

        @Override
        public boolean test(Document item, Current current) {
            return holds.test(item);
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return Document.of(test(item, current));
        }
    }
}
