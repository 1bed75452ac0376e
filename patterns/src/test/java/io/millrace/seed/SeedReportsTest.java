package io.millrace.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.seed.SeedTests.SeedTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class SeedReportsTest {

    private static final String REPORT =
            """
            <testsuite>
              <testcase name="passes" classname="a.ATest"/>
              <testcase name="passes_for_each(String)[1]" classname="a.ATest$Inner"/>
              <testcase name="passes_for_each(String)[2]" classname="a.ATest$Inner"/>
              <testcase name="fails_once{int}[1]" classname="a.ATest"/>
              <testcase name="fails_once{int}[2]" classname="a.ATest"><failure/></testcase>
              <testcase name="is_skipped" classname="a.ATest"><skipped/></testcase>
            </testsuite>
            """;

    @TempDir private Path home;

    @BeforeEach
    void write() throws IOException {
        write("surefire-reports/TEST-a.ATest.xml", REPORT);
        write("surefire-reports/a.ATest.txt", "no report");
        write(
                "failsafe-reports/TEST-a.AnIT.xml",
                "<testsuite><testcase name='passes' classname='a.AnIT'/></testsuite>");
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve("one/target").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private SeedReports read(Instant since) throws IOException {
        return SeedReports.read(home, List.of("one", "two"), since);
    }

    private static List<SeedTest> test(String type, String method) {
        return List.of(new SeedTest(List.of("M001"), "one", Path.of("A.java"), type, method));
    }

    @Test
    void knows_what_passed() throws IOException {
        SeedReports reports = read(Instant.EPOCH);

        assertThat(reports.modules()).containsExactly("one");
        assertThat(reports.notPassed(test("a.ATest", "passes"))).isEmpty();
        assertThat(reports.notPassed(test("a.ATest$Inner", "passes_for_each"))).isEmpty();
        assertThat(reports.notPassed(test("a.ATest$Inner", ""))).isEmpty();
        assertThat(reports.notPassed(test("a.AnIT", "passes"))).isEmpty();
    }

    @Test
    void names_what_failed_or_did_not_run() throws IOException {
        SeedReports reports = read(Instant.EPOCH);

        assertThat(reports.notPassed(test("a.ATest", "fails_once")))
                .containsExactly("one: ATest.fails_once [PASSED, FAILED]");
        assertThat(reports.notPassed(test("a.ATest", "is_skipped")))
                .containsExactly("one: ATest.is_skipped [SKIPPED]");
        assertThat(reports.notPassed(test("a.ATest", "gone")))
                .containsExactly("one: ATest.gone did not run");
    }

    @Test
    void takes_no_report_of_an_earlier_build() throws IOException {
        SeedReports reports = read(Instant.now().plusSeconds(60));

        assertThat(reports.modules()).isEmpty();
        assertThat(reports.notPassed(test("a.ATest", "passes")))
                .containsExactly("one: ATest.passes did not run");
    }
}
