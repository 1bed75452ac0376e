package io.millrace.blueprint.shop;

import io.millrace.api.Bytes;
import io.millrace.api.Component;
import io.millrace.api.ComponentLibrary;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.HasPorts;
import io.millrace.api.Mapping;
import io.millrace.api.Output;
import io.millrace.api.Over;
import io.millrace.api.Ports;
import io.millrace.api.Range;
import io.millrace.api.Registered;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The component types that the blueprints of the tests are written with. */
public final class Shop implements ComponentLibrary {

    @Override
    public List<Class<? extends Component>> components() {
        return List.of(
                Orders.class,
                Keep.class,
                Change.class,
                Route.class,
                Pair.class,
                Merge.class,
                Both.class,
                Count.class,
                Everything.class,
                Place.class,
                Print.class,
                Tally.class,
                TallyByTown.class,
                Broken.class);
    }

    /** A source. */
    @Doc("Makes orders.")
    @Example("orders: { type: Orders, config: { count: 3 } }")
    @Traits(cooperative = true, maxParallelism = 1)
    public static final class Orders implements Source {
        /** How many. */
        public record Config(
                @Doc("How many orders.") @Default("10") @Range(min = 1) long count,
                @Doc("The time between two.") @Default("0s") Duration every,
                @Doc("What an order is.") @Over("seq") Optional<Mapping> item) {}

        public Orders(Orders.Config config) {}

        @Override
        public void run(SourceOutput out) {}
    }

    /** A handler with a condition. */
    @Doc("Keeps the items that fulfil a condition.")
    public static final class Keep extends Passing {
        public record Config(@Doc("Which items stay.") Expression condition) {}

        public Keep(Keep.Config config) {}
    }

    /** A handler with a mapping, which refuses some configurations. */
    public static final class Change extends Passing {
        public record Config(
                Optional<Mapping> fields,
                @Default("[]") List<String> drop,
                Optional<Duration> pause) {
            public Config {
                if (fields.isPresent() == !drop.isEmpty()) {
                    throw new IllegalArgumentException("give either 'fields' or 'drop'");
                }
                if (pause.isPresent() && pause.get().isZero()) {
                    throw new IllegalArgumentException("pause: must not be 0");
                }
            }
        }

        public Change(Change.Config config) {}
    }

    /** Its outputs follow from its configuration. */
    public static final class Route extends Passing {
        public record To(Expression when, String to) {}

        public record Config(List<To> routes, @Default("default") String default_)
                implements HasPorts {
            @Override
            public List<String> outputs() {
                var outputs = new ArrayList<String>();
                routes.forEach(r -> outputs.add(r.to()));
                outputs.add(default_);
                return outputs;
            }
        }

        public Route(Route.Config config) {}
    }

    /** A loop with two inputs. */
    @Ports(inputs = {"left", "right"})
    public static final class Pair implements Component {
        @Override
        public void process(Streams streams) {}
    }

    /** A handler with two inputs. */
    @Ports(inputs = {"left", "right"})
    public static final class Merge extends Passing {}

    /** A handler with two inputs, one of which is the usual one. */
    @Ports(inputs = {"input", "other"})
    public static final class Both extends Passing {}

    /** A handler with state. */
    @Traits(stateful = true)
    public static final class Count extends Passing {}

    /** Nested options. */
    public static final class Place extends Passing {
        public record Config(Everything.Point point) {}

        public Place(Place.Config config) {}
    }

    /** Every type of option. */
    public static final class Everything extends Passing {
        public enum Colour {
            DARK_RED,
            GREEN
        }

        public record Point(int x, @Default("0") int y) {}

        public record Config(
                String text,
                int whole,
                long large,
                double number,
                boolean flag,
                Duration time,
                @Bytes long size,
                Colour colour,
                List<Integer> list,
                Map<String, Double> map,
                Point point,
                List<Point> points,
                Document value,
                Expression expression,
                @Over("row") Mapping mapping) {}

        public Everything(Everything.Config config) {}
    }

    /** A sink. */
    @Ports(outputs = {})
    public static final class Print extends Passing {}

    /** A type with variants. */
    public static final class Tally extends Passing {}

    /** A variant with options of its own. */
    @Registered(value = "Tally", variant = "by_town")
    public static final class TallyByTown extends Passing {
        public record Config(List<String> towns) {}

        public TallyByTown(TallyByTown.Config config) {}
    }

    /** A class that cannot be a component type. */
    public static final class Broken extends Passing {
        public Broken(String one, String two) {}
    }

    /** A handler that hands on what it gets. */
    abstract static class Passing implements Handler<Document> {
        @Override
        public void onItem(Document item, Output out) throws InterruptedException {
            out.send(item);
        }
    }
}
