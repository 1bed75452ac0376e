package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Lists of elements of one type; an element may be null. */
final class ListCodec extends Codec<List<?>> {

    private final NullableCodec elements;

    ListCodec(Codec<?> elements) {
        this.elements = new NullableCodec(elements);
    }

    @Override
    String schema() {
        return "list<" + elements.schema() + ">";
    }

    @Override
    void write(List<?> list, Encoder out) {
        Object[] values = list.toArray();
        out.writeUnsigned(values.length);
        for (Object element : values) {
            elements.write(element, out);
        }
    }

    @Override
    List<?> read(Decoder in) throws StateFormatException {
        var values = new @Nullable Object[in.readCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.read(in);
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}
