package io.millrace.graph.expression;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of values, and {@code dyn} for what only the item decides. */
enum Type {
    /** Any value: known at run time only. */
    DYN("dyn"),
    /** True or false. */
    BOOL("bool"),
    /** A whole number of 64 bits. */
    INT("int"),
    /** A floating point number of 64 bits. */
    DOUBLE("double"),
    /** Text. */
    STRING("string"),
    /** Bytes. */
    BYTES("bytes"),
    /** Values in order. */
    LIST("list"),
    /** Values by key. */
    MAP("map"),
    /** The type of null. */
    NULL("null_type"),
    /** A point in time. */
    TIMESTAMP("google.protobuf.Timestamp"),
    /** A length of time. */
    DURATION("google.protobuf.Duration"),
    /** A value that may be missing. */
    OPTIONAL("optional_type"),
    /** A type itself. */
    TYPE("type");

    private final String text;

    Type(String text) {
        this.text = text;
    }

    /** Returns its name in an expression. */
    String text() {
        return text;
    }

    /** Returns the word for it in a message. */
    String word() {
        return switch (this) {
            case TIMESTAMP -> "timestamp";
            case DURATION -> "duration";
            case OPTIONAL -> "optional";
            case NULL -> "null";
            default -> text;
        };
    }

    /** Whether it is int or double. */
    boolean isNumber() {
        return this == INT || this == DOUBLE;
    }

    /** Whether a value of the other type, or one yet unknown, may be of this one. */
    boolean admits(Type other) {
        return this == DYN || other == DYN || this == other;
    }

    /** Whether values of the two types can be equal. */
    boolean comparesWith(Type other) {
        return admits(other) || this == NULL || other == NULL || (isNumber() && other.isNumber());
    }

    /** Returns the type with a name, or null. */
    static @Nullable Type named(String name) {
        for (Type type : values()) {
            if (type.text.equals(name) && type != DYN) {
                return type;
            }
        }
        return null;
    }

    /** Returns the type of a value. */
    static Type of(Object value) {
        if (value instanceof String) {
            return STRING;
        }
        if (value instanceof Long) {
            return INT;
        }
        if (value instanceof Double) {
            return DOUBLE;
        }
        if (value instanceof Document d) {
            return d.kind() == Document.Kind.ARRAY ? LIST : MAP;
        }
        return value instanceof Boolean
                ? BOOL
                : value instanceof List ? LIST : value instanceof Map ? MAP : ofRare(value);
    }

    private static Type ofRare(Object value) {
        return switch (value) {
            case Null _ -> NULL;
            case Instant _ -> TIMESTAMP;
            case Duration _ -> DURATION;
            case Bytes _ -> BYTES;
            case Optional<?> _ -> OPTIONAL;
            case Type _ -> TYPE;
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }
}
