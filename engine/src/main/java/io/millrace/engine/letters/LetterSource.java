package io.millrace.engine.letters;

import io.millrace.api.Component;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.graph.ComponentType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Puts letters in at one point of a graph.
 *
 * <p><b>Lifecycle.</b> As {@link ResumingSource}; reads one file after the other.
 *
 * <p><b>Threads.</b> As {@link ResumingSource}.
 *
 * <p><b>Ordering.</b> That of the queue.
 *
 * <p><b>Back-pressure.</b> Holds one letter at a time.
 *
 * <p><b>Errors.</b> A letter that holds no item stays in the queue.
 *
 * <p><b>Delivery.</b> A letter counts as sent when the next one is taken in hand; one that was not
 * sent stays in the queue.
 *
 * <p><em>Emits when</em> there is a letter left. <em>Blocks when</em> downstream is full.
 * <em>Completes when</em> there is none left. <em>Fails when</em> a file cannot be read.
 */
@Traits(cooperative = true, maxParallelism = 1)
final class LetterSource implements ResumingSource {

    private final Point point;
    private final List<Claim.Part> parts;
    private Resumed sending = Resumed.NOTHING;

    LetterSource(Point point, List<Claim.Part> parts) {
        this.point = point;
        this.parts = parts;
    }

    /** The type of one that puts in the parts of a claim. */
    record Type(Point point, List<Claim.Part> parts) implements ComponentType {

        @Override
        public String name() {
            return "DeadLetters";
        }

        @Override
        public Class<? extends Component> implementation() {
            return LetterSource.class;
        }

        @Override
        public Component create(Object config) {
            return new LetterSource(point, parts);
        }

        @Override
        public List<String> inputs(Object config) {
            return List.of();
        }

        @Override
        public List<String> outputs(Object config) {
            return List.of("output");
        }
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        for (Claim.Part part : parts) {
            send(part, out);
        }
    }

    private void send(Claim.Part part, SourceOutput out) throws Exception {
        try (var reader = new LetterReader(part.file())) {
            while (reader.next()) {
                Letter letter = part.chosen().get(reader.index()) ? reader.letter() : null;
                if (letter != null && send(letter, out)) {
                    part.sent().set(reader.index());
                }
            }
        }
    }

    private boolean send(Letter letter, SourceOutput out) throws InterruptedException {
        Object item = letter.item();
        if (item == null) {
            return false;
        }
        sending =
                new Resumed(letter.key(), letter.timestamp(), letter.attempts(), letter.position());
        out.send(item);
        return true;
    }

    @Override
    public String failedIn() {
        return point.component();
    }

    @Override
    public Resumed sending() {
        return sending;
    }

    @Override
    public @Nullable Object position() {
        return sending.position();
    }
}
