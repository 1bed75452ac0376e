package io.millrace.engine;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.api.TransactionalSink;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sources that go on and sinks that publish, for the tests of checkpoints. */
final class EpochParts {

    private EpochParts() {}

    /** What the world outside has seen of each sink. */
    static final class Shown {
        private final Map<String, List<Object>> published = new ConcurrentHashMap<>();

        List<Object> of(String sink) {
            return published.computeIfAbsent(sink, _ -> new ArrayList<>());
        }
    }

    /** Sends the numbers up to a limit, from where it was. */
    @Traits(cooperative = true)
    static class Numbers implements ReplayableSource {
        private final long limit;
        private final int pause;
        private Context context;
        private long next;

        Numbers(long limit, int pause) {
            this.limit = limit;
            this.pause = pause;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            while (next < limit && !out.stopping()) {
                if (pause > 0 && next % pause == 0) {
                    if (next % (2L * pause) == 0) {
                        context.sleep(Duration.ofMillis(1));
                    } else {
                        context.blocking(
                                () -> {
                                    Thread.sleep(1);
                                    return 0;
                                });
                    }
                }
                out.send(next);
                next++;
            }
        }

        @Override
        public Document nextPosition() {
            return Document.of(next);
        }

        @Override
        public void startAt(Document position) {
            next = position.asLong();
        }
    }

    /** One whose waits cannot be seen. */
    @Traits
    static final class Apart extends Numbers {
        Apart(long limit, int pause) {
            super(limit, pause);
        }
    }

    /** Shows what it has taken when its epoch is committed. */
    @Ports(outputs = {})
    static final class Publisher implements Handler<Object>, TransactionalSink {
        private final Shown shown;
        private final String name;
        private final Map<Long, Boolean> forced = new ConcurrentHashMap<>();
        private List<Object> filling = new ArrayList<>();
        private long unpublished;

        Publisher(Shown shown, String name) {
            this.shown = shown;
            this.name = name;
        }

        @Override
        public void onItem(Object item, Output out) {
            filling.add(item);
        }

        @Override
        public Sealed seal(long epoch) {
            if (unpublished != 0) {
                throw new IllegalStateException(
                        "%d is sealed before %d is published".formatted(epoch, unpublished));
            }
            unpublished = epoch;
            List<Object> stage = filling;
            filling = new ArrayList<>();
            forced.put(epoch, false);
            return new Sealed() {
                @Override
                public Document reference() {
                    return Document.array(
                            stage.stream()
                                    .map(i -> Document.of(((Number) i).longValue()))
                                    .toList());
                }

                @Override
                public void force() {
                    forced.put(epoch, true);
                }
            };
        }

        @Override
        public void publish(long epoch, Document sealed) {
            if (!forced.getOrDefault(epoch, true)) {
                throw new IllegalStateException("published before it was forced");
            }
            unpublished = 0;
            List<Object> items = new ArrayList<>();
            for (int slot = 0; slot < sealed.size(); slot++) {
                items.add(sealed.longAt(slot));
            }
            String mark = name + "#epoch";
            List<Object> last = shown.of(mark);
            if (last.isEmpty() || (long) last.getLast() < epoch) {
                last.add(epoch);
                shown.of(name).addAll(items);
            }
        }

        @Override
        public void restore(long epoch, @Nullable Document sealed) {
            filling = new ArrayList<>();
        }
    }
}
