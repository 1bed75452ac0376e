package io.millrace.components;

import io.millrace.api.Component;
import io.millrace.api.ComponentLibrary;
import io.millrace.components.file.Enrich;
import io.millrace.components.file.FileSink;
import io.millrace.components.file.FileSource;
import io.millrace.components.file.StdinSource;
import io.millrace.components.file.StdoutSink;
import io.millrace.components.flow.ControllerRouter;
import io.millrace.components.flow.ControllerTerminator;
import io.millrace.components.flow.Filter;
import io.millrace.components.flow.Limit;
import io.millrace.components.flow.Log;
import io.millrace.components.flow.Merger;
import io.millrace.components.flow.Router;
import io.millrace.components.flow.Splitter;
import io.millrace.components.flow.Transformer;
import io.millrace.components.gather.Accumulator;
import io.millrace.components.gather.Aggregator;
import io.millrace.components.gather.Batcher;
import io.millrace.components.gather.Buffer;
import io.millrace.components.gather.Store;
import io.millrace.components.model.Model;
import io.millrace.components.schema.Validator;
import io.millrace.components.stream.Deduplication;
import io.millrace.components.stream.Joining;
import io.millrace.components.stream.Windowing;
import io.millrace.components.time.Delay;
import io.millrace.components.time.Generator;
import io.millrace.components.time.RateLimiter;
import io.millrace.components.time.Timer;

import java.util.List;

/** The components that every Millrace has. */
public final class BuiltIns implements ComponentLibrary {

    /** Creates the library; called by the service loader. */
    public BuiltIns() {}

    @Override
    public List<Class<? extends Component>> components() {
        return List.of(
                Accumulator.class,
                Aggregator.class,
                Batcher.class,
                Buffer.class,
                ControllerRouter.class,
                ControllerTerminator.class,
                Delay.class,
                Enrich.class,
                FileSink.class,
                FileSource.class,
                Filter.class,
                Generator.class,
                Limit.class,
                Log.class,
                Merger.class,
                Model.class,
                RateLimiter.class,
                Router.class,
                Splitter.class,
                StdinSource.class,
                StdoutSink.class,
                Store.class,
                Windowing.class,
                Joining.class,
                Deduplication.class,
                Timer.class,
                Transformer.class,
                Validator.class);
    }
}
