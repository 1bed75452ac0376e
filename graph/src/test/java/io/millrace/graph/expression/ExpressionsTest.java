package io.millrace.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

    private static final Document ITEM =
            Document.parse(
                    """
                    {"n": 7, "zero": 0, "big": 123456789012345678901234567890, "x": 2.5,
                     "s": "abc", "smile": "a😀b", "t": true, "nothing": null,
                     "list": [3, 1, 2], "words": ["x", "y"], "o": {"a": {"b": 1}, "in": 2},
                     "at": "2026-05-17T08:30:00Z", "max": 9223372036854775807}
                    """);

    private static Document value(String text) {
        return Expressions.compile(text, "item").evaluate(ITEM, Current.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    1 + 2 * 3                                      => 7
                    (1 + 2) * 3                                    => 9
                    7 / 2                                          => 3
                    -7 % 3                                         => -1
                    7 / 2.0                                        => 3.5
                    item.n / 2                                     => 3
                    item.n * item.x                                => 17.5
                    item.n - 0.5                                   => 6.5
                    -item.n                                        => -7
                    --1                                            => 1
                    -9223372036854775808                           => -9223372036854775808
                    0x1F                                           => 31
                    1e3                                            => 1000.0
                    .5                                             => 0.5
                    "a" + 'b'                                      => "ab"
                    item.s + "d"                                   => "abcd"
                    [1] + [2, 3]                                   => [1,2,3]
                    item.list + [4]                                => [3,1,2,4]
                    {"a": 1, "b": [true, null]}                    => {"a":1,"b":[true,null]}
                    {1: "x", true: "y"}                            => {"1":"x","true":"y"}
                    item.n > 5 ? "many" : "few"                    => "many"
                    item.n == 7.0                                  => true
                    7.5 > item.n                                   => true
                    item.max > 9223372036854775806                 => true
                    item.max == 9223372036854775807.0              => false
                    item.max < 9223372036854775807.0               => true
                    item.s == 1                                    => false
                    item.s != "abc"                                => false
                    item.nothing == null                           => true
                    item.n == null                                 => false
                    "b" in item.o                                  => false
                    "a" in item.o                                  => true
                    item.s in ["abd", "abc"]                       => true
                    item.n in [1, 7.0]                             => true
                    2 in item.list                                 => true
                    item.list == [3, 1.0, 2]                       => true
                    item.o == {"in": 2, "a": {"b": 1}}             => true
                    item.o.a.b                                     => 1
                    item["o"]["in"]                                => 2
                    item.o.`in`                                    => 2
                    item.list[1]                                   => 1
                    item.list[1.0]                                 => 1
                    {"a": 5}.a                                     => 5
                    {1: 5}[1.0]                                    => 5
                    has(item.n)                                    => true
                    has(item.m)                                    => false
                    has(item.o.a.c)                                => false
                    has({"a": 1}.a)                                => true
                    item.?m.orValue(3)                             => 3
                    item.?n.orValue(3)                             => 7
                    item.?o.?a.?b.orValue(0)                       => 1
                    item.?o.a.b.orValue(0)                         => 1
                    item.?p.a.b.orValue(0)                         => 0
                    item.?p[0].orValue(0)                          => 0
                    item[?"m"].hasValue()                          => false
                    item.list[?5].orValue(9)                       => 9
                    item.?m.or(item.?n).value()                    => 7
                    optional.of(1).hasValue()                      => true
                    optional.none().orValue("x")                   => "x"
                    optional.ofNonZeroValue(item.zero).hasValue()  => false
                    has(item.?o.a)                                 => true
                    has(item.?p.a)                                 => false
                    item.m == 1 || true                            => true
                    item.m == 1 && false                           => false
                    false && item.m == 1                           => false
                    item.list.all(x, x > 0)                        => true
                    item.list.exists(x, x > 2)                     => true
                    [0, 1].exists(x, 1 / x == 1)                   => true
                    [0, 2].all(x, 1 / x == 1)                      => false
                    item.list.exists_one(x, x == 2)                => true
                    item.list.map(x, x * 2)                        => [6,2,4]
                    item.list.map(x, x > 1, x * 2)                 => [6,4]
                    item.list.filter(x, x > 1)                     => [3,2]
                    item.o.map(k, k)                               => ["a","in"]
                    item.list.map(x, item.list.map(y, x * y))      => [[9,3,6],[3,1,2],[6,2,4]]
                    [1, 2].map(item, item + 1)                     => [2,3]
                    size(item.smile)                               => 3
                    item.list.size()                               => 3
                    size({"a": 1})                                 => 1
                    size(b"\\xff\\x00")                            => 2
                    item.s.contains("bc") && item.s.startsWith("a") && item.s.endsWith("c") => true
                    item.s.matches("^a.c$")                        => true
                    matches("xaby", "ab")                          => true
                    item.smile.charAt(1)                           => "😀"
                    item.smile.indexOf("b")                        => 2
                    "abcabc".lastIndexOf("b")                      => 4
                    "abcabc".indexOf("b", 2)                       => 4
                    item.smile.substring(2)                        => "b"
                    "abcd".substring(1, 3)                         => "bc"
                    " a ".trim() + "Ab".lowerAscii() + "ab".upperAscii() => "aabAB"
                    "a,b,c".split(",")                             => ["a","b","c"]
                    "a,b,c".split(",", 2)                          => ["a","b,c"]
                    "abc".split("")                                => ["a","b","c"]
                    item.words.join("-")                           => "x-y"
                    "abab".replace("b", "c")                       => "acac"
                    "abab".replace("b", "c", 1)                    => "acab"
                    "ab".replace("", "-")                          => "-a-b-"
                    int("12") + int(2.9) + int(-2.9)               => 12
                    double(item.n) + double("1e1")                 => 17.0
                    string(item.n) + string(2.5) + string(true)    => "72.5true"
                    bool("true")                                   => true
                    bytes("ä")                                     => "w6Q="
                    string(b"abc")                                 => "abc"
                    type(item.n) == int && type(item.s) == string && type([]) == list => true
                    type(item.nothing) == null_type                => true
                    type(timestamp(item.at)) == google.protobuf.Timestamp => true
                    timestamp(item.at)                             => "2026-05-17T08:30:00Z"
                    timestamp(item.at) + duration("90m")           => "2026-05-17T10:00:00Z"
                    timestamp(item.at) - timestamp("2026-05-17T08:29:58.5Z") => "1.5s"
                    duration("1h") + duration("1ms")               => "3600.001s"
                    duration("-1.5h")                              => "-5400s"
                    timestamp(item.at) > timestamp("2026-05-17T08:00:00+00:00") => true
                    timestamp(item.at).getHours()                  => 8
                    timestamp(item.at).getHours("Europe/Berlin")   => 10
                    timestamp(item.at).getDayOfWeek()              => 0
                    timestamp(item.at).getMonth()                  => 4
                    timestamp(item.at).getDate("-10:00")           => 16
                    duration("90m").getHours()                     => 1
                    int(timestamp(item.at))                        => 1779006600
                    timestamp(1779006600)                          => "2026-05-17T08:30:00Z"
                    math.greatest(item.n, 2.5, 3)                  => 7
                    math.least(item.list)                          => 1
                    math.abs(-3) + math.sign(-2)                   => 2
                    math.ceil(2.1) + math.floor(2.9) + math.round(2.5) + math.trunc(-2.5) => 6.0
                    math.round(item.n)                             => 7
                    key == null                                    => true
                    stream                                         => ""
                    '''a'b''' + r"\\n" + "\\u00e4"                 => "a'b\\\\nä"
                    item.n // the number                           => 7
                    """)
    void evaluates_cel(String text, String expected) {
        assertThat(value(text).toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    item.delay > 30            => no field 'delay' in item; use has(item.delay) or item.?delay.orValue(…)  (in: item.delay > 30)
                    item.o.c                   => no field 'c' in item.o; use has(item.o.c) or item.o.?c.orValue(…)  (in: item.o.c)
                    item.s.c                   => 'item.s' is string and has no field 'c'  (in: item.s.c)
                    item.s > 3                 => 'item.s' is string, not a number  (in: item.s > 3)
                    item.s + item.n            => cannot add string and int  (in: item.s + item.n)
                    item.n / item.zero         => division by zero  (in: item.n / item.zero)
                    item.max + 1               => the result is out of the range of int  (in: item.max + 1)
                    item.big > 1               => the number 123456789012345678901234567890 is too large to compute with  (in: item.big > 1)
                    item.big == 1              => the number 123456789012345678901234567890 is too large to compute with  (in: item.big == 1)
                    item.list[3]               => no element 3 in item.list, which has 3  (in: item.list[3])
                    item[item.s]               => no key 'abc' in item  (in: item[item.s])
                    item.n && true             => 'item.n' is int, not true or false  (in: item.n && true)
                    item.n.size()              => size() does not take int  (in: item.n.size())
                    item.n.startsWith("a")     => startsWith() does not take int and string  (in: item.n.startsWith("a"))
                    timestamp > timestamp(0)   => the item has no timestamp  (in: timestamp > timestamp(0))
                    int(item.s)                => 'abc' is no int  (in: int(item.s))
                    timestamp(item.s)          => 'abc' is no timestamp; one is written 2026-05-17T08:30:00Z  (in: timestamp(item.s))
                    duration(item.s)           => 'abc' is no duration; one is written 1h30m or 1.5s  (in: duration(item.s))
                    item.?m.value()            => the optional has no value  (in: item.?m.value())
                    item.s.matches(item.s + "(") => 'abc(' is no pattern: unclosed group  (in: item.s.matches(item.s + "("))
                    """)
    void says_why_an_item_has_no_value(String text, String message) {
        assertThatThrownBy(() -> value(text))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(message);
    }

    @Test
    void hands_a_field_on_as_it_was_written() {
        assertThat(value("item.big")).hasToString("123456789012345678901234567890");
        assertThat(value("item")).isSameAs(ITEM);
    }

    @Test
    void reads_what_travels_beside_the_item() {
        Current current =
                new Current() {
                    @Override
                    public Object key() {
                        return "LH";
                    }

                    @Override
                    public long timestamp() {
                        return 1500;
                    }

                    @Override
                    public String stream() {
                        return "left";
                    }
                };

        Expression expression = Expressions.compile("[key, timestamp, stream, seq + 1]", "seq");

        assertThat(expression.evaluate(Document.of(4), current))
                .hasToString("[\"LH\",\"1970-01-01T00:00:01.500Z\",\"left\",5]");
    }

    @Test
    void a_condition_that_is_no_boolean_is_an_error() {
        Expression expression = Expressions.compileCondition("item.n", "item");

        assertThatThrownBy(() -> expression.test(ITEM, Current.NONE))
                .hasMessage("'item.n' is int, not true or false  (in: item.n)");
        assertThat(expression.text()).isEqualTo("item.n");
    }
}
