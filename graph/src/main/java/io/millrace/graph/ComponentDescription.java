package io.millrace.graph;

import io.millrace.api.Behaviour;
import io.millrace.api.Component;
import io.millrace.api.Doc;
import io.millrace.api.Example;
import io.millrace.api.Since;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;

/**
 * What a component class declares about itself.
 *
 * @param type the class
 * @param constructor its public constructor, which takes nothing or the configuration
 * @param config its configuration record, or null if it takes none
 */
record ComponentDescription(
        Class<? extends Component> type,
        Constructor<?> constructor,
        @Nullable RecordDescription config) {

    /**
     * Reads the declaration.
     *
     * @throws IllegalArgumentException if the class cannot be used; the message says why
     */
    static ComponentDescription of(Class<? extends Component> type) {
        Constructor<?>[] constructors = type.getConstructors();
        if (!Modifier.isPublic(type.getModifiers())
                || Modifier.isAbstract(type.getModifiers())
                || constructors.length != 1) {
            throw form(type);
        }
        Constructor<?> constructor = constructors[0];
        Class<?>[] parameters = constructor.getParameterTypes();
        if (parameters.length == 0) {
            return new ComponentDescription(type, constructor, null);
        }
        if (parameters.length > 1
                || !parameters[0].isRecord()
                || !Modifier.isPublic(parameters[0].getModifiers())) {
            throw form(type);
        }
        return new ComponentDescription(type, constructor, RecordDescription.of(parameters[0]));
    }

    String doc() {
        Doc doc = type.getAnnotation(Doc.class);
        return doc == null ? "" : doc.value();
    }

    String example() {
        Example example = type.getAnnotation(Example.class);
        return example == null ? "" : example.value();
    }

    @Nullable Behaviour behaviour() {
        return type.getAnnotation(Behaviour.class);
    }

    @Nullable Since since() {
        return type.getAnnotation(Since.class);
    }

    static @Nullable Traits traits(Class<? extends Component> type) {
        return type.getAnnotation(Traits.class);
    }

    private static IllegalArgumentException form(Class<?> type) {
        return new IllegalArgumentException(
                type.getName()
                        + " must be a public class with one public constructor, which takes"
                        + " nothing or a public record");
    }
}
