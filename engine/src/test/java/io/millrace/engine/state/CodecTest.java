package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class CodecTest {

    enum Color {
        RED,
        GREEN {
            @Override
            boolean isGreen() {
                return true;
            }
        };

        boolean isGreen() {
            return false;
        }
    }

    private record Total(long count, double sum, @Nullable Document last) {}

    @SuppressWarnings("ArrayRecordComponent") // it can be kept
    record Everything(
            boolean flag,
            byte small,
            short shorter,
            char letter,
            int number,
            long larger,
            float part,
            double whole,
            @Nullable Boolean boxedFlag,
            @Nullable Long boxed,
            String text,
            byte[] bytes,
            Instant time,
            Color color,
            List<Long> numbers,
            List<List<Total>> totals) {

        private List<@Nullable Object> values() {
            return Arrays.asList(
                    flag,
                    small,
                    shorter,
                    letter,
                    number,
                    larger,
                    part,
                    whole,
                    boxedFlag,
                    boxed,
                    text,
                    ByteBuffer.wrap(bytes),
                    time,
                    color,
                    numbers,
                    totals);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Everything everything && values().equals(everything.values());
        }

        @Override
        public int hashCode() {
            return values().hashCode();
        }
    }

    record Empty() {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("must be above 0");
            }
        }
    }

    record Endless(String name, List<Endless> inner) {}

    record Generic<T>(T value) {}

    record Thing(Object any) {}

    @SuppressWarnings("ArrayRecordComponent") // it can be kept, but not as a key
    record Bytes(byte[] bytes) {}

    private static final List<Class<?>> TYPES =
            List.of(
                    Boolean.class,
                    Byte.class,
                    Short.class,
                    Character.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    String.class,
                    byte[].class,
                    Instant.class,
                    Color.class,
                    Document.class,
                    Total.class,
                    Everything.class,
                    Empty.class);

    private final long seed = new SplittableRandom().nextLong(1_000_000);
    private final SplittableRandom random = new SplittableRandom(seed);

    private static byte[] encode(Codec<?> codec, Object value) {
        var out = new Encoder();
        write(codec, value, out);
        ByteBuffer written = out.written();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    @SuppressWarnings("unchecked")
    private static <T> void write(Codec<T> codec, Object value, Encoder out) {
        codec.write((T) value, out);
    }

    private static Object decode(Codec<?> codec, byte[] bytes) throws StateFormatException {
        var in = new Decoder(ByteBuffer.wrap(bytes));
        Object value = codec.read(in);
        in.end();
        return value;
    }

    @Test
    void values_of_every_type_come_back() throws StateFormatException {
        for (Class<?> type : TYPES) {
            Codec<?> codec = Codecs.of(type);
            for (int i = 0; i < 300; i++) {
                Object value = value(type);

                byte[] bytes = encode(codec, value);
                Object back = decode(codec, bytes);

                assertThat(back).as("seed %d, %s", seed, type).isEqualTo(value);
                assertThat(encode(codec, back)).as("seed %d, %s", seed, type).isEqualTo(bytes);
            }
        }
    }

    @Test
    void keys_of_every_type_come_back() throws StateFormatException {
        for (Class<?> type : TYPES.subList(0, 13)) {
            Object value = value(type);
            if (AnyCodec.ANY.canKeep(value)) {
                assertThat(decode(AnyCodec.ANY, encode(AnyCodec.ANY, value))).isEqualTo(value);
            }
        }
        assertThat(decode(AnyCodec.ANY, encode(AnyCodec.ANY, NoKey.NO_KEY)))
                .isEqualTo(NoKey.NO_KEY);
    }

    @Test
    void a_type_is_said_in_text() {
        assertThat(Codecs.of(Total.class).schema())
                .isEqualTo("{count: long, sum: double, last: document?}");
        assertThat(Codecs.of(Everything.class).schema())
                .contains("bytes: bytes?", "color: enum?", "numbers: list<long?>?");
    }

    @Test
    void what_cannot_be_kept_is_refused_with_the_reason() {
        assertThatThrownBy(() -> Codecs.of(Thread.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread cannot be kept")
                .hasMessageContaining("Document");
        assertThatThrownBy(() -> Codecs.of(List.class)).hasMessageContaining("within a record");
        assertThatThrownBy(() -> Codecs.of(Thing.class)).hasMessageStartingWith("Thing.any: ");
        assertThatThrownBy(() -> Codecs.of(Generic.class)).hasMessageContaining("type parameters");
        assertThatThrownBy(() -> Codecs.of(Endless.class))
                .hasMessageContaining("Endless.inner")
                .hasMessageContaining("itself");
        assertThatThrownBy(() -> Codecs.ofKey(Bytes.class)).hasMessageContaining("byte arrays");
        assertThatThrownBy(() -> Codecs.of(int.class)).hasMessageContaining("boxed");
    }

    @Test
    void a_record_that_refuses_its_bytes_is_a_declared_failure() {
        byte[] zero = encode(Codecs.INT, 0);

        assertThatThrownBy(() -> decode(Codecs.of(Positive.class), zero))
                .isInstanceOf(StateFormatException.class)
                .hasMessageContaining("Positive")
                .hasMessageContaining("above 0");
    }

    @Test
    void any_bytes_are_read_or_refused() {
        for (Class<?> type : TYPES) {
            Codec<?> codec = Codecs.of(type);
            for (int i = 0; i < 2_000; i++) {
                read(codec, damaged(encode(codec, value(type))));
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                read(codec, noise);
                read(AnyCodec.ANY, noise);
            }
        }
    }

    private byte[] damaged(byte[] bytes) {
        byte[] damaged =
                Arrays.copyOf(
                        bytes,
                        random.nextInt(4) == 0 ? random.nextInt(bytes.length + 3) : bytes.length);
        for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] =
                    random.nextBoolean() ? (byte) -1 : (byte) random.nextInt();
        }
        return damaged;
    }

    private void read(Codec<?> codec, byte[] bytes) {
        try {
            decode(codec, bytes);
        } catch (StateFormatException e) {
            assertThat(e).hasMessageContaining("at byte");
        } catch (RuntimeException | Error e) {
            fail("seed %d, %s of %s".formatted(seed, codec.schema(), Arrays.toString(bytes)), e);
        }
    }

    private Object value(Class<?> type) {
        if (type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == Byte.class) {
            return (byte) number();
        } else if (type == Short.class) {
            return (short) number();
        } else if (type == Character.class) {
            return (char) number();
        } else if (type == Integer.class) {
            return (int) number();
        } else if (type == Long.class) {
            return number();
        } else if (type == Float.class) {
            return Float.intBitsToFloat((int) number());
        } else if (type == Double.class) {
            return Double.longBitsToDouble(number());
        } else if (type == String.class) {
            return text();
        } else if (type == byte[].class) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            return bytes;
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(number() >> 10, random.nextInt(1_000_000_000));
        } else if (type == Color.class) {
            return Color.values()[random.nextInt(2)];
        } else if (type == Document.class) {
            return document();
        } else if (type == Total.class) {
            return new Total(number(), random.nextDouble(), orNull(document()));
        } else if (type == Empty.class) {
            return new Empty();
        }
        return everything();
    }

    private Everything everything() {
        return new Everything(
                random.nextBoolean(),
                (byte) number(),
                (short) number(),
                (char) number(),
                (int) number(),
                number(),
                (float) random.nextDouble(),
                random.nextDouble(),
                orNull(random.nextBoolean()),
                orNull(number()),
                text(),
                (byte[]) value(byte[].class),
                (Instant) value(Instant.class),
                Color.GREEN,
                some(Long.class),
                List.of(some(Total.class), List.of()));
    }

    private <T> List<T> some(Class<T> type) {
        var list = new ArrayList<T>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(type.cast(value(type)));
        }
        return list;
    }

    private <T> @Nullable T orNull(T value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> Long.MIN_VALUE;
            case 2 -> Long.MAX_VALUE;
            case 3 -> -random.nextInt(300);
            case 4 -> random.nextInt(300);
            default -> random.nextLong();
        };
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append('ä');
                case 1 -> text.appendCodePoint(0x1F600);
                case 2 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                case 3 -> text.append('\uFFFD');
                default -> text.append('x');
            }
        }
        return text.toString();
    }

    private Document document() {
        return switch (random.nextInt(4)) {
            case 0 -> Document.of(text());
            case 1 -> Document.ofNull();
            case 2 -> Document.parse("[1, 2.5, 1e999, {\"b\": 1,\n \"a\": \"\\ud800\"}]");
            default -> Document.object().put("n", number()).put("t", text()).build();
        };
    }
}
