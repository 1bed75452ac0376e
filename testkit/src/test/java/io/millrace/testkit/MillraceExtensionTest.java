package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.millrace.api.Document;
import io.millrace.testkit.SeedTestingPatternsTest.MyComponent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class MillraceExtensionTest {

    private static final CountDownLatch END = new CountDownLatch(1);
    private static long drawn;
    private static @Nullable StandaloneComponent left;

    /** What a user writes. */
    static class Good {
        @MillraceTest
        void gets_a_tester(@Tested(MyComponent.class) ComponentTester tester) throws Exception {
            Document item = Document.of("x");
            assertThat(tester.input(item).run().finished().output()).containsExactly(item);
        }

        @MillraceTest
        void gets_a_component(
                @Tested(value = MyComponent.class, name = "orders") StandaloneComponent component)
                throws Exception {
            component.setup();
            left = component;
            assertThat(component.name()).isEqualTo("orders");
        }

        @MillraceTest
        void gets_time(VirtualTime time) {
            assertThat(time.elapsed()).isZero();
        }
    }

    /** What fails. */
    static class Bad {
        @MillraceTest
        void leaves_a_thread() {
            Thread.ofVirtual().name("left behind").start(MillraceExtensionTest::await);
        }

        @MillraceTest
        void fails_by_chance(SplittableRandom random) {
            drawn = random.nextLong();
            throw new AssertionError("not today");
        }
    }

    private static void await() {
        try {
            END.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the tests of a class; returns what failed, by the test's name. */
    private static Map<String, Throwable> failures(Class<?> tests, int expected) {
        var failures = new TreeMap<String, Throwable>();
        var ended = new AtomicInteger();
        var listener =
                new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        if (test.isTest()) {
                            ended.incrementAndGet();
                            result.getThrowable()
                                    .ifPresent(t -> failures.put(test.getDisplayName(), t));
                        }
                    }
                };
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests));
        LauncherFactory.create().execute(request.build(), listener);
        assertThat(ended).hasValue(expected);
        return failures;
    }

    @Test
    @DisplayName("M080 M087 a test gets its parameters, and what it set up is cleaned up")
    void makes_parameters() {
        assertThat(failures(Good.class, 3)).isEmpty();

        assertThat(Objects.requireNonNull(left).isRunning()).isFalse();
    }

    @Test
    @DisplayName("M087 a test that leaves a thread fails; one that fails says its seed")
    void fails_tests_that_leak_and_names_seeds() {
        var failures = failures(Bad.class, 2);
        END.countDown();

        assertThat(failures.get("leaves_a_thread()"))
                .hasMessage("the test 'leaves_a_thread()' left behind: thread 'left behind'");
        Throwable byChance =
                Objects.requireNonNull(failures.get("fails_by_chance(SplittableRandom)"));
        assertThat(byChance).hasMessage("not today");
        assertThat(byChance.getSuppressed()).hasSize(1);
        String said = String.valueOf(byChance.getSuppressed()[0].getMessage());
        assertThat(said).startsWith("with seed ").endsWith(" runs the same again");
        long seed = Long.parseLong(said.substring(10, said.indexOf(';')));
        assertThat(new SplittableRandom(seed).nextLong()).isEqualTo(drawn);
    }
}
