package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.graph.ComponentType;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Watches how the instances of a component are called. Of a simulation, so nothing is guarded. */
final class Lives {

    private final List<Life> lives = new ArrayList<>();
    private @Nullable String violation;

    /** Returns a type whose instances are watched. */
    ComponentType type(ComponentType type, Class<? extends Component> shape) {
        return new WatchedType(type, shape, this);
    }

    /** Throws what was seen to be wrong. */
    void check() {
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }

    /** Sees that each that was set up was cleaned up. */
    void checkEnd() {
        check();
        for (Life life : lives) {
            if (life.setups != life.cleanups) {
                throw new AssertionError(
                        "%d set-ups and %d clean-ups of one instance"
                                .formatted(life.setups, life.cleanups));
            }
        }
    }

    private record WatchedType(
            ComponentType type, Class<? extends Component> implementation, Lives lives)
            implements DerivedType {
        @Override
        public Component create(Object config) throws Exception {
            return lives.watch(type.create(config));
        }
    }

    private Component watch(Component component) {
        var shapes = new LinkedHashSet<Class<?>>();
        for (Class<?> type = component.getClass(); type != null; type = type.getSuperclass()) {
            addShapes(type, shapes);
        }
        var life = new Life(component);
        lives.add(life);
        return (Component)
                Proxy.newProxyInstance(
                        Component.class.getClassLoader(),
                        shapes.toArray(Class<?>[]::new),
                        (_, method, arguments) -> life.call(method, arguments));
    }

    /** Adds the shapes of a component that a class has by itself. */
    private static void addShapes(Class<?> type, Set<Class<?>> shapes) {
        for (Class<?> each : type.getInterfaces()) {
            if (Component.class.isAssignableFrom(each)
                    && each.getPackage().equals(Component.class.getPackage())) {
                shapes.add(each);
            }
            addShapes(each, shapes);
        }
    }

    /** One instance. */
    private final class Life {
        private final Component component;
        private int setups;
        private int cleanups;

        Life(Component component) {
            this.component = component;
        }

        @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getDeclaringClass() != Object.class) {
                note(method.getName());
            }
            try {
                return method.invoke(component, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }

        private void note(String call) {
            if (call.equals("setup")) {
                setups++;
            } else if (setups == 0 && !call.equals("mayBeIdle")) { // of the class, not its life
                violation = "'" + call + "' was called before the set-up";
            } else if (cleanups > 0) {
                violation = "'" + call + "' was called after the clean-up";
            }
            if (setups > 1) {
                violation = "it was set up twice";
            }
            if (call.equals("cleanup")) {
                cleanups++;
            }
        }
    }
}
