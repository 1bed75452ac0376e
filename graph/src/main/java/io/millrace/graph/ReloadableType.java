package io.millrace.graph;

import io.millrace.api.BatchHandler;
import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Source;
import io.millrace.graph.Diagnostic.Severity;
import io.millrace.graph.GraphBuilder.Declared;
import io.millrace.graph.reload.ReloadedHandler;
import io.millrace.graph.reload.ReloadedLoop;
import io.millrace.graph.reload.ReloadedSource;
import io.millrace.graph.reload.Versions;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The type of one component whose source may change while it runs. To the graph it is the type that
 * was there first; its instances are exchanged for those of the version that is wanted.
 */
final class ReloadableType implements ComponentType, Versions {

    private final ComponentType first;
    private final Declared declared;
    private final Scope scope;
    private final ConcurrentLinkedQueue<Diagnostic> news = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isTold = new AtomicBoolean();
    private final Bound original;
    private volatile Bound wanted;

    /** A version with its configuration. */
    record Bound(ComponentType type, Object config) implements Version {
        @Override
        public Component create() throws Exception {
            return type.create(config);
        }
    }

    ReloadableType(Bound original, Declared declared, Scope scope) {
        this.original = original;
        this.first = original.type();
        this.declared = declared;
        this.scope = scope;
        this.wanted = original;
    }

    // ---- what the graph sees

    @Override
    public String name() {
        return first.name();
    }

    @Override
    public String variant() {
        return first.variant();
    }

    @Override
    public Class<? extends Component> implementation() {
        return first.implementation();
    }

    @Override
    public List<String> inputs(Object config) {
        return first.inputs(config);
    }

    @Override
    public List<String> outputs(Object config) {
        return first.outputs(config);
    }

    @Override
    public Component create(Object config) {
        return switch (shape(implementation())) {
            case SOURCE -> new ReloadedSource(this);
            case HANDLER -> new ReloadedHandler(this);
            case BATCHES -> new ReloadedLoop.OfBatches(this);
            case LOOP -> new ReloadedLoop(this);
        };
    }

    private enum Shape {
        SOURCE,
        HANDLER,
        BATCHES,
        LOOP
    }

    private static Shape shape(Class<?> type) {
        if (Source.class.isAssignableFrom(type)) {
            return Shape.SOURCE;
        }
        if (Handler.class.isAssignableFrom(type)) {
            return Shape.HANDLER;
        }
        return BatchHandler.class.isAssignableFrom(type) ? Shape.BATCHES : Shape.LOOP;
    }

    // ---- new versions

    /**
     * Returns another version of this component, if it fits the graph that runs.
     *
     * @param types what the source holds now
     * @param problems what keeps it from being used is added here
     */
    @Nullable Bound fitting(List<ComponentType> types, List<Diagnostic> problems) {
        var found = new Problems();
        Bound bound = new Specs(scope, found).bound(declared, new Variants(types));
        problems.addAll(found);
        if (bound == null || GraphBuilder.hasErrors(found)) {
            return null;
        }
        String changed = changed(bound);
        if (changed == null) {
            return bound;
        }
        problems.add(
                Reload.UNFIT
                        .at(declared.name().position(), component() + " now has " + changed)
                        .withFix("stop and start again for that to take effect"));
        return null;
    }

    /** Returns what of a version does not fit what the graph was made with; null if all fits. */
    private @Nullable String changed(Bound bound) {
        Class<? extends Component> now = bound.type().implementation();
        Class<? extends Component> before = implementation();
        if (shape(now) != shape(before)) {
            return "another shape (handler, batch handler, source, loop)";
        }
        if (!bound.type().inputs(bound.config()).equals(first.inputs(original.config()))) {
            return "other inputs";
        }
        if (!bound.type().outputs(bound.config()).equals(first.outputs(original.config()))) {
            return "other outputs";
        }
        boolean sameTraits =
                Objects.equals(
                        ComponentDescription.traits(now), ComponentDescription.traits(before));
        return sameTraits ? null : "other traits";
    }

    /** Makes a version the one that is wanted. */
    void want(Bound version) {
        isTold.set(false);
        wanted = version;
    }

    /** Returns what has happened since the last call. */
    List<Diagnostic> news() {
        var all = new Problems();
        for (Diagnostic each = news.poll(); each != null; each = news.poll()) {
            all.add(each);
        }
        return all;
    }

    // ---- what its instances ask and tell, on their threads

    @Override
    public Version wanted() {
        return wanted;
    }

    @Override
    public void taken() {
        if (isTold.compareAndSet(false, true)) {
            tell(Reload.TAKEN, component() + " goes on with its changed source", null);
            if (shape(implementation()) == Shape.SOURCE) {
                tell(
                        Reload.STARTS_ANEW,
                        component() + " is a source, and starts from its beginning",
                        null);
            }
        }
    }

    @Override
    public void refused(Throwable cause) {
        tell(
                Reload.FAILED,
                component() + " cannot start with its changed source, and goes on as before",
                cause);
    }

    @Override
    public void notCleanedUp(Throwable cause) {
        tell(Reload.NOT_CLEANED_UP, component() + " was not cleaned up before its exchange", cause);
    }

    private void tell(Reload what, String message, @Nullable Throwable cause) {
        Diagnostic diagnostic = what.at(whole(declared.name().position()), message);
        news.add(cause == null ? diagnostic : diagnostic.withNote(cause.toString()));
    }

    private String component() {
        return "component '" + scope.path() + declared.name().text() + "'";
    }

    private static Position whole(Position position) {
        return new Position(position.file(), position.line(), 0, 1);
    }

    /** What can become of a change, with its code. */
    enum Reload {
        TAKEN(510, Severity.NOTICE),
        UNFIT(511, Severity.ERROR),
        STARTS_ANEW(512, Severity.WARNING),
        FAILED(513, Severity.ERROR),
        NOT_CLEANED_UP(514, Severity.WARNING),
        KEPT(515, Severity.NOTICE);

        private final String code;
        private final Severity severity;

        Reload(int code, Severity severity) {
            this.code = "MR" + code;
            this.severity = severity;
        }

        Diagnostic at(Position position, String message) {
            return new Diagnostic(severity, code, message, position, List.of(), null);
        }
    }
}
