package io.millrace.graph;

import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ReloadableType.Bound;
import io.millrace.graph.ReloadableType.Reload;
import io.millrace.graph.SourceTypes.Source;
import io.millrace.graph.source.SourceText;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exchanges components that are Java source while they run: who runs a graph asks it to look, a few
 * times a second, and shows what it says.
 *
 * <p>Source that was changed is compiled; if it fits the graph, every instance of the components
 * that use it is cleaned up when it has done with its item, and one of the new classes goes on. If
 * not, what is wrong is said, and the old ones go on.
 *
 * <p><b>Threads.</b> To be used by one thread at a time; the graph may run meanwhile.
 *
 * @since 0.1
 */
public final class SourceWatch {

    private final Map<Path, Watched> sources = new LinkedHashMap<>();

    SourceWatch() {}

    /** A source with the components that use it. */
    private static final class Watched {
        private final Scalar type;
        private final Path folder;
        private final Path path;
        private final List<ReloadableType> uses = new ArrayList<>();
        private List<SourceText> known;
        private List<SourceText> seen;

        Watched(Scalar type, Path folder, Path path, List<SourceText> texts) {
            this.type = type;
            this.folder = folder;
            this.path = path;
            this.known = texts;
            this.seen = texts;
        }

        /**
         * Returns the texts if they have changed, and no more since the last look: what is being
         * written is not complete.
         */
        @Nullable List<SourceText> changed() {
            List<SourceText> now = new SourceFiles(type, folder, new ArrayList<>()).texts(path);
            if (now == null) { // between the two steps of an editor that writes by renaming
                return null;
            }
            boolean isSettled = now.equals(seen);
            seen = now;
            if (!isSettled || now.equals(known)) {
                return null;
            }
            known = now;
            return now;
        }
    }

    /** Adds a use of a source. */
    void add(Scalar type, Path folder, Path path, Source source, ReloadableType use) {
        sources.computeIfAbsent(
                        path.toAbsolutePath(), _ -> new Watched(type, folder, path, source.texts()))
                .uses
                .add(use);
    }

    /**
     * Looks for changes, and returns what has happened since the last time: what is wrong with
     * changed source, and who goes on with it.
     */
    public List<Diagnostic> look() {
        var news = new ArrayList<Diagnostic>();
        for (Watched source : sources.values()) {
            List<SourceText> texts = source.changed();
            if (texts != null) {
                news.addAll(exchange(source, texts));
            }
            source.uses.forEach(use -> news.addAll(use.news()));
        }
        return news;
    }

    private static List<Diagnostic> exchange(Watched source, List<SourceText> texts) {
        Source compiled = SourceTypes.compile(source.type.text(), source.path, texts);
        var problems = new ArrayList<Diagnostic>(compiled.problems());
        var versions = new ArrayList<Bound>();
        if (!compiled.types().isEmpty()) {
            for (ReloadableType use : source.uses) {
                Bound version = use.fitting(compiled.types(), problems);
                if (version != null) {
                    versions.add(version);
                }
            }
        }
        if (versions.size() == source.uses.size()) {
            for (int i = 0; i < versions.size(); i++) {
                source.uses.get(i).want(versions.get(i));
            }
        } else {
            problems.add(
                    Reload.KEPT.at(
                            new Position(source.path.toString(), 0, 0, 1),
                            "the change is not used: what ran before goes on"));
        }
        return problems;
    }
}
