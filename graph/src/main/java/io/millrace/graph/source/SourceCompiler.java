package io.millrace.graph.source;

import io.millrace.api.EnvironmentException;
import io.millrace.graph.source.SourceText.Place;

import java.util.List;
import java.util.Map;

/**
 * Compiles Java source with the compiler of the JDK that this runs on. The source may use what is
 * on the class path or module path of this process; nothing is written to disk.
 */
public final class SourceCompiler {

    private SourceCompiler() {}

    /**
     * What came of it.
     *
     * @param classes the classes by their names; none if there was an error
     * @param messages what the compiler had to say
     */
    public record Compiled(Map<String, byte[]> classes, List<Message> messages) {}

    /**
     * One thing that the compiler had to say.
     *
     * @param isError whether it is more than a warning
     * @param text what is wrong
     * @param details lines that say more
     * @param place where
     */
    public record Message(boolean isError, String text, List<String> details, Place place) {}

    /**
     * Compiles texts, all together.
     *
     * @throws EnvironmentException if this Java has no compiler
     */
    public static Compiled compile(List<SourceText> texts) {
        if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
            throw new EnvironmentException(
                    "a component that is a .java file needs a JDK, and the Java in "
                            + System.getProperty("java.home")
                            + " has no compiler; set JAVA_HOME to a JDK 25 or newer, or compile the"
                            + " component into a jar",
                    null);
        }
        return Javac.compile(texts);
    }
}
