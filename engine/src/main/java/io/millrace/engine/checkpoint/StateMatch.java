package io.millrace.engine.checkpoint;

import io.millrace.api.Document;
import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.engine.state.Section;
import io.millrace.engine.state.StateTables;
import io.millrace.graph.NearestName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where what a checkpoint holds belongs in the components of now. Nothing is left behind silently:
 * what fits nowhere is refused, all of it at once, unless it is named as what is to be given up.
 *
 * @since 0.2
 */
public final class StateMatch {

    /**
     * What there is now.
     *
     * @param states the declared states, of every instance
     * @param earlierStates for a state that had another name, that name
     * @param sources the instances that have a position
     * @param sinks the instances that seal epochs
     * @param earlierComponents for a component that had another name, that name
     * @param keys for each component the expressions that its items may have their keys from: its
     *     own, or those of the components before it; an empty text stands for no expression
     */
    public record Now(
            Collection<Section> states,
            Map<StateName, String> earlierStates,
            Set<InstanceId> sources,
            Set<InstanceId> sinks,
            Map<String, String> earlierComponents,
            Map<String, Set<String>> keys) {}

    /**
     * A state of a component.
     *
     * @param component the component's name
     * @param state the state's name
     */
    public record StateName(String component, String state) {

        static StateName of(Section section) {
            return new StateName(section.component(), section.state());
        }

        @Override
        public String toString() {
            return component + "." + state;
        }
    }

    private static final Comparator<Object> BY_TEXT = Comparator.comparing(Object::toString);

    private final Manifest manifest;
    private final Now now;
    private final Set<String> dropped;
    private final Predicate<Section> isEmpty;
    private final Map<Section, Section> targets = new LinkedHashMap<>();
    private final Map<InstanceId, Document> positions = new LinkedHashMap<>();
    private final Map<InstanceId, Document> sealed = new LinkedHashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private StateMatch(
            Manifest manifest, Now now, Set<String> dropped, Predicate<Section> isEmpty) {
        this.manifest = manifest;
        this.now = now;
        this.dropped = dropped;
        this.isEmpty = isEmpty;
    }

    /**
     * Finds the place of everything.
     *
     * @param manifest the checkpoint
     * @param now the components
     * @param dropped what is to be given up: {@code component} or {@code component.state}, by the
     *     names in the checkpoint
     * @param isEmpty whether nothing is left of a section: asked of those that have no place
     * @throws StateException if something has no place
     */
    public static StateMatch of(
            Manifest manifest, Now now, Set<String> dropped, Predicate<Section> isEmpty) {
        var match = new StateMatch(manifest, now, dropped, isEmpty);
        match.matchStates();
        match.matchInstances("position", manifest.positions(), now.sources(), match.positions);
        match.matchInstances("sealed output", manifest.sealed(), now.sinks(), match.sealed);
        if (!match.problems.isEmpty()) {
            throw new StateException(Code.STATE_MISMATCH, match.message());
        }
        return match;
    }

    /**
     * Checks that what is to be given up is there.
     *
     * @throws StateException if a name is none of the checkpoint's
     */
    public static void checkDropped(@Nullable Manifest manifest, Set<String> dropped) {
        Set<String> known = manifest == null ? Set.of() : names(manifest);
        for (String name : new TreeSet<>(dropped)) {
            if (!known.contains(name)) {
                String question = NearestName.question(name, known);
                throw new StateException(
                        Code.STATE_MISMATCH,
                        "--drop-state %s: %s"
                                .formatted(
                                        name,
                                        manifest == null
                                                ? "there is no checkpoint to drop it from"
                                                : "nothing of that name is in the checkpoint of epoch %d, which has %s%s"
                                                        .formatted(
                                                                manifest.epoch(),
                                                                String.join(", ", known),
                                                                question == null
                                                                        ? ""
                                                                        : "; " + question)));
            }
        }
    }

    /** Returns all that may be given up: components, and those of their states that have a name. */
    private static Set<String> names(Manifest manifest) {
        Set<String> names = new TreeSet<>();
        for (Section section : manifest.sections()) {
            names.add(section.component());
            if (!section.state().startsWith("$")) { // the engine's own go with their component
                names.add(StateName.of(section).toString());
            }
        }
        manifest.positions().keySet().forEach(id -> names.add(id.component()));
        manifest.sealed().keySet().forEach(id -> names.add(id.component()));
        return names;
    }

    /**
     * Returns where the records of a section of the checkpoint belong; null if they are dropped.
     */
    public @Nullable Section target(Section kept) {
        return targets.get(kept);
    }

    /** Returns where the sources go on, by their names of now. */
    public Map<InstanceId, Document> positions() {
        return positions;
    }

    /** Returns what the sinks publish, by their names of now. */
    public Map<InstanceId, Document> sealed() {
        return sealed;
    }

    /** Returns whether all is where it was: what the files say is right as it stands. */
    public boolean isUnchanged() {
        return manifest.sections().stream().allMatch(kept -> kept.equals(targets.get(kept)));
    }

    private void matchStates() {
        Map<StateName, StateName> places = places();
        Map<StateName, List<Section>> declared = new HashMap<>();
        for (Section section : now.states()) {
            declared.computeIfAbsent(StateName.of(section), _ -> new ArrayList<>()).add(section);
        }
        Map<Section, Section> taken = new HashMap<>();
        Map<String, Set<StateName>> missing = new TreeMap<>();
        for (Section kept : manifest.sections()) {
            StateName name = StateName.of(kept);
            StateName place = places.get(name);
            List<Section> there =
                    place == null ? List.of() : declared.getOrDefault(place, List.of());
            Section target = isDropped(name) ? null : target(kept, there);
            if (target != null) {
                Section other = taken.putIfAbsent(target, kept);
                if (other == null) {
                    targets.put(kept, target);
                    matchKeys(kept, target);
                } else {
                    problems.add(twice(name, StateName.of(other), StateName.of(target)));
                }
            } else if (!isDropped(name) && !isOfAnInstance(kept) && !isEmpty.test(kept)) {
                if (there.isEmpty()) {
                    missing.computeIfAbsent(name.component(), _ -> new TreeSet<>(BY_TEXT))
                            .add(name);
                } else {
                    problems.add(unlike(kept, there));
                }
            }
        }
        missing.forEach(
                (component, states) -> {
                    boolean hasOthers =
                            targets.keySet().stream()
                                    .anyMatch(s -> s.component().equals(component));
                    if (hasOthers || states.size() == 1) {
                        states.forEach(state -> problems.add(missing(state)));
                    } else {
                        problems.add(missing(component));
                    }
                });
    }

    /** Refuses what is kept by keys that none of now can be equal to in meaning. */
    private void matchKeys(Section kept, Section target) {
        Set<String> was = manifest.keys().get(kept.component()); // none in an old manifest
        Set<String> is = now.keys().get(target.component());
        if (kept.instance() == Section.BY_KEY
                && was != null
                && is != null
                && Collections.disjoint(was, is)
                && !isEmpty.test(kept)) {
            problems.add(
                    "component '%s' has state that was kept by %s, and its key is %s now: change it back, or give it up with --drop-state %s"
                            .formatted(target.component(), key(was), key(is), kept.component()));
        }
    }

    private static String key(Set<String> expressions) {
        return expressions.stream()
                .map(text -> text.isEmpty() ? "no key" : "'" + text + "'")
                .collect(Collectors.joining(" or "));
    }

    private static @Nullable Section target(Section kept, List<Section> declared) {
        for (Section section : declared) {
            if (section.instance() == kept.instance() && section.schema().equals(kept.schema())) {
                return section;
            }
        }
        return null;
    }

    /** Returns for each name that a state may have in the checkpoint which one it is now. */
    private Map<StateName, StateName> places() {
        Map<StateName, StateName> places = new HashMap<>();
        for (Section section : now.states()) {
            var name = StateName.of(section);
            for (String component : names(now.earlierComponents(), name.component())) {
                for (String state : names(now.earlierStates(), name, name.state())) {
                    places.putIfAbsent(new StateName(component, state), name);
                }
            }
        }
        // what has a name now has had it before, whatever else says that it had that name
        now.states().forEach(s -> places.put(StateName.of(s), StateName.of(s)));
        return places;
    }

    private static List<String> names(Map<String, String> earlier, String name) {
        return names(earlier, name, name);
    }

    private static <K> List<String> names(Map<K, String> earlier, K key, String name) {
        String before = earlier.get(key);
        return before == null ? List.of(name) : List.of(name, before);
    }

    /**
     * Whether it is the engine's own of an instance, and goes where the instance goes; items on
     * their way to it do not.
     */
    private static boolean isOfAnInstance(Section kept) {
        return kept.state().startsWith("$")
                && !kept.state().startsWith(StateTables.STREAMS)
                && kept.instance() != Section.BY_KEY;
    }

    private boolean isDropped(StateName name) {
        return dropped.contains(name.component()) || dropped.contains(name.toString());
    }

    private static String missing(String component) {
        return "the state of component '%s' is in the checkpoint, and nothing has it now: bring it back, say what the component is called now (renamed_from), or give it up with --drop-state %s"
                .formatted(component, component);
    }

    private static String missing(StateName name) {
        return "state '%s' of component '%s' is in the checkpoint, and nothing has it now: bring it back, say what it is called now (renamed_from), or give it up with --drop-state %s"
                .formatted(name.state(), name.component(), name);
    }

    private static String twice(StateName one, StateName other, StateName target) {
        return "'%s' and '%s' are both in the checkpoint, and both would be '%s' now: take renamed_from away, or give one up with --drop-state"
                .formatted(one, other, target);
    }

    /** Says in what a state is not what it was. */
    private static String unlike(Section kept, List<Section> declared) {
        Section now = declared.getFirst();
        String was;
        String is;
        if (!now.schema().equals(kept.schema())) {
            was = "as '" + kept.schema() + "'";
            is = "is '" + now.schema() + "' now";
        } else if (now.instance() == Section.BY_KEY || kept.instance() == Section.BY_KEY) {
            was = scope(kept);
            is = "is " + scope(now) + " now";
        } else {
            was = "for instance " + kept.instance();
            is = "parallelism is " + declared.size() + " now";
        }
        return "state '%s' of component '%s' was kept %s, and %s: change it back, or give it up with --drop-state %s"
                .formatted(now.state(), now.component(), was, is, StateName.of(kept));
    }

    private static String scope(Section section) {
        return section.instance() == Section.BY_KEY ? "per key" : "per instance";
    }

    private void matchInstances(
            String what,
            Map<InstanceId, Document> kept,
            Set<InstanceId> declared,
            Map<InstanceId, Document> found) {
        Map<InstanceId, InstanceId> places = new HashMap<>();
        for (InstanceId id : declared) {
            for (String component : names(now.earlierComponents(), id.component())) {
                places.putIfAbsent(new InstanceId(component, id.instance()), id);
            }
        }
        declared.forEach(id -> places.put(id, id));
        kept.forEach(
                (id, document) -> {
                    InstanceId place = places.get(id);
                    if (dropped.contains(id.component())) {
                        return;
                    }
                    if (place == null) {
                        problems.add(
                                "component '%s' has a %s in the checkpoint, and is not there now or has none: bring it back, say what it is called now (renamed_from), or give it up with --drop-state %s"
                                        .formatted(id.component(), what, id.component()));
                    } else {
                        found.put(place, document);
                    }
                });
    }

    private String message() {
        var text = new StringBuilder();
        text.append(
                "the checkpoint of epoch %d does not fit what is run now:"
                        .formatted(manifest.epoch()));
        new TreeSet<>(problems).forEach(problem -> text.append("\n  ").append(problem));
        return text.append("\nor begin anew with --fresh").toString();
    }
}
