package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;

/** An object whose fields are the components of a record; it is written when it is asked for. */
final class RecordDocument implements Document {

    /** What a field takes beside its text, about. */
    private static final int FIELD = 16;

    private final Record record;
    private final RecordShape shape;

    /** Safe to reach another thread by a race, since its own fields are final. */
    private @Nullable JsonDocument written;

    RecordDocument(Record record, RecordShape shape) {
        this.record = record;
        this.shape = shape;
    }

    /** Returns this as bytes. */
    JsonDocument written() {
        JsonDocument known = written;
        if (known == null) {
            known = shape.write(record);
            written = known;
        }
        return known;
    }

    @Override
    public Kind kind() {
        return Kind.OBJECT;
    }

    @Override
    public int size() {
        return shape.size();
    }

    @Override
    public int slot(Name name) {
        return shape.slot((JsonName) name);
    }

    @Override
    public String name(int slot) {
        return shape.name(slot).text();
    }

    @Override
    public Document at(int slot) {
        return shape.at(record, slot);
    }

    @Override
    public Kind kind(int slot) {
        return shape.isWhole(slot) ? Kind.INTEGER : at(slot).kind();
    }

    @Override
    public long longAt(int slot) {
        return shape.isWhole(slot) ? shape.wholeAt(record, slot) : at(slot).asLong();
    }

    @Override
    public double doubleAt(int slot) {
        double number = shape.isDecimal(slot) ? shape.decimalAt(record, slot) : Double.NaN;
        return Double.isFinite(number) ? number : at(slot).asDouble();
    }

    @Override
    public boolean booleanAt(int slot) {
        return at(slot).asBoolean();
    }

    @Override
    public boolean textAt(int slot, Name text) {
        return shape.objectAt(record, slot) instanceof String string && string.equals(text.text());
    }

    @Override
    public @Nullable Document get(String name) {
        int slot = slot(JsonName.of(name));
        return slot < 0 ? null : at(slot);
    }

    @Override
    public String asString() {
        return written().asString();
    }

    @Override
    public long asLong() {
        return written().asLong();
    }

    @Override
    public double asDouble() {
        return written().asDouble();
    }

    @Override
    public boolean asBoolean() {
        return written().asBoolean();
    }

    @Override
    public int weight() {
        int weight = JsonDocument.OVERHEAD + FIELD * shape.size();
        for (int slot = 0; slot < shape.size(); slot++) {
            weight += shape.objectAt(record, slot) instanceof String text ? text.length() : 0;
        }
        return weight;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        written().writeTo(out);
    }

    @Override
    public Builder edit() {
        return written().edit();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Document && written().equals(other));
    }

    @Override
    public int hashCode() {
        return written().hashCode();
    }

    @Override
    public String toString() {
        return written().toString();
    }
}
