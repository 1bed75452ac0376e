package io.millrace.drawing;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.drawing.Picture.Area;
import io.millrace.drawing.Picture.Box;
import io.millrace.drawing.Picture.Kind;
import io.millrace.drawing.Picture.Label;
import io.millrace.drawing.Picture.Line;
import io.millrace.drawing.Picture.Point;
import io.millrace.engine.Plan;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec.Port;

import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out where everything goes; the hard part is done by ELK's layered algorithm. */
final class PictureLayout {

    private static final double MARGIN = 20;
    private static final double HEADER = 64;
    private static final double PADDING = 14;

    private final Plan plan;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> tasks = new LinkedHashMap<>();
    private final Map<String, ElkNode> components = new LinkedHashMap<>();
    private final Map<ElkNode, Box> boxes = new LinkedHashMap<>(); // without their places
    private final Map<ElkEdge, Line> lines = new LinkedHashMap<>();

    PictureLayout(Plan plan) {
        this.plan = plan;
    }

    Picture picture() {
        LayoutMetaDataService.getInstance()
                .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
        root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        arrange(root, new ElkPadding(HEADER, MARGIN, MARGIN, MARGIN));
        addTasks();
        plan.links().forEach(this::add);
        Graph graph = plan.graph();
        graph.inputs().forEach(end -> add(end, true));
        graph.outputs().forEach(end -> add(end, false));
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        return placed();
    }

    private static void arrange(ElkNode node, ElkPadding padding) {
        node.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        node.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        node.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        node.setProperty(LayeredOptions.PADDING, padding);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE, 24.0);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 40.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 14.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 12.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_LABEL, 4.0);
    }

    private void addTasks() {
        for (Plan.Task task : plan.tasks()) {
            if (tasks.containsKey(task.root())) {
                continue; // another instance of it
            }
            ElkNode node = ElkGraphUtil.createNode(root);
            arrange(node, new ElkPadding(2 * PADDING + 4, PADDING, PADDING, PADDING));
            tasks.put(task.root(), node);
            int instances = plan.graph().component(task.root()).options().parallelism();
            String name = "task " + task.root() + (instances > 1 ? " × " + instances : "");
            boxes.put(node, new Box(Kind.TASK, nowhere(), List.of(name)));
            for (String component : task.components()) {
                add(node, plan.graph().component(component));
            }
        }
    }

    private void add(ElkNode task, ComponentSpec component) {
        ElkNode node = ElkGraphUtil.createNode(task);
        components.put(component.name(), node);
        Kind kind =
                Source.class.isAssignableFrom(component.type().implementation())
                        ? Kind.SOURCE
                        : component.outputs().isEmpty() ? Kind.SINK : Kind.STEP;
        add(node, kind, Texts.component(component));
    }

    private void add(ElkNode node, Kind kind, List<String> texts) {
        double width = Texts.width(texts.getFirst(), Texts.NAME_SIZE);
        for (String text : texts.subList(1, texts.size())) {
            width = Math.max(width, Texts.width(text, Texts.SMALL_SIZE));
        }
        node.setDimensions(width + 2 * PADDING, texts.size() * Texts.LINE_HEIGHT + PADDING);
        boxes.put(node, new Box(kind, nowhere(), texts));
    }

    private void add(Plan.Link link) {
        Port from = link.stream().from();
        ElkEdge edge =
                ElkGraphUtil.createSimpleEdge(
                        requireNonNull(components.get(from.component())),
                        requireNonNull(components.get(link.stream().to().component())));
        List<String> texts = Texts.stream(link);
        if (!texts.isEmpty()) {
            ElkLabel label = ElkGraphUtil.createLabel(String.join("\n", texts), edge);
            double width =
                    texts.stream()
                            .mapToDouble(t -> Texts.width(t, Texts.SMALL_SIZE))
                            .max()
                            .orElse(0);
            label.setDimensions(width + 8, texts.size() * Texts.LINE_HEIGHT);
            label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
        }
        lines.put(
                edge,
                new Line(
                        link.stream().toString(),
                        from.port().equals(Output.ERROR),
                        link.fused(),
                        List.of(),
                        List.of(new Label(nowhere(), texts))));
    }

    /** Adds an end by which another plan binds this one. */
    private void add(Graph.Exposed end, boolean isInput) {
        ElkNode node = ElkGraphUtil.createNode(root);
        add(node, Kind.END, List.of(end.name()));
        for (Port port : end.ports()) {
            ElkNode inner = requireNonNull(components.get(port.component()));
            ElkEdge edge =
                    isInput
                            ? ElkGraphUtil.createSimpleEdge(node, inner)
                            : ElkGraphUtil.createSimpleEdge(inner, node);
            String name = isInput ? end.name() + " -> " + port : port + " -> " + end.name();
            lines.put(edge, new Line(name, false, true, List.of(), List.of()));
        }
    }

    private Picture placed() {
        var placedTasks = new ArrayList<Box>();
        var placedBoxes = new ArrayList<Box>();
        boxes.forEach(
                (node, box) ->
                        (box.kind() == Kind.TASK ? placedTasks : placedBoxes)
                                .add(new Box(box.kind(), area(node), box.texts())));
        var placedLines = new ArrayList<Line>();
        lines.forEach((edge, line) -> placedLines.add(placed(edge, line)));
        Graph graph = plan.graph();
        String summary = Texts.summary(plan);
        double text =
                2 * MARGIN
                        + Math.max(
                                Texts.width(graph.name(), Texts.NAME_SIZE + 3),
                                Texts.width(summary + SvgWriter.LEGEND, Texts.SMALL_SIZE));
        return new Picture(
                graph.name(),
                summary,
                Math.ceil(Math.max(text, root.getWidth())),
                Math.ceil(root.getHeight()),
                placedTasks,
                placedBoxes,
                placedLines);
    }

    private static Line placed(ElkEdge edge, Line line) {
        Area of = area(edge.getContainingNode());
        var points = new ArrayList<Point>();
        for (ElkEdgeSection section : edge.getSections()) {
            points.add(new Point(of.x() + section.getStartX(), of.y() + section.getStartY()));
            for (ElkBendPoint bend : section.getBendPoints()) {
                points.add(new Point(of.x() + bend.getX(), of.y() + bend.getY()));
            }
            points.add(new Point(of.x() + section.getEndX(), of.y() + section.getEndY()));
        }
        var labels = new ArrayList<Label>();
        for (ElkLabel label : edge.getLabels()) {
            var area =
                    new Area(
                            of.x() + label.getX(),
                            of.y() + label.getY(),
                            label.getWidth(),
                            label.getHeight());
            labels.add(new Label(area, line.labels().getFirst().texts()));
        }
        return new Line(line.name(), line.isError(), line.isFused(), points, labels);
    }

    private static Area area(ElkNode node) {
        double x = 0;
        double y = 0;
        for (ElkNode n = node; n.getParent() != null; n = n.getParent()) {
            x += n.getX();
            y += n.getY();
        }
        return new Area(x, y, node.getWidth(), node.getHeight());
    }

    private static Area nowhere() {
        return new Area(0, 0, 0, 0);
    }
}
