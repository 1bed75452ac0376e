package io.millrace.seed;

import io.millrace.seed.SeedTests.SeedTest;

import org.w3c.dom.Element;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** What the tests of this build came to, read from the reports that surefire and failsafe write. */
final class SeedReports {

    /** What became of a test. */
    enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    private final Set<String> modules = new TreeSet<>();
    private final Map<String, EnumSet<Result>> results = new HashMap<>();

    private SeedReports() {}

    /**
     * Reads the reports of these modules.
     *
     * @param since when the build began; what is older is of an earlier one and counts for nothing
     */
    static SeedReports read(Path home, List<String> modules, Instant since) throws IOException {
        var reports = new SeedReports();
        for (String module : modules) {
            for (String folder : List.of("surefire-reports", "failsafe-reports")) {
                for (Path file : files(home.resolve(module, "target", folder))) {
                    if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                        reports.modules.add(module);
                        reports.add(module, file);
                    }
                }
            }
        }
        return reports;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).toList();
        }
    }

    private void add(String module, Path file) throws IOException {
        var cases = parse(file).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            Result result =
                    has(test, "failure") || has(test, "error")
                            ? Result.FAILED
                            : has(test, "skipped") ? Result.SKIPPED : Result.PASSED;
            String type = test.getAttribute("classname");
            String method = test.getAttribute("name").split("[({\\[ ]", 2)[0];
            put(key(module, type, method), result);
            put(key(module, type, ""), result);
        }
    }

    private void put(String key, Result result) {
        results.computeIfAbsent(key, _ -> EnumSet.noneOf(Result.class)).add(result);
    }

    private static org.w3c.dom.Document parse(Path file) throws IOException {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            return builder.parse(file.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file.toString(), e);
        }
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    private static String key(String module, String type, String method) {
        return module + " " + type + " " + method;
    }

    /** Returns the modules of which this build ran any test. */
    Set<String> modules() {
        return modules;
    }

    /** Returns which of the tests did not run, or ran and did not pass. */
    List<String> notPassed(List<SeedTest> tests) {
        var problems = new ArrayList<String>();
        for (SeedTest test : tests) {
            var all = results.get(key(test.module(), test.type(), test.method()));
            if (all == null) {
                problems.add(test + " did not run");
            } else if (!all.equals(EnumSet.of(Result.PASSED))) {
                problems.add(test + " " + all);
            }
        }
        return problems;
    }
}
