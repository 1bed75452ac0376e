package io.millrace.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {

    private static ExpressionSyntaxException refusal(String text) {
        return catchThrowableOfType(
                ExpressionSyntaxException.class, () -> Expressions.compile(text, "item"));
    }

    private static String shown(String text) {
        ExpressionSyntaxException e = refusal(text);
        int end = Math.min(text.length(), e.offset() + e.length());
        return "%s @ %s @ %s".formatted(e.getMessage(), text.substring(e.offset(), end), e.hint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    item.a = 1               => unexpected '=' @ = @ write == to compare; an expression changes nothing
                    item.a === 1             => no operator '===' @ === @ write ==
                    item.a and item.b        => unexpected 'and' @ and @ write && for 'and'
                    item.a or item.b         => unexpected 'or' @ or @ write || for 'or'
                    item.a & item.b          => unexpected '&' @ & @ write && for 'and'
                    not item.a               => no operator 'not' @ not @ write ! in front of the value
                    not(item.a)              => no operator 'not' @ not @ write ! in front of the value
                    item.a <> 1              => unexpected '>' @ > @ write != for 'not equal'
                    item.a is null           => unexpected 'is' @ is @ write == to compare
                    if item.a then 1         => 'if' is a reserved word @ if @ a choice is written condition ? value : other
                    item?.a                  => the expression is not complete where ':' should be @  @ a choice is written condition ? value : other; optional access, a.?b
                    item.a ? 1               => the expression is not complete where ':' should be @  @ a choice is written condition ? value : other; optional access, a.?b
                    itm.a > 1                => no variable 'itm' @ itm @ did you mean 'item'?
                    timestmap > 1            => no variable 'timestmap' @ timestmap @ did you mean 'timestamp'?
                    True                     => no variable 'True' @ True @ did you mean 'true'?
                    delay > 30               => no variable 'delay' @ delay @ variables: item, key, timestamp, stream; a field is written item.delay, a text "delay"
                    1 + "a"                  => cannot add int and string @ 1 + "a" @ write string(1) for its text
                    "n: " + item.list.size() => cannot add string and int @ "n: " + item.list.size() @ write string(item.list.size()) for its text
                    2 * true                 => cannot multiply int by bool @ 2 * true @ null
                    1.5 % 2                  => cannot take the remainder of double by int: it is for ints @ 1.5 % 2 @ null
                    1 == "1"                 => int and string are never equal @ 1 == "1" @ write string(1) for its text
                    timestamp > "2026-01-01T00:00:00Z" => cannot compare timestamp with string @ timestamp > "2026-01-01T00:00:00Z" @ write timestamp("2026-01-01T00:00:00Z")
                    [1] < [2]                => cannot compare list with list @ [1] < [2] @ null
                    "a" in "abc"             => 'in' looks into a list or a map, not into string @ "a" in "abc" @ write "abc".contains("a")
                    item.a && 1              => '1' is int, not true or false @ 1 @ null
                    !"a"                     => '"a"' is string, not true or false @ "a" @ null
                    1 ? 2 : 3                => '1' is int, not true or false @ 1 @ null
                    -"a"                     => '"a"' is string, not a number @ "a" @ null
                    1 / 0                    => division by zero @ 1 / 0 @ null
                    9223372036854775807 + 1  => the result is out of the range of int @ 9223372036854775807 + 1 @ null
                    9223372036854775808      => the integer is out of range @ 9223372036854775808 @ the largest is 9223372036854775807
                    1u                       => unsigned integers are not supported: 1u @ 1u @ write 1
                    uint(1)                  => no function 'uint' @ uint @ unsigned integers are not supported; use int()
                    timestamp("2026-01-01")  => '2026-01-01' is no timestamp; one is written 2026-05-17T08:30:00Z @ timestamp("2026-01-01") @ null
                    timestamp - 30s          => no number: 30s @ 30s @ write duration("30s") for a length of time
                    timestamp - "30s"        => cannot subtract string from timestamp @ timestamp - "30s" @ write duration("30s")
                    timestamp - 30           => cannot subtract int from timestamp @ timestamp - 30 @ null
                    siez(item.a)             => no function 'siez' @ siez @ did you mean 'size'?
                    len(item.a)              => no function 'len' @ len @ write size(…)
                    max(1, 2)                => no function 'max' @ max @ write math.greatest(…)
                    now()                    => no function 'now' @ now @ expressions have no clock; timestamp is the time of the item
                    contains(item.a, "b")    => no function 'contains' @ contains @ write item.a.contains(…)
                    item.a.int()             => no function 'int' @ int @ write int(item.a)
                    item.a.toLowerCase()     => no function 'toLowerCase' @ toLowerCase @ write lowerAscii(…)
                    item.a.startWith("b")    => no function 'startWith' @ startWith @ did you mean 'startsWith'?
                    item.a.startsWith()      => startsWith() takes 1 argument, not 0 @ item.a.startsWith() @ null
                    item.a.substring()       => substring() takes 1 or 2 arguments, not 0 @ item.a.substring() @ null
                    size(1)                  => size() does not take int @ size(1) @ null
                    item.a.startsWith(1)     => startsWith() does not take dyn and int @ item.a.startsWith(1) @ null
                    item.a.matches("a(")     => 'a(' is no pattern: unclosed group @ "a(" @ null
                    item.a.matches("a(?=b)") => patterns have no '(?=': combine several matches() with && and ! @ "a(?=b)" @ null
                    item.a.map(1, 2)         => map() takes a name for the element, and what to do with it @ item.a.map(1, 2) @ write item.a.map(x, …)
                    item.a.all(x, x + 1.0)   => 'x + 1.0' is double, not true or false @ x + 1.0 @ null
                    "abc".all(x, true)       => '"abc"' is string, not a list or a map @ "abc" @ null
                    has(item)                => has() takes one field @ has(item) @ write has(item.name), or "name" in item
                    item.a.orValue(1)        => 'item.a' is not optional @ orValue @ write item.?a.orValue(…)
                    item.?a                  => the result may be missing @ item.?a @ end it with .orValue(…)
                    timestamp.getHours       => timestamp has no field 'getHours' @ getHours @ write getHours() to call the function
                    "abc"[0]                 => string has no elements @ "abc"[0] @ write text.charAt(0)
                    {1.5: 2}                 => a key is string, int or bool, not double @ 1.5 @ null
                    {"a": 1, "a": 2}         => the key 'a' is there twice @ {"a": 1, "a": 2} @ null
                    Point{x: 1}              => unexpected '{' @ { @ objects of a named type are not supported; a map is {"a": 1}
                    item.in                  => 'in' is no field's name @ in @ write ["in"]
                    "abc                     => the text does not end @ "abc @ close it with "
                    "a\\qb"                  => no escape: \\q @ \\q @ write \\\\ for a backslash, or r"…"
                    “a”                      => unexpected '“' @ “ @ write straight quotes: " or '
                    (1 + 2                   => the expression is not complete where ')' should be @  @ null
                    [1, 2                    => the expression is not complete where ',' should be @  @ or close it with ']'
                    1 +                      => the expression is not complete @  @ null
                    item.                    => a field's name is missing at the end @  @ null
                    1 2                      => unexpected '2' @ 2 @ null
                    f(1,)                    => unexpected ')' @ ) @ null
                    """)
    void refuses_what_cannot_be_right_and_says_where(String text, String refusal) {
        assertThat(shown(text.strip())).isEqualTo(refusal.strip());
    }

    @Test
    void refuses_an_empty_expression() {
        assertThat(refusal(" ")).hasMessage("the expression is empty");
        assertThat(refusal("// nothing")).hasMessage("the expression is empty");
    }

    @Test
    void refuses_a_condition_that_is_never_true_or_false() {
        ExpressionSyntaxException e =
                catchThrowableOfType(
                        ExpressionSyntaxException.class,
                        () -> Expressions.compileCondition("item.a + 1.5", "item"));

        assertThat(e).hasMessage("a condition is true or false, but this is double");
        assertThat(e.offset()).isZero();
        assertThat(e.length()).isEqualTo(12);
    }

    @Test
    void suggests_the_variable_by_its_own_name() {
        ExpressionSyntaxException e =
                catchThrowableOfType(
                        ExpressionSyntaxException.class,
                        () -> Expressions.compile("item + 1", "seq"));

        assertThat(e.hint()).startsWith("variables: seq, key, timestamp, stream");
    }
}
