package io.millrace.blueprint;

import io.millrace.graph.BlueprintException;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.CoreSchema;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads YAML into values with their places, within the limits that a text from a stranger needs:
 * depth, aliases and what they expand to are counted, tags are refused.
 *
 * <p>Here, and wherever a blueprint passes on its way to a run, types are told apart by {@code
 * instanceof}: the first use of a pattern switch takes more than a millisecond of the start.
 */
final class YamlReader {

    static final int DEEPEST = 50;
    static final int MOST_ALIASES = 50;
    static final int MOST_VALUES = 50_000;

    private final SourceText source;
    private final List<Diagnostic> problems;
    private final Map<String, Part> anchors = new HashMap<>();
    private final IdentityHashMap<ConfigValue, Range> ranges = new IdentityHashMap<>();
    private Iterator<Event> events = List.<Event>of().iterator();
    private Position last;
    private int aliases;
    private int values;

    /**
     * Creates one.
     *
     * @param problems what does not keep the rest from being read is added here
     */
    YamlReader(SourceText source, List<Diagnostic> problems) {
        this.source = source;
        this.problems = problems;
        this.last = source.whole();
    }

    /**
     * Which characters of the text are a value.
     *
     * @param from the first
     * @param to behind the last
     */
    record Range(int from, int to) {}

    /** Returns which characters are a value that was read. */
    @Nullable Range range(ConfigValue value) {
        return ranges.get(value);
    }

    /** A value with what it counts for where an alias repeats it. */
    private record Part(ConfigValue value, int size, int height) {}

    /**
     * Reads the one document.
     *
     * @throws BlueprintException if it cannot be read to its end
     */
    ConfigValue read() {
        LoadSettings settings =
                LoadSettings.builder().setLabel("").setUseMarks(true).setBufferSize(8192).build();
        try {
            events = new ParserImpl(settings, new StreamReader(settings, source.text()));
            return document();
        } catch (BlueprintException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new BlueprintException(List.of(SyntaxProblem.of(e, source, last)));
        }
    }

    private ConfigValue document() {
        Part root = null;
        while (events.hasNext()) {
            Event event = next();
            if (event instanceof DocumentStartEvent start) {
                if (root != null) {
                    throw fatal(
                            Problem.SEVERAL_DOCUMENTS
                                    .at(place(start), "a second document begins here")
                                    .withFix("put it into a file of its own"));
                }
                root = part(next(), 1);
            }
        }
        if (root == null || (root.value() instanceof Scalar s && s.kind() == Kind.NULL)) {
            throw fatal(
                    Problem.EMPTY
                            .at(source.whole(), "the blueprint is empty")
                            .withFix("begin with 'components:' and 'bindings:'"));
        }
        return root.value();
    }

    private Event next() {
        Event event = events.next();
        event.getStartMark().ifPresent(mark -> last = place(mark, mark));
        return event;
    }

    private Part part(Event event, int depth) {
        if (depth > DEEPEST) {
            throw tooDeep(place(event));
        }
        if (++values > MOST_VALUES) {
            throw tooMany(place(event));
        }
        Part part = partOf(event, depth);
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), part));
        }
        return part;
    }

    private Part partOf(Event event, int depth) {
        if (event instanceof ScalarEvent scalar) {
            return new Part(scalar(scalar), 1, 1);
        }
        if (event instanceof MappingStartEvent start) {
            return mapping(start, depth);
        }
        if (event instanceof SequenceStartEvent start) {
            return sequence(start, depth);
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, depth);
        }
        throw new IllegalStateException(event.toString());
    }

    private Part alias(AliasEvent event, int depth) {
        String name = event.getAnchor().orElseThrow().getValue();
        Part part = anchors.get(name);
        if (part == null) {
            throw fatal(
                    Problem.ALIASES
                            .at(place(event), "'*" + name + "' repeats nothing that is known here")
                            .withNote(
                                    "an alias repeats what ended before it with '&" + name + "'"));
        }
        if (++aliases > MOST_ALIASES) {
            throw fatal(
                    Problem.ALIASES.at(
                            place(event), "there are more than " + MOST_ALIASES + " aliases"));
        }
        values += part.size();
        if (values > MOST_VALUES) {
            throw tooMany(place(event));
        }
        if (depth + part.height() - 1 > DEEPEST) {
            throw tooDeep(place(event));
        }
        return part;
    }

    private Scalar scalar(ScalarEvent event) {
        refuse(event.getTag(), event);
        String text = event.getValue();
        int start = index(event.getStartMark());
        int end = Math.max(start, index(event.getEndMark()));
        Scalar scalar =
                new Scalar(
                        event.isPlain() ? CoreSchema.kindOf(text) : Kind.TEXT,
                        text,
                        source.position(start, end),
                        new ScalarPlace(source, event.getScalarStyle(), text, start, end));
        ranges.put(scalar, new Range(start, end));
        return scalar;
    }

    private Part sequence(SequenceStartEvent start, int depth) {
        refuse(start.getTag(), start);
        var elements = new ArrayList<ConfigValue>();
        int size = 1;
        int height = 1;
        Event event = next();
        while (!(event instanceof SequenceEndEvent)) {
            Part element = part(event, depth + 1);
            elements.add(element.value());
            size += element.size();
            height = Math.max(height, element.height() + 1);
            event = next();
        }
        var sequence = new Sequence(elements, opening(start));
        ConfigValue last = elements.isEmpty() ? null : elements.getLast();
        ranges.put(sequence, range(start, event, last));
        return new Part(sequence, size, height);
    }

    private Part mapping(MappingStartEvent start, int depth) {
        refuse(start.getTag(), start);
        var fields = new ArrayList<Field>();
        var keys = new HashSet<String>();
        int size = 1;
        int height = 1;
        Event event = next();
        while (!(event instanceof MappingEndEvent)) {
            Part key = part(event, depth + 1);
            Part value = part(next(), depth + 1);
            size += key.size() + value.size();
            height = Math.max(height, Math.max(key.height(), value.height()) + 1);
            if (!(key.value() instanceof Scalar name)) {
                throw fatal(Problem.WRONG_SHAPE.at(key.value().position(), "a key must be a text"));
            }
            if (keys.add(name.text())) {
                fields.add(new Field(name, value.value()));
            } else {
                problems.add(duplicate(name, fields));
            }
            event = next();
        }
        var mapping = new Mapping(fields, opening(start));
        ConfigValue last = fields.isEmpty() ? null : fields.getLast().value();
        ranges.put(mapping, range(start, event, last));
        return new Part(mapping, size, height);
    }

    /** In block style, the parser sees an end only where the next thing begins. */
    private Range range(CollectionStartEvent start, Event end, @Nullable ConfigValue last) {
        int from = index(start.getStartMark());
        Range inside = last == null ? null : ranges.get(last);
        boolean isBlock = start.getFlowStyle() == FlowStyle.BLOCK;
        return new Range(from, isBlock && inside != null ? inside.to() : index(end.getEndMark()));
    }

    private static Diagnostic duplicate(Scalar key, List<Field> fields) {
        Diagnostic problem =
                Problem.DUPLICATE_KEY.at(key.position(), "'" + key.text() + "' is given twice");
        for (Field field : fields) {
            if (field.key().text().equals(key.text())) {
                return problem.withNote("the other: " + field.key().position());
            }
        }
        return problem;
    }

    private void refuse(Optional<String> tag, Event event) {
        if (tag.isPresent()) {
            throw fatal(
                    Problem.TAG
                            .at(
                                    place(event),
                                    "a blueprint has no tags, as '%s' is one"
                                            .formatted(
                                                    tag.get().replace("tag:yaml.org,2002:", "!!")))
                            .withFix("take it away; quote what is to be a text"));
        }
    }

    private static BlueprintException tooDeep(Position position) {
        return fatal(
                Problem.TOO_DEEP.at(
                        position, "this is nested more than " + DEEPEST + " levels deep"));
    }

    private static BlueprintException tooMany(Position position) {
        return fatal(
                Problem.ALIASES.at(
                        position,
                        "the blueprint holds more than %,d values".formatted(MOST_VALUES)));
    }

    private static BlueprintException fatal(Diagnostic problem) {
        return new BlueprintException(List.of(problem));
    }

    private Position opening(CollectionStartEvent start) {
        int from = index(start.getStartMark());
        return source.position(from, from + 1);
    }

    private Position place(Event event) {
        return source.position(index(event.getStartMark()), index(event.getEndMark()));
    }

    private Position place(Mark from, Mark to) {
        return source.position(from.getIndex(), to.getIndex());
    }

    private static int index(Optional<Mark> mark) {
        return mark.isPresent() ? mark.get().getIndex() : 0;
    }
}
