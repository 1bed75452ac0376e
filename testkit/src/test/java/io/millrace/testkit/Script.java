package io.millrace.testkit;

import io.millrace.api.Context;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import java.time.Duration;
import java.util.List;

/** A source for tests: sends what it is given, and sleeps for each {@link Duration} in it. */
@Traits(cooperative = true)
final class Script implements Source {

    private final List<Object> steps;
    private Context context;

    Script(Object... steps) {
        this.steps = List.of(steps);
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void run(SourceOutput out) throws Exception {
        for (Object step : steps) {
            if (step instanceof Duration pause) {
                context.sleep(pause);
            } else {
                out.send(step);
            }
        }
    }
}
