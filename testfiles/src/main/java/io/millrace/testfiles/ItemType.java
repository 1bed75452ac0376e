package io.millrace.testfiles;

import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.api.Document.Kind;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** What a component takes, by what its class declares: items are written as documents. */
final class ItemType {

    private ItemType() {}

    /** Returns a document as a component takes it: as it is, unless it declares a simple type. */
    static Object convert(Document item, Class<? extends Component> component) {
        Class<?> type = declared(component);
        if (type == String.class && item.kind() == Kind.STRING) {
            return item.asString();
        }
        if (type == Boolean.class && item.kind() == Kind.BOOLEAN) {
            return item.asBoolean();
        }
        if (item.kind() == Kind.INTEGER && type == Long.class) {
            return item.asLong();
        }
        if (item.kind() == Kind.INTEGER && type == Integer.class) {
            return Math.toIntExact(item.asLong());
        }
        boolean isNumber = item.kind() == Kind.INTEGER || item.kind() == Kind.FLOAT;
        return type == Double.class && isNumber ? item.asDouble() : item;
    }

    /** Returns the {@code T} of the {@code Handler<T>} that a class is, if that is a class. */
    private static @Nullable Class<?> declared(Class<?> component) {
        for (Type shape : component.getGenericInterfaces()) {
            Class<?> found = argument(shape);
            if (found != null) {
                return found;
            }
        }
        Class<?> above = component.getSuperclass();
        Class<?> found = argument(component.getGenericSuperclass());
        return found != null || above == null ? found : declared(above);
    }

    private static @Nullable Class<?> argument(@Nullable Type shape) {
        return shape instanceof ParameterizedType type
                        && type.getRawType() instanceof Class<?> raw
                        && Component.class.isAssignableFrom(raw)
                        && type.getActualTypeArguments()[0] instanceof Class<?> item
                ? item
                : null;
    }
}
