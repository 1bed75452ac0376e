package io.millrace.graph.reload;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.graph.reload.Versions.Version;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * The instance of a component that runs now, and its exchange for one of the version that is
 * wanted. Of the component's own thread alone, but for {@link #isDue}.
 */
final class Exchange {

    /** How often something that waits looks whether it is to be exchanged. */
    static final Duration LOOK = Duration.ofMillis(250);

    private final Versions versions;
    private @Nullable Context context;
    private @Nullable OwnContext own;
    private @Nullable Component instance;
    private volatile @Nullable Version running;
    private volatile @Nullable Version refused;

    Exchange(Versions versions) {
        this.versions = versions;
    }

    /** Returns whether another version is wanted than the one that runs. */
    boolean isDue() {
        Version wanted = versions.wanted();
        return !wanted.equals(running) && !wanted.equals(refused);
    }

    /** Returns the instance that runs. */
    <C> C instance(Class<C> shape) {
        return shape.cast(Objects.requireNonNull(instance));
    }

    /** Returns the context that was given to the engine's instance. */
    Context context() {
        return Objects.requireNonNull(context);
    }

    /** Sets the first instance up. */
    void setup(Context given) throws Exception {
        context = given;
        start(versions.wanted());
    }

    /** Cleans the instance up that runs. */
    void cleanup() throws Exception {
        Component last = instance;
        OwnContext its = own;
        instance = null;
        try {
            if (last != null) {
                last.cleanup();
            }
        } finally {
            if (its != null) {
                its.close();
            }
        }
    }

    /**
     * Exchanges the instance, which has sent all that it held: cleans it up, and sets one up of the
     * version that is wanted. If that fails, an instance of the old version goes on.
     */
    void exchange() throws Exception {
        Version old = Objects.requireNonNull(running);
        Version wanted = versions.wanted();
        try {
            cleanup();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            versions.notCleanedUp(e);
        }
        try {
            start(wanted);
            versions.taken();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            refused = wanted;
            try {
                cleanup();
            } catch (Exception again) {
                e.addSuppressed(again);
            }
            versions.refused(e);
            start(old);
        }
    }

    private void start(Version version) throws Exception {
        running = version;
        var fresh = new OwnContext(context(), this);
        own = fresh;
        Component created = version.create();
        instance = created;
        created.setup(fresh);
    }
}
