package io.millrace.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.seed.SeedTests.SeedTest;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Every test that docs/seed.md or docs/guarantees.md names has passed in this build. */
class SeedPageIT {

    @Test
    void every_test_of_the_page_has_passed() throws IOException {
        List<SeedTest> tests = SeedTests.find(SeedPage.HOME, SeedPage.modules());
        Instant since = Instant.parse(System.getProperty("millrace.build.started"));
        SeedReports reports = SeedReports.read(SeedPage.HOME, SeedPage.modules(), since);
        List<String> notRun =
                tests.stream()
                        .map(SeedTest::module)
                        .distinct()
                        .filter(m -> !reports.modules().contains(m))
                        .toList();
        skipIf(!notRun.isEmpty(), "this build ran no tests of " + String.join(", ", notRun));
        skipIf(
                Stream.of("test", "it.test").anyMatch(p -> System.getProperty(p) != null),
                "this build ran chosen tests alone");

        assertThat(reports.notPassed(tests)).isEmpty();
    }

    private static void skipIf(boolean condition, String why) {
        if (condition) {
            String message = "docs/seed.md is not checked against its tests: " + why;
            System.out.println(message);
            Assumptions.abort(message);
        }
    }
}
