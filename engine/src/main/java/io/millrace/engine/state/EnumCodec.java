package io.millrace.engine.state;

import java.util.HashMap;
import java.util.Map;

/** Constants by their names, so that a new one may be anywhere. */
final class EnumCodec extends Codec<Enum<?>> {

    private final String name;
    private final Map<String, Enum<?>> constants = new HashMap<>();

    EnumCodec(Class<?> type) {
        this.name = type.getSimpleName();
        for (Object constant : type.getEnumConstants()) {
            var each = (Enum<?>) constant;
            constants.put(each.name(), each);
        }
    }

    @Override
    String schema() {
        return "enum";
    }

    @Override
    void write(Enum<?> value, Encoder out) {
        out.writeText(value.name());
    }

    @Override
    Enum<?> read(Decoder in) throws StateFormatException {
        String constant = in.readText();
        Enum<?> value = constants.get(constant);
        if (value == null) {
            throw in.bad("%s has no constant '%s' any more".formatted(name, constant));
        }
        return value;
    }
}
