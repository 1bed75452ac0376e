package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.State;
import io.millrace.api.StateSpec;
import io.millrace.api.TimeKind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Random work on states of every kind, with freezings and restarts, beside plain collections. */
class StateModelTest {

    /** Returns where the states are; null for in memory. */
    @Nullable WorkingCopy copy() {
        return null;
    }

    /** Returns how many times each is done. */
    int seeds() {
        return 15;
    }

    private static final Duration TTL = Duration.ofMillis(300);

    private static List<StateSpec<?>> keyed() {
        var value = StateSpec.value("value", Long.class).perKey();
        var map = StateSpec.map("map", String.class, Long.class).perKey();
        var list = StateSpec.list("list", Long.class).perKey();
        var specs = new ArrayList<StateSpec<?>>(List.of(value, map, list));
        for (StateSpec<?> each : List.of(value, map, list)) {
            specs.add(renamed(each.ttl(TTL), each.name() + "_ttl"));
            specs.add(renamed(each.ttl(TTL, TimeKind.EVENT_TIME), each.name() + "_event"));
        }
        return specs;
    }

    private static List<StateSpec<?>> all() {
        var value = StateSpec.value("own_value", Long.class);
        var map = StateSpec.map("own_map", String.class, Long.class);
        var list = StateSpec.list("own_list", Long.class);
        var specs = new ArrayList<StateSpec<?>>(keyed());
        specs.addAll(List.of(value, map, list));
        specs.add(renamed(map.ttl(TTL), "own_map_ttl"));
        specs.add(renamed(map.ttl(TTL, TimeKind.EVENT_TIME), "own_map_event"));
        specs.add(renamed(list.ttl(TTL), "own_list_ttl"));
        specs.add(renamed(map.maxKeys(5), "own_map_max"));
        specs.add(renamed(map.maxKeys(5).ttl(TTL), "own_map_max_ttl"));
        for (StateSpec<?> each : List.of(value, map, list)) {
            specs.add(renamed(each.perKey().maxKeys(4), each.name() + "_max"));
        }
        specs.add(renamed(value.perKey().maxKeys(4).ttl(TTL), "value_max_ttl"));
        return specs;
    }

    private static <S extends State> StateSpec<S> renamed(StateSpec<S> spec, String name) {
        return new StateSpec<>(
                name + (spec.maxKeys() > 0 && spec.scope() == StateSpec.Scope.KEY ? "_k" : ""),
                spec.shape(),
                spec.keyType(),
                spec.valueType(),
                spec.scope(),
                spec.ttl(),
                spec.clock(),
                spec.maxKeys(),
                null);
    }

    /** The instances of a component, with a model of each state. */
    private static final class World {
        final @Nullable WorkingCopy copy;
        final SplittableRandom random;
        final List<StateSpec<?>> specs;
        final Map<String, Model> models = new LinkedHashMap<>();
        final TestKey key = new TestKey();
        final Kept kept = new Kept();
        final ArrayDeque<List<Part>> unwritten = new ArrayDeque<>();
        TestTime time = TestTime.start();
        long watermark = Long.MIN_VALUE;
        List<StateTables> instances = List.of();
        List<Map<String, State>> states = List.of();

        World(List<StateSpec<?>> specs, long seed, @Nullable WorkingCopy copy) {
            this.copy = copy;
            this.specs = specs;
            this.random = new SplittableRandom(seed);
            specs.forEach(spec -> models.put(spec.name(), new Model(spec)));
        }

        void start(int parallelism) {
            instances = Kept.instances(parallelism, key, time, copy);
            states = new ArrayList<>();
            for (StateTables each : instances) {
                var declared = new LinkedHashMap<String, State>();
                specs.forEach(spec -> declared.put(spec.name(), each.declare(spec)));
                states.add(declared);
            }
        }

        void restart(int parallelism) {
            time = time.restarted();
            start(parallelism);
            kept.restore(instances);
            instances.forEach(each -> each.eventTime(watermark));
        }

        Model.Now now() {
            return new Model.Now(time.now().toEpochMilli(), key.timestamp, watermark);
        }

        void chooseKey() {
            key.now = key(random.nextInt(instances.size() == 1 ? 13 : 12));
        }

        @Nullable Object key(int number) {
            return switch (number) {
                case 12 -> null;
                case 0, 1, 2 -> (long) number;
                case 3 -> 0.5;
                default -> "k" + number;
            };
        }

        State state(String name) {
            int at = key.now == null ? 0 : KeyHash.instance(key.now, instances.size());
            return Objects.requireNonNull(states.get(at).get(name));
        }

        void change() {
            chooseKey();
            long past = Math.max(watermark, 1_000) - 100;
            key.timestamp = past + random.nextLong(400);
            for (String name : models.keySet()) {
                if (random.nextInt(3) == 0) {
                    model(name).change(state(name), key.now, random, now());
                }
            }
        }

        Model model(String name) {
            return Objects.requireNonNull(models.get(name));
        }

        void pass() {
            time.advance(Duration.ofMillis(random.nextInt(60)));
            if (random.nextInt(3) == 0) {
                watermark = Math.max(watermark, 1_000) + random.nextInt(60);
                instances.forEach(each -> each.eventTime(watermark));
            }
        }

        void freeze() {
            var parts = new ArrayList<Part>();
            instances.forEach(each -> parts.addAll(each.freeze()));
            unwritten.add(parts);
        }

        void writeAll() {
            while (!unwritten.isEmpty()) {
                kept.write(unwritten.remove());
            }
        }

        void compare(String as) {
            compare(as, models);
        }

        void compare(String as, Map<String, Model> expected) {
            for (int i = 0; i < (instances.size() == 1 ? 13 : 12); i++) {
                key.now = key(i);
                for (String name : expected.keySet()) {
                    assertThat(Model.contents(state(name)))
                            .as("%s, state %s, key %s", as, name, key.now)
                            .isEqualTo(
                                    Objects.requireNonNull(expected.get(name))
                                            .contents(key.now, now()));
                }
            }
        }
    }

    private void run(List<StateSpec<?>> specs, long seed, boolean rescaled) {
        var world = new World(specs, seed, copy());
        String as = "seed " + seed;
        world.start(1);
        for (int i = 0; i < 600; i++) {
            world.change();
            world.pass();
            switch (world.random.nextInt(30)) {
                case 0, 1 -> world.freeze();
                case 2 -> world.writeAll();
                case 3 -> world.compare(as + ", step " + i);
                case 4 -> {
                    world.freeze();
                    world.writeAll();
                    var base = new Kept();
                    world.instances.forEach(each -> base.write(each.freezeAll()));
                    assertThat(keys(base)).as(as).isEqualTo(keys(world.kept));
                    world.restart(rescaled ? 1 + world.random.nextInt(4) : 1);
                    world.compare(as + ", restarted in step " + i);
                }
                default -> {}
            }
        }
        world.compare(as);
    }

    private static Map<Section, java.util.Set<java.nio.ByteBuffer>> keys(Kept kept) {
        var keys = new LinkedHashMap<Section, java.util.Set<java.nio.ByteBuffer>>();
        kept.records().forEach((section, records) -> keys.put(section, records.keySet()));
        return keys;
    }

    @Test
    void states_are_as_plain_collections_would_be_through_restarts() {
        long first = new SplittableRandom().nextLong(1_000_000);
        for (long seed = first; seed < first + seeds(); seed++) {
            run(all(), seed, false);
        }
    }

    @Test
    void keyed_states_follow_their_keys_when_the_parallelism_changes() {
        long first = new SplittableRandom().nextLong(1_000_000);
        for (long seed = first; seed < first + seeds(); seed++) {
            run(keyed(), seed, true);
        }
    }

    @Test
    void a_step_is_frozen_as_it_began() {
        long first = new SplittableRandom().nextLong(1_000_000);
        for (long seed = first; seed < first + seeds(); seed++) {
            var world = new World(all(), seed, copy());
            world.start(1);
            for (int step = 0; step < 60; step++) {
                StateTables states = world.instances.getFirst();
                states.begin();
                var then = new LinkedHashMap<String, Model>();
                world.models.forEach((name, model) -> then.put(name, model.copy()));
                for (int i = world.random.nextInt(20); i > 0; i--) {
                    world.change();
                }
                if (world.random.nextInt(4) == 0) {
                    world.kept.write(states.freezeAsOfBegin());
                    var base = new Kept();
                    base.write(states.freezeAll());
                    assertThat(base.records())
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(world.kept.records());
                    if (world.random.nextInt(3) == 0) {
                        world.models.putAll(then);
                        world.restart(1);
                    }
                }
                world.compare("seed " + seed + ", step " + step);
            }
        }
    }
}
