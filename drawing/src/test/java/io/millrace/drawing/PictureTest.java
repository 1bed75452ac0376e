package io.millrace.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.drawing.Picture.Area;
import io.millrace.drawing.Picture.Box;
import io.millrace.drawing.Picture.Kind;
import io.millrace.drawing.Picture.Line;
import io.millrace.drawing.Picture.Point;
import io.millrace.engine.Plan;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import javax.xml.parsers.DocumentBuilderFactory;

class PictureTest {

    @Traits(cooperative = true)
    static final class Numbers implements Source {
        @Override
        public void run(SourceOutput out) {}
    }

    static class Same implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) {}
    }

    @Ports(inputs = {"left", "right"})
    static final class Merge extends Same {}

    @Ports(outputs = {})
    static final class Sink extends Same {}

    private static Plan plan(GraphBuilder graph) {
        return Plan.of(graph.build(), RunOptions.in(Path.of("state")));
    }

    private static Picture picture(GraphBuilder graph) {
        return new PictureLayout(plan(graph)).picture();
    }

    private static Document xml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static GraphBuilder shop() {
        return Graph.builder("shop")
                .component("orders", Numbers::new)
                .component("check", Same::new, Map.of("key", "item.customer", "parallelism", 3))
                .component("merge", Merge::new)
                .component("out", Sink::new)
                .component("failed", Sink::new)
                .bind("orders -> check")
                .bind("check -> merge.left", Map.of("condition", "item.a < 3 && item.b > \"<&>\""))
                .bind("orders -> merge.right", Map.of("when_full", "drop_oldest"))
                .bind("merge -> out")
                .bind("check.error -> failed");
    }

    @Test
    void document_is_xml_and_has_every_name_in_it() throws Exception {
        Document document = xml(new SvgDrawing().svg(plan(shop())));

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(texts(document))
                .contains("shop", "orders", "Numbers", "check", "key item.customer", "failed")
                .contains("task check × 3", "→ left", "→ right", "≤ 1,024, drops oldest")
                .contains("if item.a < 3 && item.b > \"<&>\"");
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(5 + 2);
    }

    private static List<String> texts(Document document) {
        NodeList nodes = document.getElementsByTagName("text");
        var texts = new ArrayList<String>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void streams_are_told_apart() {
        Picture picture = picture(shop());

        assertThat(picture.lines())
                .filteredOn(Line::isError)
                .extracting(Line::name)
                .containsExactly("check.error -> failed.input");
        assertThat(picture.lines())
                .filteredOn(Line::isFused)
                .extracting(Line::name)
                .containsExactly("merge.output -> out.input");
        assertThat(picture.boxes())
                .filteredOn(b -> b.kind() == Kind.SOURCE)
                .extracting(b -> b.texts().getFirst())
                .containsExactly("orders");
        assertThat(picture.boxes()).filteredOn(b -> b.kind() == Kind.SINK).hasSize(2);
    }

    @Test
    void ends_of_a_part_are_drawn() {
        Picture picture =
                picture(
                        Graph.builder("part")
                                .component("first", Same::new)
                                .component("second", Same::new)
                                .bind("first -> second")
                                .input("input", "first")
                                .output("kept", "second"));

        assertThat(picture.boxes())
                .filteredOn(b -> b.kind() == Kind.END)
                .extracting(b -> b.texts().getFirst())
                .containsExactly("input", "kept");
        assertThat(picture.lines()).hasSize(3);
    }

    @Test
    void same_plan_gives_the_same_document() {
        assertThat(new SvgDrawing().svg(plan(shop())))
                .isEqualTo(new SvgDrawing().svg(plan(shop())));
    }

    @Test
    void text_that_xml_cannot_hold_is_replaced() throws Exception {
        GraphBuilder graph =
                Graph.builder("odd")
                        .component("a", Numbers::new)
                        .component("b", Sink::new)
                        .bind("a -> b", Map.of("condition", "item.x == \"\u0001 ]]>\""));

        assertThat(texts(xml(new SvgDrawing().svg(plan(graph)))))
                .contains("if item.x == \"\uFFFD ]]>\"");
    }

    @Test
    void nothing_lies_on_anything_else_and_all_is_in_the_picture() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 25; i++) {
            assertIsClear(picture(random(random)));
        }
    }

    private static GraphBuilder random(SplittableRandom random) {
        GraphBuilder graph = Graph.builder("random");
        var names = new ArrayList<String>();
        int count = random.nextInt(2, 16);
        for (int i = 0; i < count; i++) {
            String name = "c" + "x".repeat(random.nextInt(20)) + i;
            graph.component(
                    name,
                    i == 0 ? Numbers::new : Same::new,
                    i > 0 && random.nextInt(4) == 0
                            ? Map.of("key", "item.key", "parallelism", 4)
                            : Map.of());
            names.add(name);
            for (int from = 0; from < i; from++) {
                if (random.nextInt(i) < 2) {
                    String port = random.nextInt(4) == 0 ? ".error" : "";
                    Map<String, Object> options =
                            random.nextInt(3) == 0
                                    ? Map.of("condition", "item.x > " + i, "buffer", Map.of())
                                    : Map.of();
                    graph.bind(names.get(from) + port + " -> " + name, options);
                }
            }
        }
        return graph;
    }

    private static void assertIsClear(Picture picture) {
        var whole = new Area(0, 0, picture.width(), picture.height());
        var solid = new ArrayList<Area>();
        picture.boxes().forEach(b -> solid.add(b.area()));
        picture.lines().forEach(l -> l.labels().forEach(label -> solid.add(label.area())));
        for (int i = 0; i < solid.size(); i++) {
            assertThat(whole.holds(solid.get(i))).as("%s in %s", solid.get(i), whole).isTrue();
            for (int j = 0; j < i; j++) {
                assertThat(solid.get(i).overlaps(solid.get(j)))
                        .as("%s and %s", solid.get(i), solid.get(j))
                        .isFalse();
            }
        }
        for (Box task : picture.tasks()) {
            assertThat(whole.holds(task.area())).isTrue();
            for (Box other : picture.tasks()) {
                assertThat(!task.equals(other) && task.area().overlaps(other.area())).isFalse();
            }
            for (Box box : picture.boxes()) {
                assertThat(!task.area().overlaps(box.area()) || task.area().holds(box.area()))
                        .isTrue();
            }
        }
        for (Line line : picture.lines()) {
            assertThat(line.points()).hasSizeGreaterThan(1);
            for (Point point : line.points()) {
                assertThat(whole.holds(new Area(point.x(), point.y(), 0, 0))).isTrue();
            }
        }
    }
}
