package io.millrace.engine.state;

/**
 * How values of one type are kept.
 *
 * @param <T> the type
 */
abstract class Codec<T> {

    /** Says the type in text: what two runs compare. */
    abstract String schema();

    abstract void write(T value, Encoder out);

    abstract T read(Decoder in) throws StateFormatException;
}
