package io.millrace.testkit;

import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * An extension of JUnit for tests of components and blueprints.
 *
 * <p>It makes parameters of test methods: a {@link ComponentTester} or a {@link
 * StandaloneComponent} for the class that {@link Tested} names, a {@link VirtualTime}, and a {@link
 * SplittableRandom}. The seed of the last is another one in each run; a test that fails says which
 * it was, and {@code -Dmillrace.seed=…} sets it. Components that are still running when the test
 * ends are cleaned up.
 *
 * <p>A test that leaves a thread, a file or a socket behind fails, and says which. This looks at
 * the whole process: where tests run side by side in one, it finds what the others have open.
 *
 * @since 0.1
 */
public final class MillraceExtension
        implements BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler {

    /** The system property that sets the seed. */
    public static final String SEED = "millrace.seed";

    private static final Duration LEAVING = Duration.ofSeconds(5);
    private static final Namespace OWN = Namespace.create(MillraceExtension.class);

    /** Called by JUnit. */
    public MillraceExtension() {}

    /** What belongs to one test. */
    private static final class Own {
        private final Leaks leaks = Leaks.since();
        private final List<StandaloneComponent> components = new ArrayList<>();
        private final long seed;
        private boolean isRandom;

        Own() {
            String set = System.getProperty(SEED);
            seed = set == null ? new SplittableRandom().nextLong() : Long.parseLong(set);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        own(context);
    }

    private static Own own(ExtensionContext context) {
        return Objects.requireNonNull(
                context.getStore(OWN)
                        .computeIfAbsent(context.getUniqueId(), _ -> new Own(), Own.class));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == VirtualTime.class
                || type == SplittableRandom.class
                || (parameter.isAnnotated(Tested.class)
                        && (type == ComponentTester.class || type == StandaloneComponent.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Own own = own(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == VirtualTime.class) {
            return new VirtualTime();
        }
        if (type == SplittableRandom.class) {
            own.isRandom = true;
            return new SplittableRandom(own.seed);
        }
        Tested tested = parameter.findAnnotation(Tested.class).orElseThrow();
        if (type == ComponentTester.class) {
            return ComponentTester.of(tested.value());
        }
        ComponentSpec spec =
                Graph.builder("test")
                        .component(tested.name(), tested.value(), Map.of(), Map.of())
                        .build()
                        .component(tested.name());
        var component = StandaloneComponent.of(spec);
        own.components.add(component);
        return component;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        Own own = own(context);
        if (own.isRandom) {
            failure.addSuppressed(new Seed(own.seed));
            context.publishReportEntry(SEED, Long.toString(own.seed));
        }
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Own own = own(context);
        for (StandaloneComponent component : own.components) {
            component.cleanup();
        }
        if (context.getExecutionException().isEmpty()) {
            String test = "the test '" + context.getDisplayName() + "'";
            own.leaks.assertNone(test, 0, LEAVING, () -> {});
        }
    }

    /** Says with a failure which seed led to it. */
    private static final class Seed extends Exception {
        private static final long serialVersionUID = 1L;

        Seed(long seed) {
            super("with seed %d; -D%s=%d runs the same again".formatted(seed, SEED, seed));
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
