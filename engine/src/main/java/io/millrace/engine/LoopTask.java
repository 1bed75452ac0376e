package io.millrace.engine;

import io.millrace.api.SourceOutput;
import io.millrace.api.StreamFinished;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A task whose root is a component that owns its loop: a source, a loop, or a handler run as one.
 */
final class LoopTask extends Task {

    private final Time time;
    private @Nullable SourceOutput source;

    LoopTask(String name, EmbeddedRun run) {
        super(name, run);
        this.time = run.time();
    }

    /** Sets the output of a source. */
    void setSource(SourceOutput output) {
        source = output;
    }

    @Override
    void work() throws Exception {
        Instance root = root();
        List<Intake> intakes = root.channels().stream().map(c -> new Intake(c, this)).toList();
        if (!cooperative) {
            waits.enterOutside();
        }
        var streams = new LoopStreams(this, intakes, source, time);
        try {
            process(streams);
        } catch (InterruptedException e) {
            if (!waits.isInterruptedToEnd()) {
                throw e;
            }
        } catch (Exception | Error e) {
            throw root.crash(e);
        } finally {
            streams.close();
            if (!cooperative) {
                waits.leaveOutside();
            }
        }
        intakes.forEach(Intake::release);
        root.end();
        handOn();
    }

    private void process(LoopStreams streams) throws Exception {
        Instance root = root();
        try {
            root.component.process(streams);
        } catch (StreamFinished e) {
            root.finish();
        }
        if (!isCancelled() && !isSuspended()) {
            try {
                outbox().release();
                heldOutputs.end();
            } catch (StreamFinished e) {
                root.finish();
                heldOutputs.end();
            }
        }
    }
}
